package com.anykoma.privacy.emulators;

import com.google.gson.JsonObject;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The body of a multipart upload: an object resource, then the object's bytes.
 *
 * @param mediaType content type of the second part
 */
record MultipartBody(JsonObject resource, Optional<String> mediaType) {
  private static final Pattern BOUNDARY =
      Pattern.compile("multipart/related;.*boundary=\"?([^\";]+)\"?.*", Pattern.CASE_INSENSITIVE);
  private static final String TYPE = "content-type:";

  /** Reads a request's body; writes the object's bytes to {@code file}. */
  static MultipartBody read(StorageRequest request, Path file) throws IOException {
    Matcher type = BOUNDARY.matcher(request.header("Content-Type").orElse(""));
    if (!type.matches()) {
      throw StorageError.invalid("Expecting multipart/related with a boundary");
    }
    String boundary = "--" + type.group(1);
    InputStream in = new BufferedInputStream(request.body());
    if (!line(in).equals(boundary)) {
      throw StorageError.invalid("Missing start boundary");
    }
    partHeader(in);
    JsonObject resource = resource(in, boundary);
    Optional<String> mediaType = partHeader(in);
    Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    removeEndBoundary(file, "\r\n" + boundary + "--");
    return new MultipartBody(resource, mediaType);
  }

  private static JsonObject resource(InputStream in, String boundary) throws IOException {
    StringBuilder json = new StringBuilder();
    for (String line = line(in); !line.equals(boundary); line = line(in)) {
      json.append(line).append('\n');
    }
    return StorageRequest.json(
        new ByteArrayInputStream(json.toString().getBytes(StandardCharsets.UTF_8)));
  }

  /** Reads a part's header and returns its content type. */
  private static Optional<String> partHeader(InputStream in) throws IOException {
    Optional<String> type = Optional.empty();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      if (line.toLowerCase(Locale.ROOT).startsWith(TYPE)) {
        type = Optional.of(line.substring(TYPE.length()).strip());
      }
    }
    return type;
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw StorageError.invalid("The upload ends early");
      }
      line.write(b);
    }
    String text = line.toString(StandardCharsets.UTF_8);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  /** Truncates the file before the last boundary, which a line break may follow. */
  private static void removeEndBoundary(Path file, String boundary) throws IOException {
    try (RandomAccessFile body = new RandomAccessFile(file.toFile(), "rw")) {
      byte[] end = new byte[(int) Math.min(body.length(), boundary.length() + 2)];
      body.seek(body.length() - end.length);
      body.readFully(end);
      String text = new String(end, StandardCharsets.ISO_8859_1);
      int start = text.indexOf(boundary);
      if (start < 0 || !text.substring(start).strip().equals(boundary.strip())) {
        throw StorageError.invalid("Missing end boundary");
      }
      body.setLength(body.length() - end.length + start);
    }
  }
}
