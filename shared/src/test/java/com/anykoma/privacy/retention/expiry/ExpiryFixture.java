package com.anykoma.privacy.retention.expiry;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.SettableClock;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import com.anykoma.privacy.proof.audit.AuditLog;
import com.anykoma.privacy.retention.expiry.ExpiryService.Counts;
import com.anykoma.privacy.retention.removal.CircuitBreakerLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** A fake cloud, a clock and records of several ages for tests of expiry. */
@Tag("slow")
abstract class ExpiryFixture {
  static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  static final Instant A_YEAR_AGO = Instant.parse("2025-11-22T12:00:00Z");
  static final Instant THIRTY_DAYS_AGO = NOW.minus(Duration.ofDays(30));
  static final Duration TICK = Duration.ofNanos(1_000);
  static final String ADDRESS = "203.0.113.7";
  static final String NETWORK = "203.0.113.0/24";

  @TempDir private Path directory;
  final SettableClock clock = new SettableClock(NOW);
  EmbeddedCloud cloud;

  @BeforeEach
  void open() {
    cloud = EmbeddedCloud.open(directory, clock);
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  Counts sweep(Documents documents, Documents keys, DataMap dataMap) {
    return sweep(
        documents, keys, dataMap, new CircuitBreakerLimits(1, 1, 1, 1, 1_000_000, 1_000_000));
  }

  Counts sweep(Documents documents, Documents keys, DataMap dataMap, CircuitBreakerLimits limits) {
    return new ExpiryService(documents, keys, dataMap, expiry(limits), clock)
        .sweep(clock.instant().plus(Duration.ofMinutes(1)));
  }

  ExpiryCircuitBreaker expiry(CircuitBreakerLimits limits) {
    return new ExpiryCircuitBreaker(cloud.documents(), new AuditLog(new Random(7)), limits, clock);
  }

  Counts sweep(Documents documents) {
    return sweep(documents, cloud.keys(), FixtureProduct.MAP);
  }

  Counts sweep() {
    return sweep(cloud.documents());
  }

  DocumentPath put(String path, Fields fields) {
    DocumentPath at = new DocumentPath(path);
    assertThat(cloud.documents().create(at, fields)).isTrue();
    return at;
  }

  DocumentPath usage(String subject, String id, Instant createdAt) {
    return put(
        "users/" + subject + "/usage/" + id,
        Fields.of(Map.of("feature", "upscale", "createdAt", createdAt)));
  }

  DocumentPath signIn(String id, Object ip, Instant createdAt) {
    return put(
        "securityLogs/" + id,
        Fields.of(Map.of("uid", "u1", "event", "signIn", "ip", ip, "createdAt", createdAt)));
  }

  boolean isThere(DocumentPath path) {
    return cloud.documents().get(path).isPresent();
  }

  @Nullable Object ipOf(DocumentPath path) {
    return cloud.documents().get(path).orElseThrow().fields().asMap().get("ip");
  }

  Optional<Instant> progress(String location, String field) {
    return cloud
        .documents()
        .get(DocumentPath.of("expiryProgress", location))
        .flatMap(each -> each.fields().instant(field));
  }

  long count(String operation) {
    return cloud.counts().of(operation);
  }
}
