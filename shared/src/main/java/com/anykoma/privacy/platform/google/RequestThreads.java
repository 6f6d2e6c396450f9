package com.anykoma.privacy.platform.google;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A bounded pool of daemon threads for blocking requests; idle threads end. */
final class RequestThreads implements AutoCloseable {
  private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(10);

  private final ExecutorService threads;

  /** Allows this number of concurrent requests. */
  RequestThreads(String name, int maxConcurrent) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            maxConcurrent,
            maxConcurrent,
            IDLE_TIMEOUT.toMillis(),
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(),
            new ThreadFactoryBuilder().setNameFormat(name).setDaemon(true).build());
    pool.allowCoreThreadTimeOut(true);
    threads = pool;
  }

  /** Runs the request for every item, then throws the first failure if any failed. */
  <T> void forEach(Collection<T> items, Consumer<T> request) {
    List<CompletableFuture<Void>> running =
        items.stream()
            .map(each -> CompletableFuture.runAsync(() -> request.accept(each), threads))
            .toList();
    Optional<RuntimeException> failure = Optional.empty();
    for (CompletableFuture<Void> each : running) {
      try {
        each.join();
      } catch (CompletionException e) {
        failure = failure.or(() -> Optional.of(cause(e)));
      }
    }
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  private static RuntimeException cause(CompletionException e) {
    return e.getCause() instanceof RuntimeException cause ? cause : e;
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
