package com.anykoma.privacy.retention.expiry;

import static com.anykoma.privacy.retention.expiry.ExpiryService.MAX_PER_RUN;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.retention.expiry.ExpiryService.Counts;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests that IP addresses are truncated at their age, by runs of bounded size. */
@Keeps({"P14", "P19", "P21"})
final class TruncatedAddressesTest extends ExpiryFixture {
  @Test
  void truncatesAnAddressExactlyAtItsAge() {
    DocumentPath signIn = signIn("a", ADDRESS, THIRTY_DAYS_AGO);
    clock.set(NOW.minus(TICK));
    assertThat(sweep()).isEqualTo(new Counts(0, 0));
    assertThat(ipOf(signIn)).isEqualTo(ADDRESS);

    clock.set(NOW);

    assertThat(sweep()).isEqualTo(new Counts(0, 1));
    assertThat(cloud.documents().get(signIn).orElseThrow().fields())
        .isEqualTo(
            Fields.of(
                Map.of(
                    "uid", "u1", "event", "signIn", "ip", NETWORK, "createdAt", THIRTY_DAYS_AGO)));
    assertThat(sweep()).isEqualTo(new Counts(0, 0));
  }

  @Test
  void removesNonAddressesAndKeepsNetworks() {
    DocumentPath text = signIn("text", "me@example.com", THIRTY_DAYS_AGO);
    DocumentPath number = signIn("number", 3_405_803_783L, THIRTY_DAYS_AGO);
    DocumentPath large = signIn("large", "1".repeat(1_000_000), THIRTY_DAYS_AGO);
    DocumentPath network = signIn("network", NETWORK, THIRTY_DAYS_AGO);
    DocumentPath ipv6 = signIn("ipv6", "2001:db8:1:2::3", THIRTY_DAYS_AGO);

    assertThat(sweep()).isEqualTo(new Counts(0, 4));

    assertThat(Arrays.asList(ipOf(text), ipOf(number), ipOf(large))).containsOnlyNulls();
    assertThat(ipOf(network)).isEqualTo(NETWORK);
    assertThat(ipOf(ipv6)).isEqualTo("2001:db8:1::/48");
  }

  @Test
  void readsDueRecordsOnceAndAgainOneDayLater() {
    for (int i = 0; i < 2_400; i++) {
      signIn("a" + i, ADDRESS, THIRTY_DAYS_AGO.plus(Duration.ofMinutes(3L * i)));
    }
    clock.set(NOW.plus(Duration.ofDays(4)));
    assertThat(sweep().truncated()).isEqualTo(4 * 480 + 1);
    cloud.counts().reset();

    clock.set(NOW.plus(Duration.ofDays(4).plusHours(1)));
    assertThat(sweep().truncated()).isEqualTo(20);

    assertThat(count("documents.read")).isLessThan(2 * 20 + 20);
    assertThat(count("documents.write")).isLessThan(20 + 4);
  }

  @Test
  void truncatesAnEntryWrittenADayLateWithinTheNextDay() {
    signIn("a day ago", ADDRESS, THIRTY_DAYS_AGO.minus(Duration.ofDays(1)));
    signIn("a", ADDRESS, THIRTY_DAYS_AGO);
    sweep();
    assertThat(progress("securityLogs", "recheckedThrough"))
        .contains(THIRTY_DAYS_AGO.minus(Duration.ofDays(1)));
    DocumentPath late =
        signIn("late", ADDRESS, THIRTY_DAYS_AGO.minus(Duration.ofDays(1)).plus(TICK));
    signIn("b", ADDRESS, THIRTY_DAYS_AGO.plus(Duration.ofDays(1)));

    clock.advance(Duration.ofDays(1));
    sweep();

    assertThat(ipOf(late)).isEqualTo(NETWORK);
  }

  @Test
  void laterRunsTruncateTheRecordsAboveTheLimit() {
    int many = MAX_PER_RUN + 250;
    for (int i = 0; i < many; i++) {
      signIn("a" + i, ADDRESS, THIRTY_DAYS_AGO.minusSeconds(i));
    }
    cloud.counts().reset();

    assertThat(sweep().truncated()).isEqualTo(MAX_PER_RUN);
    assertThat(count("documents.write")).isLessThan(MAX_PER_RUN * 11L / 10);

    assertThat(ipOf(new DocumentPath("securityLogs/a" + (many - 1)))).isEqualTo(NETWORK);
    assertThat(ipOf(new DocumentPath("securityLogs/a0"))).isEqualTo(ADDRESS);
    assertThat(sweep().truncated()).isEqualTo(250);
    assertThat(sweep().truncated()).isZero();
  }

  @Test
  void truncatesManyRecordsWithOneTimestampCompletely() {
    int many = MAX_PER_RUN + 250;
    IntStream.range(0, many).forEach(i -> signIn("a" + i, ADDRESS, THIRTY_DAYS_AGO));

    assertThat(sweep().truncated() + sweep().truncated()).isEqualTo(many);
  }
}
