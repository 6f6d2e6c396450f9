package com.anykoma.privacy.emulators;

import com.google.common.io.ByteStreams;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The downloads of {@link FakeStorage}: {@code /storage/v1/b/BUCKET/o/NAME?alt=media}. */
final class StorageDownloads {
  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

  private StorageDownloads() {}

  static void handle(StorageRequest request, StoredObject object) throws IOException {
    long size = object.checksums().size();
    Optional<Matcher> range = request.header("Range").map(RANGE::matcher).filter(Matcher::matches);
    long first = range.map(each -> Long.parseLong(each.group(1))).orElse(0L);
    long last =
        range
            .map(each -> each.group(2))
            .filter(text -> !text.isEmpty())
            .map(text -> Math.min(Long.parseLong(text), size - 1))
            .orElse(size - 1);
    describe(request, object);
    if (range.isPresent()) {
      if (first >= size) {
        request.answerHeader("Content-Range", "bytes */" + size);
        throw StorageError.noSuchRange();
      }
      request.answerHeader("Content-Range", "bytes " + first + "-" + last + "/" + size);
    }
    try (InputStream in = Files.newInputStream(object.body())) {
      in.skipNBytes(first);
      long length = last + 1 - first;
      OutputStream out = request.answer(range.isPresent() ? PARTIAL : OK, length);
      ByteStreams.limit(in, length).transferTo(out);
    } catch (NoSuchFileException e) {
      throw StorageError.noObject(object.key().bucket(), object.key().name());
    }
  }

  private static void describe(StorageRequest request, StoredObject object) {
    request.answerHeader("Content-Type", object.contentType().orElse("application/octet-stream"));
    request.answerHeader("x-goog-generation", Long.toString(object.generation()));
    request.answerHeader("x-goog-metageneration", Long.toString(object.metageneration()));
    request.answerHeader("x-goog-hash", object.checksums().header());
    request.answerHeader("x-goog-stored-content-encoding", "identity");
    request.answerHeader("x-goog-stored-content-length", Long.toString(object.checksums().size()));
  }
}
