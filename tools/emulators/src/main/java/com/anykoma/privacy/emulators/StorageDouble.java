package com.anykoma.privacy.emulators;

import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A double of Cloud Storage: its JSON API in this process, as far as this system calls it, on a
 * free port of the loopback interface and nowhere else. It stores, lists, patches, downloads and
 * deletes objects with their generations, preconditions and checksums. Bytes are files of a
 * directory; all else is forgotten when it is closed. It asks for no credentials.
 */
public final class StorageDouble implements AutoCloseable {
  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final String NO_DELAY = "sun.net.httpserver.nodelay";

  private final HttpServer server;
  private final ExecutorService threads;
  private final URI uri;
  private final StorageObjects objects;
  private final StorageUploads uploads;
  private final List<Consumer<JsonObject>> listeners = new CopyOnWriteArrayList<>();
  private final Queue<StorageFault> faults = new ConcurrentLinkedQueue<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger atOnce = new AtomicInteger();
  private final AtomicInteger mostAtOnce = new AtomicInteger();
  private volatile Duration pause = Duration.ZERO;

  private StorageDouble(
      HttpServer server, ExecutorService threads, ObjectIndex index, Path directory) {
    this.server = server;
    this.threads = threads;
    this.uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    this.objects = new StorageObjects(index);
    this.uploads =
        new StorageUploads(
            index,
            directory,
            uri.toString(),
            object -> listeners.forEach(each -> each.accept(object.json())));
  }

  /**
   * Starts answering.
   *
   * @param directory for the bytes of objects, empty; its owner removes it
   * @param buckets those that keep only live generations
   * @param versionedBuckets those that keep noncurrent generations too
   */
  public static StorageDouble start(
      Path directory, Set<String> buckets, Set<String> versionedBuckets) {
    return start(0, directory, buckets, versionedBuckets);
  }

  /** The same on a port. */
  static StorageDouble start(
      int port, Path directory, Set<String> buckets, Set<String> versionedBuckets) {
    if (System.getProperty(NO_DELAY) == null) {
      System.setProperty(NO_DELAY, "true"); // read when the server's class is loaded
    }
    try {
      Files.createDirectories(directory);
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), 0);
      ExecutorService threads = Executors.newCachedThreadPool(StorageDouble::daemon);
      ObjectIndex index = new ObjectIndex(buckets, versionedBuckets, InstantSource.system());
      StorageDouble started = new StorageDouble(server, threads, index, directory);
      server.setExecutor(threads);
      server.createContext("/", started::handle);
      server.start();
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException("Cloud Storage's double did not start", e);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "storage-double");
    thread.setDaemon(true);
    return thread;
  }

  /** {@code http://127.0.0.1:PORT}. */
  public URI uri() {
    return uri;
  }

  /**
   * Has {@code listener} called with the object resource of each new generation, on the thread that
   * answers its upload: it must return at once and not throw.
   */
  public void onFinalize(Consumer<JsonObject> listener) {
    listeners.add(listener);
  }

  /** Has the next requests go wrong, one for each fault. */
  public void next(StorageFault... wrong) {
    faults.addAll(List.of(wrong));
  }

  /** Has every answer wait for so long, as the real service's do. */
  public void answerAfter(Duration pause) {
    this.pause = pause;
  }

  /** How many requests it had at once when it had most. */
  public int mostAtOnce() {
    return mostAtOnce.get();
  }

  /** How many requests came so far. */
  public int requests() {
    return requests.get();
  }

  /** How many resumable uploads were begun, but neither finished nor cancelled. */
  public int unfinishedUploads() {
    return uploads.unfinished();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdown();
  }

  private void handle(HttpExchange exchange) throws IOException {
    mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
    LockSupport.parkNanos(pause.toNanos());
    atOnce.decrementAndGet();
    requests.incrementAndGet();
    Optional<StorageFault> fault = Optional.ofNullable(faults.poll());
    StorageRequest request =
        StorageRequest.of(exchange, fault.equals(Optional.of(StorageFault.LOST_ANSWER)));
    try (exchange) {
      try {
        route(request, fault);
      } catch (StorageRefusal e) {
        drain(exchange);
        request.answer(e.status(), e.json());
      }
    }
  }

  /** A client that is still sending would not hear the answer. */
  private static void drain(HttpExchange exchange) throws IOException {
    try (InputStream rest = exchange.getRequestBody()) {
      rest.transferTo(OutputStream.nullOutputStream());
    }
  }

  private void route(StorageRequest request, Optional<StorageFault> fault) throws IOException {
    List<String> path = request.path();
    request.requireKnownParameters();
    boolean upload = path.get(0).equals("upload");
    int start = upload || path.get(0).equals("download") ? 1 : 0;
    boolean known =
        path.size() >= start + 5
            && path.subList(start, start + 3).equals(List.of("storage", "v1", "b"))
            && path.get(start + 4).equals("o");
    if (!known || path.size() > start + 6) {
      throw StorageRefusal.notDoubled("this path");
    }
    String bucket = path.get(start + 3);
    Optional<String> name =
        path.size() > start + 5 ? Optional.of(path.get(start + 5)) : Optional.empty();
    refuse(fault, name.orElse(bucket));
    if (upload) {
      uploads.handle(request, bucket, fault);
    } else if (name.isPresent()) {
      objects.object(request, new ObjectKey(bucket, name.get()), fault);
    } else if (request.method().equals("GET")) {
      objects.list(request, bucket);
    } else {
      throw StorageRefusal.notDoubled("the method " + request.method());
    }
  }

  private static void refuse(Optional<StorageFault> fault, String what) {
    if (fault.equals(Optional.of(StorageFault.UNAVAILABLE))) {
      throw StorageRefusal.unavailable();
    }
    if (fault.equals(Optional.of(StorageFault.FORBIDDEN))) {
      throw StorageRefusal.forbidden(what);
    }
  }
}
