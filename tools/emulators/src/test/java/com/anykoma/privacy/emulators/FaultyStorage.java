package com.anykoma.privacy.emulators;

import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** A fake Cloud Storage that injects faults and counts requests. */
final class FaultyStorage implements AutoCloseable {
  private final FakeStorage storage;
  private final Queue<StorageFault> faults = new ConcurrentLinkedQueue<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger atOnce = new AtomicInteger();
  private final AtomicInteger mostAtOnce = new AtomicInteger();
  private volatile Duration pause = Duration.ZERO;

  /** Starts as {@link FakeStorage#start} does. */
  FaultyStorage(Path directory, Set<String> buckets, Set<String> versionedBuckets) {
    storage = FakeStorage.start(0, directory, buckets, versionedBuckets, this::around);
  }

  private HttpHandler around(HttpHandler handler) {
    return exchange -> handle(exchange, handler);
  }

  private void handle(HttpExchange exchange, HttpHandler handler) throws IOException {
    mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
    LockSupport.parkNanos(pause.toNanos());
    atOnce.decrementAndGet();
    requests.incrementAndGet();
    Optional<StorageFault> fault = Optional.ofNullable(faults.poll());
    if (fault.equals(Optional.of(StorageFault.UNAVAILABLE))) {
      refuse(exchange, new StorageError(503, "backendError", "Backend Error"));
    } else if (fault.equals(Optional.of(StorageFault.FORBIDDEN))) {
      refuse(exchange, StorageError.forbidden(exchange.getRequestURI().getPath()));
    } else {
      handler.handle(
          fault.<HttpExchange>map(it -> new FaultyExchange(exchange, it)).orElse(exchange));
    }
  }

  private static void refuse(HttpExchange exchange, StorageError refusal) throws IOException {
    try (exchange) {
      FakeStorage.refuse(exchange, refusal);
    }
  }

  URI uri() {
    return storage.uri();
  }

  void onFinalize(Consumer<JsonObject> listener) {
    storage.onFinalize(listener);
  }

  /** Injects one fault into each of the next requests. */
  void next(StorageFault... wrong) {
    faults.addAll(List.of(wrong));
  }

  /** Delays every answer, as the real service does. */
  void answerAfter(Duration pause) {
    this.pause = pause;
  }

  /** The largest number of concurrent requests. */
  int mostAtOnce() {
    return mostAtOnce.get();
  }

  /** The number of requests so far. */
  int requests() {
    return requests.get();
  }

  int unfinishedUploads() {
    return storage.unfinishedUploads();
  }

  @Override
  public void close() {
    storage.close();
  }
}
