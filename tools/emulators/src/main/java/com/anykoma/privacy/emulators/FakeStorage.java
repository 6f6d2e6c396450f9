package com.anykoma.privacy.emulators;

import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A fake of Cloud Storage: the part of its JSON API that this system uses, in this process and on
 * the loopback interface only. It stores, lists, patches, downloads and deletes objects with
 * generations, preconditions and checksums. Bytes are stored as files in a directory, everything
 * else in memory. Requests need no credentials.
 */
public final class FakeStorage implements AutoCloseable {
  private final List<Consumer<JsonObject>> listeners = new CopyOnWriteArrayList<>();
  private final StorageObjects objects;
  private final StorageUploads uploads;
  private final LoopbackServer server;

  private FakeStorage(
      int port, Path directory, ObjectIndex index, UnaryOperator<HttpHandler> around) {
    objects = new StorageObjects(index);
    uploads =
        new StorageUploads(
            index, directory, object -> listeners.forEach(each -> each.accept(object.json())));
    server = new LoopbackServer(port, around.apply(this::handle));
  }

  /**
   * Starts on a free port.
   *
   * @param directory an empty directory for the bytes of objects; the caller deletes it
   * @param buckets those without object versioning
   * @param versionedBuckets those with object versioning
   */
  public static FakeStorage start(
      Path directory, Set<String> buckets, Set<String> versionedBuckets) {
    return start(0, directory, buckets, versionedBuckets, UnaryOperator.identity());
  }

  /** Starts on a port, 0 for any free one; {@code around} wraps the handler of all requests. */
  static FakeStorage start(
      int port,
      Path directory,
      Set<String> buckets,
      Set<String> versionedBuckets,
      UnaryOperator<HttpHandler> around) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("the fake Cloud Storage did not start", e);
    }
    ObjectIndex index = new ObjectIndex(buckets, versionedBuckets, InstantSource.system());
    return new FakeStorage(port, directory, index, around);
  }

  /** The address, {@code http://127.0.0.1:PORT}. */
  public URI uri() {
    return server.uri();
  }

  /** Calls {@code listener} on the answering thread with each new generation; it must not throw. */
  public void onFinalize(Consumer<JsonObject> listener) {
    listeners.add(listener);
  }

  /** The number of resumable uploads that are neither finished nor cancelled. */
  int unfinishedUploads() {
    return uploads.unfinished();
  }

  @Override
  public void close() {
    server.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      StorageRequest request = StorageRequest.of(exchange);
      try {
        route(request);
      } catch (StorageError e) {
        refuse(exchange, e);
      }
    }
  }

  /** Reads the whole request, then answers: a client that is still sending ignores answers. */
  static void refuse(HttpExchange exchange, StorageError refusal) throws IOException {
    try (InputStream rest = exchange.getRequestBody()) {
      rest.transferTo(OutputStream.nullOutputStream());
    }
    StorageRequest.of(exchange).answer(refusal.status(), refusal.json());
  }

  private void route(StorageRequest request) throws IOException {
    List<String> path = request.path();
    request.requireKnownParameters();
    boolean upload = path.get(0).equals("upload");
    int start = upload || path.get(0).equals("download") ? 1 : 0;
    boolean known =
        path.size() >= start + 5
            && path.subList(start, start + 3).equals(List.of("storage", "v1", "b"))
            && path.get(start + 4).equals("o");
    if (!known || path.size() > start + 6) {
      throw StorageError.notSupported("this path");
    }
    String bucket = path.get(start + 3);
    if (upload) {
      uploads.handle(request, bucket);
    } else if (path.size() > start + 5) {
      objects.object(request, new ObjectKey(bucket, path.get(start + 5)));
    } else if (request.method().equals("GET")) {
      objects.list(request, bucket);
    } else {
      throw StorageError.notSupported("the method " + request.method());
    }
  }
}
