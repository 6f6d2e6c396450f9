package com.anykoma.privacy.emulators;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A resumable upload in {@link FakeStorage}, whose bytes are appended to a file. */
final class UploadSession {
  private static final int QUANTUM = 256 * 1024;

  private final ObjectDraft draft;
  private final Path body;
  private @Nullable StoredObject finished;

  UploadSession(ObjectDraft draft, Path body) throws IOException {
    this.draft = draft;
    this.body = Files.createFile(body);
  }

  ObjectDraft draft() {
    return draft;
  }

  Path body() {
    return body;
  }

  long receivedBytes() throws IOException {
    return Files.size(body);
  }

  Optional<StoredObject> finished() {
    return Optional.ofNullable(finished);
  }

  void finish(StoredObject object) {
    finished = object;
  }

  /** Appends the bytes of a request, without those received before; whether they complete it. */
  boolean append(ContentRange range, InputStream bytes) throws IOException {
    long received = receivedBytes();
    if (range.first().isPresent()) {
      long first = range.first().getAsLong();
      if (first > received) {
        throw StorageError.invalid("Bytes are missing before those sent.");
      }
      bytes.skipNBytes(received - first);
      try (OutputStream out = Files.newOutputStream(body, StandardOpenOption.APPEND)) {
        bytes.transferTo(out);
      }
    }
    long now = receivedBytes();
    if (range.total().isEmpty() && now % QUANTUM != 0) {
      throw StorageError.invalid("A chunk that is not the last is not a multiple of 256 KiB.");
    }
    if (range.total().isPresent() && now > range.total().getAsLong()) {
      throw StorageError.invalid("More bytes arrived than the upload has.");
    }
    return range.total().isPresent() && now == range.total().getAsLong();
  }
}
