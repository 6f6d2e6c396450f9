package com.anykoma.privacy.retention.expiry;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.retention.expiry.ExpiryService.Counts;
import com.anykoma.privacy.retention.removal.CircuitBreakerLimits;
import com.anykoma.privacy.services.PrivacyFiles;
import com.anykoma.privacy.yaml.Setting;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/**
 * Tests that a run which would delete too many records is blocked until an operator confirms it.
 */
@Keeps({"P14", "P19", "P21"})
final class ExpiryCircuitBreakerTest extends ExpiryFixture {
  private static DataMap keepingUsageFor(String period) throws IOException {
    String map = FixtureProduct.text("datamap.yaml");
    String usage = "usage-history:\n    max: ";
    assertThat(map).contains(usage + "P1Y");
    return PrivacyFiles.dataMap(
        Setting.parse("datamap.yaml", map.replace(usage + "P1Y", usage + period)));
  }

  private Counts limited(DataMap dataMap) {
    return sweep(
        cloud.documents(), cloud.keys(), dataMap, new CircuitBreakerLimits(1, 1, 1, 1, 20, 3));
  }

  private void usage(int from, int to, Instant created) {
    for (int i = from; i < to; i++) {
      put("users/u1/usage/r" + i, Fields.empty().with("createdAt", created));
    }
  }

  private boolean confirmed(String what) {
    return expiry(FixtureProduct.FILES.limits()).confirm(what);
  }

  @Test
  void shortenedRetentionDeletesNothingUntilConfirmed() throws IOException {
    usage(0, 10, NOW.minus(Duration.ofDays(60)));
    assertThat(limited(FixtureProduct.MAP).deleted()).isZero();

    DataMap mistaken = keepingUsageFor("P30D");
    assertThat(limited(mistaken).deleted()).isZero();
    assertThat(limited(mistaken).deleted()).isZero();

    assertThat(limited(FixtureProduct.MAP).deleted())
        .as("after the repair of the data map")
        .isZero();
    assertThat(confirmed("usage")).as("nothing is blocked").isFalse();
    assertThat(limited(mistaken).deleted()).isZero();
    assertThat(confirmed("usage")).isTrue();
    assertThat(limited(mistaken).deleted()).isEqualTo(10);
  }

  @Test
  void tooManyDueRecordsBlockOnlyTheirLocation() {
    assertThat(limited(FixtureProduct.MAP).deleted()).isZero();
    usage(0, 21, A_YEAR_AGO);
    put("errorLogs/a", Fields.empty().with("createdAt", THIRTY_DAYS_AGO));

    assertThat(limited(FixtureProduct.MAP).deleted()).isEqualTo(1);
    assertThat(confirmed("expiry")).isTrue();
    usage(21, 30, A_YEAR_AGO.plus(Duration.ofMinutes(5)));
    clock.advance(Duration.ofMinutes(5));

    assertThat(limited(FixtureProduct.MAP).deleted()).isEqualTo(30);
  }

  @Test
  void fewRecordsOfANewRetentionNeedNoConfirmation() {
    usage(0, 3, A_YEAR_AGO);

    assertThat(limited(FixtureProduct.MAP).deleted()).isEqualTo(3);
  }
}
