package com.anykoma.privacy.emulators;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The downloads of {@link StorageDouble}: {@code /storage/v1/b/BUCKET/o/NAME?alt=media}. */
final class StorageDownloads {
  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

  private StorageDownloads() {}

  static void handle(StorageRequest request, StoredObject object, Optional<StorageFault> fault)
      throws IOException {
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
        throw StorageRefusal.noSuchRange();
      }
      request.answerHeader("Content-Range", "bytes " + first + "-" + last + "/" + size);
    }
    try (InputStream in = Files.newInputStream(object.body())) {
      in.skipNBytes(first);
      long length = last + 1 - first;
      long sent = fault.equals(Optional.of(StorageFault.SHORT_DOWNLOAD)) ? length - 1 : length;
      boolean damaged = fault.equals(Optional.of(StorageFault.DAMAGED_DOWNLOAD));
      OutputStream out = request.answer(range.isPresent() ? PARTIAL : OK, sent);
      if (fault.equals(Optional.of(StorageFault.CUT_DOWNLOAD))) {
        copy(in, out, sent / 2);
        out.flush();
        return; // the exchange is closed with bytes missing
      }
      copy(damaged ? new Damaged(in) : in, out, sent);
    } catch (NoSuchFileException e) {
      throw StorageRefusal.noObject(object.key().bucket(), object.key().name());
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

  private static void copy(InputStream in, OutputStream out, long length) throws IOException {
    byte[] buffer = new byte[64 * 1024];
    long left = length;
    while (left > 0) {
      int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (read < 0) {
        return;
      }
      out.write(buffer, 0, read);
      left -= read;
    }
  }

  /** Bytes with the first of each read changed. */
  private static final class Damaged extends FilterInputStream {
    Damaged(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = super.read(bytes, offset, length);
      if (read > 0) {
        bytes[offset] ^= 1;
      }
      return read;
    }
  }
}
