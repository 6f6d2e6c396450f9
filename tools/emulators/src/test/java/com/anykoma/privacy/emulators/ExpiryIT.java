package com.anykoma.privacy.emulators;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.google.FirestoreDocuments;
import com.anykoma.privacy.platform.google.GoogleSettings;
import com.anykoma.privacy.platform.google.GoogleSettings.Service;
import com.anykoma.privacy.proof.audit.AuditLog;
import com.anykoma.privacy.retention.expiry.ExpiryCircuitBreaker;
import com.anykoma.privacy.retention.expiry.ExpiryService;
import com.anykoma.privacy.retention.expiry.ExpiryService.Counts;
import com.anykoma.privacy.retention.removal.CircuitBreakerLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tests expiry on the Firestore emulator. */
@Keeps({"P14", "P21"})
final class ExpiryIT {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final Instant A_YEAR_AGO = Instant.parse("2025-11-22T12:00:00Z");
  private static final Duration TICK = Duration.ofNanos(1_000);
  private static final int MANY = 250;

  @Test
  void recordsAndKeyRecordsExpireAndIpAddressesAreTruncated() {
    GoogleSettings settings = Session.settings(Service.FIRESTORE, Session.firestore().uri());
    try (FirestoreDocuments documents = FirestoreDocuments.open(settings);
        FirestoreDocuments keys = FirestoreDocuments.openKeys(settings)) {
      for (int i = 0; i < MANY; i++) {
        put(documents, "users/u" + i + "/usage/a", "createdAt", A_YEAR_AGO.minusSeconds(i / 2));
      }
      DocumentPath kept = put(documents, "users/u1/usage/b", "createdAt", A_YEAR_AGO.plus(TICK));
      DocumentPath neighbour = put(documents, "teams/t1/usage/a", "createdAt", Instant.EPOCH);
      DocumentPath mark = put(keys, "keys/gone", "destroyedAt", A_YEAR_AGO);
      DocumentPath live = put(keys, "keys/live", "createdAt", Instant.EPOCH);
      DocumentPath signIn =
          put(documents, "securityLogs/a", "createdAt", NOW.minus(Duration.ofDays(30)));

      ExpiryService expiry =
          new ExpiryService(
              documents,
              keys,
              FixtureProduct.MAP,
              new ExpiryCircuitBreaker(
                  documents,
                  new AuditLog(new Random(7)),
                  new CircuitBreakerLimits(1, 1, 1, 1, 1_000, 1_000),
                  () -> NOW),
              () -> NOW);
      assertThat(expiry.sweep(NOW.plusSeconds(60))).isEqualTo(new Counts(MANY + 1, 1));
      assertThat(expiry.sweep(NOW.plusSeconds(60))).isEqualTo(new Counts(0, 0));

      assertThat(List.of(kept, neighbour, signIn)).allMatch(it -> documents.get(it).isPresent());
      assertThat(documents.get(signIn).orElseThrow().fields().string("ip"))
          .contains("203.0.113.0/24");
      assertThat(keys.get(mark)).isEmpty();
      assertThat(keys.get(live)).isPresent();
    }
  }

  private static DocumentPath put(Documents documents, String path, String aged, Instant at) {
    DocumentPath to = new DocumentPath(path);
    assertThat(documents.create(to, Fields.of(Map.of(aged, at, "ip", "203.0.113.7")))).isTrue();
    return to;
  }
}
