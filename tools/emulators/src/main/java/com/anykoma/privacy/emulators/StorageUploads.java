package com.anykoma.privacy.emulators;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** The uploads of {@link FakeStorage}: {@code /upload/storage/v1/b/BUCKET/o}. */
final class StorageUploads {
  private static final int OK = 200;
  private static final int INCOMPLETE = 308;

  private final ObjectIndex index;
  private final Path directory;
  private final Consumer<StoredObject> finalized;
  private final Map<String, UploadSession> sessions = new ConcurrentHashMap<>();
  private final AtomicLong files = new AtomicLong();

  /**
   * @param directory for the bytes of objects
   * @param finalized receives each new generation
   */
  StorageUploads(ObjectIndex index, Path directory, Consumer<StoredObject> finalized) {
    this.index = index;
    this.directory = directory;
    this.finalized = finalized;
  }

  /** The number of uploads that are neither finished nor cancelled. */
  int unfinished() {
    return (int) sessions.values().stream().filter(each -> each.finished().isEmpty()).count();
  }

  void handle(StorageRequest request, String bucket) throws IOException {
    index.requireBucket(bucket);
    Optional<String> id = request.parameter("upload_id");
    if (id.isPresent()) {
      resume(request, id.get());
    } else if (request.parameter("uploadType").equals(Optional.of("resumable"))) {
      begin(request, bucket);
    } else if (request.parameter("uploadType").equals(Optional.of("multipart"))) {
      multipart(request, bucket);
    } else {
      throw StorageError.notSupported("uploads of this type");
    }
  }

  private void multipart(StorageRequest request, String bucket) throws IOException {
    Path body = newFile();
    StoredObject stored;
    try {
      MultipartBody parts = MultipartBody.read(request, body);
      stored = store(ObjectDraft.of(request, bucket, parts.resource(), parts.mediaType()), body);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(body);
      throw e;
    }
    request.answer(OK, stored.json());
  }

  private void begin(StorageRequest request, String bucket) throws IOException {
    ObjectDraft draft =
        ObjectDraft.of(request, bucket, request.json(), request.header("X-Upload-Content-Type"));
    index.require(draft.key(), draft.ifGeneration());
    Path body = newFile();
    String id = "upload-" + body.getFileName();
    sessions.put(id, new UploadSession(draft, body));
    request.answerHeader(
        "Location",
        "http://%s/upload/storage/v1/b/%s/o?uploadType=resumable&name=%s&upload_id=%s"
            .formatted(
                request.header("Host").orElseThrow(),
                bucket,
                URLEncoder.encode(draft.key().name(), StandardCharsets.UTF_8),
                id));
    request.answer(OK);
  }

  private void resume(StorageRequest request, String id) throws IOException {
    UploadSession session = sessions.get(id);
    if (session == null) {
      throw StorageError.noUpload();
    }
    synchronized (session) {
      if (request.method().equals("DELETE")) {
        cancel(id, session);
      }
      if (session.finished().isEmpty()) {
        receive(request, session);
      }
      if (session.finished().isPresent()) {
        request.answer(OK, session.finished().get().json());
      } else {
        if (session.receivedBytes() > 0) {
          request.answerHeader("Range", "bytes=0-" + (session.receivedBytes() - 1));
        }
        request.answer(INCOMPLETE);
      }
    }
  }

  private void cancel(String id, UploadSession session) throws IOException {
    sessions.remove(id);
    if (session.finished().isEmpty()) {
      Files.deleteIfExists(session.body());
    }
    throw StorageError.cancelled();
  }

  private void receive(StorageRequest request, UploadSession session) throws IOException {
    ContentRange range =
        ContentRange.of(
            request
                .header("Content-Range")
                .orElseThrow(() -> StorageError.invalid("Content-Range is required")));
    if (session.append(range, request.body())) {
      ObjectDraft draft =
          request.header("x-goog-hash").map(session.draft()::withHashes).orElse(session.draft());
      session.finish(store(draft, session.body()));
    }
  }

  private StoredObject store(ObjectDraft draft, Path body) throws IOException {
    Checksums checksums = Checksums.of(body);
    draft.requireMatch(checksums);
    ObjectIndex.IndexChange change = index.add(draft, checksums, body);
    deleteAll(change.removed());
    finalized.accept(change.object());
    return change.object();
  }

  private Path newFile() {
    return directory.resolve(Long.toString(files.incrementAndGet()));
  }

  private static void deleteAll(List<Path> bodies) throws IOException {
    for (Path each : bodies) {
      Files.deleteIfExists(each);
    }
  }
}
