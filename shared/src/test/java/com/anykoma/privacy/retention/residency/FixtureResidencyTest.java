package com.anykoma.privacy.retention.residency;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.protection.vault.KeyService;
import com.anykoma.privacy.yaml.Setting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the {@code residency.yaml} of the fixture. */
class FixtureResidencyTest {
  private final Residency residency = FixtureProduct.RESIDENCY;

  private static String text() {
    return FixtureProduct.text("residency.yaml");
  }

  /** The model with one line of one store changed. */
  private static Residency with(String store, String line, String other) {
    String text = text();
    int at = text.indexOf("    " + line, text.indexOf("\n  " + store + ":\n"));
    assertThat(at).isPositive();
    String changed =
        text.substring(0, at) + "    " + other + text.substring(at + 4 + line.length());
    return Residency.read(Setting.parse("residency.yaml", changed));
  }

  private static List<StoreFeasibility> infeasible(Residency residency) {
    return residency.verdicts().stream().filter(each -> !each.feasible()).toList();
  }

  @Test
  @Keeps({"P20", "P21", "P38"})
  void isFeasible() {
    assertThat(infeasible(residency)).isEmpty();
    assertThat(residency.feasible()).isTrue();
  }

  @Test
  @Keeps("P20")
  void boundsTheDelaysOfInvariantTen() {
    assertThat(residency.slack().missed()).isGreaterThanOrEqualTo(Duration.ofDays(2));
    assertThat(residency.slack().clockSkew()).isGreaterThanOrEqualTo(Duration.ofHours(1));
    assertThat(residency.restorable()).isEqualTo(Duration.ofDays(7));
  }

  @Test
  @Keeps("P20")
  void countsTheTimeThatAnInstanceCachesAKey() {
    StoreResidency keys = store("keys");

    assertThat(keys.of(RecoverySetting.LAG)).isGreaterThanOrEqualTo(KeyService.MAX_AGE);
    // docs/decisions/0020: 7 days and 1 hour
    assertThat(keys.window().minus(keys.of(RecoverySetting.LAG)))
        .isEqualTo(Duration.parse("P7DT1H"));
  }

  private StoreResidency store(String name) {
    return residency.stores().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  @Keeps({"P21", "P28"})
  void disclosesExactlyTheStoresThatMissTheDeadline() {
    Duration bound = Residency.SHORTEST_BOUND;

    assertThat(residency.stores())
        .filteredOn(each -> each.disclosed().isPresent())
        .extracting(StoreResidency::name)
        .containsExactly("accessLogs", "requiredLogs", "auth", "google", "stripe");
    assertThat(residency.stores())
        .allSatisfy(
            each ->
                assertThat(each.window().compareTo(bound) > 0)
                    .as(each.name())
                    .isEqualTo(each.disclosed().isPresent()));
  }

  @ParameterizedTest
  @Keeps({"P20", "P28"})
  @CsvSource(
      delimiter = '|',
      value = {
        "uploads | softDelete: PT0S | softDelete: P30D | softDelete (P30D): too long by P12DT2H5M",
        "content | softDelete: PT0S | softDelete: P30D | softDelete (P30D): too long by P12DT2H5M",
        "content | versions: PT0S | versions: P18D | versions (P18D): too long by PT2H5M",
        "main | backups: P7D | backups: P98D | recovery (P7D) + backups (P98D): too long by",
        "keys | backups: P7D | backups: P98D | backups (P98D): too long by P80DT3H10M, set backups"
            + " to P17DT20H50M or less",
        "kek | keyDestruction: P1D | keyDestruction: P30D | keyDestruction (P30D): too long",
        "deadLetters | retention: P7D | retention: P14D | lag (P7D) + retention (P14D): too long",
        "tasks | retention: P7D | retention: P31D | retention (P31D): too long by",
        "logs | retention: P10D | retention: P30D | lag (P7D) + retention (P30D): too long by"
      })
  void namesTheSettingThatMakesAStoreInfeasible(
      String store, String line, String other, String reason) {
    assertInfeasible(with(store, line, other), store, reason);
  }

  @ParameterizedTest
  @Keeps({"P20", "P21", "P28"})
  @CsvSource(
      delimiter = '|',
      value = {
        "stripe | retention (P90D): too long by P72DT2H5M",
        "auth | backups (P180D): too long by",
        "requiredLogs | retention (P400D): too long by"
      })
  void storeIsInfeasibleWithoutItsDisclosure(String store, String reason) {
    assertInfeasible(undisclosed(store), store, reason);
  }

  private static void assertInfeasible(Residency changed, String store, String reason) {
    assertThat(changed.feasible()).isFalse();
    assertThat(infeasible(changed))
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.store().name()).isEqualTo(store);
              assertThat(each.reason()).contains(reason);
            });
  }

  private static Residency undisclosed(String store) {
    String text = text();
    int at = text.indexOf("    disclosed:", text.indexOf("\n  " + store + ":\n"));
    String changed = text.substring(0, at) + text.substring(text.indexOf('\n', at) + 1);
    return Residency.read(Setting.parse("residency.yaml", changed));
  }

  @Test
  @Keeps({"P20", "P38", "E29"})
  void leavesTimeForEveryRequest() {
    // deadline 28 February 10:00; 17 days of logs, 3 days 2 hours 5 minutes of slack
    Instant requested = Instant.parse("2026-01-31T10:00:00Z");

    assertThat(Residency.deadline(requested)).isEqualTo("2026-02-28T10:00:00Z");
    assertThat(residency.latestSafeStart(requested)).isEqualTo("2026-02-08T07:55:00Z");
    assertThat(residency.restorableUntil(requested)).isEqualTo("2026-02-07T10:00:00Z");
    assertThat(residency.latestSafeStart(Instant.parse("2026-07-15T12:00:00Z")))
        .isEqualTo("2026-07-25T09:55:00Z");
  }

  @Test
  @Keeps("E29")
  void clockSkewDoesNotShortenTheRestorablePeriod() {
    // stamped on 29 January, perhaps made on the 30th, which has a day less
    Instant stamped = Instant.parse("2026-01-29T23:30:00Z");

    assertThat(residency.latestSafeStart(stamped))
        .isEqualTo(Instant.parse("2026-02-28T00:00:00Z").minus(Duration.parse("P20DT1H5M")));
  }
}
