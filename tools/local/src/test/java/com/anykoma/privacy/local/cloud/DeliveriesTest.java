package com.anykoma.privacy.local.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init")
final class DeliveriesTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private final List<String> taken = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, Integer> failures = new ConcurrentHashMap<>();
  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private HttpServer functions;
  private Deliveries deliveries;

  @BeforeEach
  void serve() throws IOException {
    functions = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    functions.createContext(
        "/",
        exchange -> {
          String id = exchange.getRequestHeaders().getFirst("ce-id");
          int left = failures.merge(id, -1, Integer::sum);
          if (left < 0) {
            taken.add(id);
          }
          exchange.sendResponseHeaders(left < 0 ? 200 : 500, -1);
          exchange.close();
        });
    functions.start();
    URI base = URI.create("http://127.0.0.1:" + functions.getAddress().getPort());
    deliveries = new Deliveries(Deliveries.deployed(), new FunctionCalls(base), now::get);
  }

  @AfterEach
  void close() {
    deliveries.close();
    functions.stop(0);
  }

  private static CloudMessage message(String id) {
    return CloudMessage.of(id, "t", "s", "text/plain", "x".getBytes(StandardCharsets.UTF_8))
        .with("time", NOON.minusSeconds(2).toString());
  }

  private void awaitNothingWaiting() {
    long start = System.nanoTime();
    while (deliveries.waiting() > 0 && System.nanoTime() - start < 20_000_000_000L) {
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
    assertThat(deliveries.waiting()).isZero();
  }

  @Test
  void deliversEventsOfOneKeyInOrder() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      ids.add("m" + i);
      deliveries.deliver("users/u1", "AccountWritten", message("m" + i));
    }

    awaitNothingWaiting();

    assertThat(taken).isEqualTo(ids);
    assertThat(deliveries.accepted()).isEqualTo(50);
  }

  @Test
  @Keeps({"E8", "E13"})
  void retriesRefusedEventsWithoutDelayingOthers() {
    failures.put("stubborn", 3);
    deliveries.deliver("users/u1", "AccountWritten", message("stubborn"));
    deliveries.deliver("users/u1", "AccountWritten", message("next"));

    awaitNothingWaiting();

    assertThat(taken).containsExactly("next", "stubborn");
  }

  @Test
  void dropsEventsAfter24Hours() {
    failures.put("never", Integer.MAX_VALUE);
    deliveries.deliver("users/u1", "AccountWritten", message("never"));
    now.set(NOON.plus(Duration.ofHours(24)));

    awaitNothingWaiting();

    assertThat(taken).isEmpty();
  }

  @Test
  void measuresLatenciesByFunction() {
    deliveries.deliver("a", "Claims", message("1"));
    deliveries.deliver("b", "Claims", message("2"));
    awaitNothingWaiting();

    assertThat(deliveries.latencies())
        .hasEntrySatisfying(
            "Claims",
            claims -> {
              assertThat(claims.count()).isEqualTo(2);
              assertThat(claims.quantile(1)).isEqualTo(Duration.ofSeconds(2));
            })
        .hasSize(1);
  }

  @Test
  void deliversNothingAfterClose() {
    deliveries.close();

    deliveries.deliver("users/u1", "AccountWritten", message("late"));

    assertThat(taken).isEmpty();
  }
}
