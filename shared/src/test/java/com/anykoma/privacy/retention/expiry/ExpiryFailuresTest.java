package com.anykoma.privacy.retention.expiry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.protection.vault.InterceptedPorts;
import com.anykoma.privacy.retention.expiry.ExpiryService.Counts;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests expiry when stores fail half way and records change during a run. */
@Keeps({"P14", "P19", "P21"})
final class ExpiryFailuresTest extends ExpiryFixture {
  @Test
  void recordRenewedDuringTheRunStays() {
    DocumentPath tombstone = put("tombstones/t", Fields.of(Map.of("raisedAt", A_YEAR_AGO)));
    DocumentPath other = put("tombstones/u", Fields.of(Map.of("raisedAt", A_YEAR_AGO)));
    Documents overtaken =
        InterceptedPorts.runBefore(
            Documents.class,
            cloud.documents(),
            "transact",
            () -> {
              Document read = cloud.documents().get(tombstone).orElseThrow();
              assertThat(
                      cloud
                          .documents()
                          .update(tombstone, read.updateTime(), Fields.of(Map.of("raisedAt", NOW))))
                  .isTrue();
            });

    assertThat(sweep(overtaken).deleted()).isEqualTo(1);

    assertThat(isThere(tombstone)).isTrue();
    assertThat(isThere(other)).isFalse();
  }

  @Test
  void nextRunRepairsARunWhoseResponseWasLost() {
    DocumentPath record = usage("u1", "a", A_YEAR_AGO);
    DocumentPath log = put("errorLogs/a", Fields.of(Map.of("createdAt", A_YEAR_AGO)));
    Documents flaky =
        InterceptedPorts.loseFirstResponse(Documents.class, cloud.documents(), "transact");

    assertThatThrownBy(() -> sweep(flaky)).hasMessage("the connection broke");

    assertThat(isThere(log)).isFalse();
    assertThat(sweep()).isEqualTo(new Counts(0, 0));
    assertThat(isThere(record)).isFalse();
  }

  @Test
  void failingDatabaseDoesNotStopTheOther() {
    DocumentPath record = usage("u1", "a", A_YEAR_AGO);
    DocumentPath tombstone = put("tombstones/t", Fields.of(Map.of("raisedAt", A_YEAR_AGO)));
    DocumentPath signIn = signIn("a", ADDRESS, THIRTY_DAYS_AGO);
    Documents brokenKeys = failing(cloud.keys(), "find");

    assertThatThrownBy(() -> sweep(cloud.documents(), brokenKeys, FixtureProduct.MAP))
        .hasMessage("find is broken");

    assertThat(isThere(record)).isFalse();
    assertThat(isThere(tombstone)).isFalse();
    assertThat(ipOf(signIn)).isEqualTo(NETWORK);
  }

  @Test
  void addressesAreTruncatedThoughDeletionFails() {
    signIn("old", ADDRESS, A_YEAR_AGO);
    DocumentPath signIn = signIn("a", ADDRESS, THIRTY_DAYS_AGO);
    Documents flaky =
        InterceptedPorts.loseFirstResponse(Documents.class, cloud.documents(), "transact");

    assertThatThrownBy(() -> sweep(flaky)).hasMessage("the connection broke");

    assertThat(ipOf(signIn)).isEqualTo(NETWORK);
  }

  private static Documents failing(Documents documents, String operation) {
    return InterceptedPorts.wrap(
        Documents.class,
        documents,
        new InterceptedPorts.Interceptor() {
          @Override
          public void before(String each) {
            if (each.equals(operation)) {
              throw new IllegalStateException(operation + " is broken");
            }
          }
        });
  }

  @Test
  void nextRunRepeatsARecordWhoseUpdateLostARace() {
    signIn("before", ADDRESS, THIRTY_DAYS_AGO.minusSeconds(2));
    DocumentPath lost = signIn("lost", ADDRESS, THIRTY_DAYS_AGO.minusSeconds(1));
    DocumentPath after = signIn("after", ADDRESS, THIRTY_DAYS_AGO);
    Documents overtaken =
        InterceptedPorts.wrap(
            Documents.class,
            cloud.documents(),
            new InterceptedPorts.Interceptor() {
              private int updates;

              @Override
              public void before(String operation) {
                if (operation.equals("update") && ++updates == 2) {
                  Document read = cloud.documents().get(lost).orElseThrow();
                  Fields more = Fields.of(Map.of("outcome", "blocked"));
                  assertThat(cloud.documents().update(lost, read.updateTime(), more)).isTrue();
                }
              }
            });

    assertThat(sweep(overtaken).truncated()).isEqualTo(2);
    assertThat(ipOf(lost)).isEqualTo(ADDRESS);
    assertThat(ipOf(after)).isEqualTo(NETWORK);

    assertThat(sweep().truncated()).isEqualTo(1);
    assertThat(ipOf(lost)).isEqualTo(NETWORK);
    assertThat(cloud.documents().get(lost).orElseThrow().fields().string("outcome"))
        .contains("blocked");
    assertThat(progress("securityLogs", "truncatedThrough")).contains(THIRTY_DAYS_AGO);
  }

  @Test
  void nextRunContinuesAfterAFailureHalfWay() {
    for (int i = 0; i < 250; i++) {
      signIn("a" + i, ADDRESS, THIRTY_DAYS_AGO.minusSeconds(i));
    }
    Documents flaky =
        InterceptedPorts.wrap(
            Documents.class,
            cloud.documents(),
            new InterceptedPorts.Interceptor() {
              private int updates;

              @Override
              public void before(String operation) {
                if (operation.equals("update") && ++updates >= 150) {
                  throw new IllegalStateException("the connection broke");
                }
              }
            });

    assertThatThrownBy(() -> sweep(flaky)).hasMessage("the connection broke");

    assertThat(sweep().truncated()).isEqualTo(250 - 149);
  }

  @Test
  void permanentlyRefusedRecordDoesNotStopTheOthers() {
    signIn("refused", ADDRESS, THIRTY_DAYS_AGO.minusSeconds(1));
    DocumentPath after = signIn("after", ADDRESS, THIRTY_DAYS_AGO);
    Documents refusing =
        InterceptedPorts.wrap(
            Documents.class,
            cloud.documents(),
            new InterceptedPorts.Interceptor() {
              private boolean refused;

              @Override
              public void before(String operation) {
                if (operation.equals("update") && !refused) {
                  refused = true;
                  throw new PermanentFailure("larger than 1 MiB");
                }
              }
            });

    assertThatThrownBy(() -> sweep(refusing)).isInstanceOf(PermanentFailure.class);

    assertThat(ipOf(after)).isEqualTo(NETWORK);
    assertThat(progress("securityLogs", "truncatedThrough")).contains(THIRTY_DAYS_AGO);
  }

  @Test
  void lostOrDamagedProgressOnlyCostsReads() {
    DocumentPath signIn = signIn("a", ADDRESS, THIRTY_DAYS_AGO);
    put("expiryProgress/securityLogs", Fields.of(Map.of("truncatedThrough", "yesterday")));

    assertThat(sweep().truncated()).isEqualTo(1);

    assertThat(ipOf(signIn)).isEqualTo(NETWORK);
  }
}
