package com.anykoma.privacy.retention.residency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the retention of one store and its feasibility. */
class StoreResidencyTest {
  static StoreResidency store(Map<RecoverySetting, Duration> residues, Optional<String> disclosed) {
    LocalDate checked = LocalDate.parse("2026-11-27");
    return new StoreResidency("things", "some things", residues, disclosed, "a page", checked);
  }

  /** The store with {@code LAG P1D, BACKUPS P7D}. */
  private static Map<RecoverySetting, Duration> residues(String text) {
    Map<RecoverySetting, Duration> residues = new LinkedHashMap<>();
    for (String each : text.split(", ", -1)) {
      String[] parts = each.split(" ", -1);
      residues.put(RecoverySetting.valueOf(parts[0]), Duration.parse(parts[1]));
    }
    return residues;
  }

  @ParameterizedTest
  @Keeps("P20")
  @CsvSource(
      delimiter = '|',
      value = {
        "LAG PT0S | P0D",
        "LAG P1D | P1D",
        "SOFT_DELETE P7D | P7D",
        // an expired version is deleted and can then be undeleted
        "VERSIONS P2D, SOFT_DELETE P7D | P9D",
        "LAG P1D, VERSIONS P2D, SOFT_DELETE P7D | P10D",
        // a backup is restored on its last day; the data is deleted again and retained once more
        "RECOVERY P7D, BACKUPS P7D | P14D",
        "LAG PT5M, RECOVERY PT1H, BACKUPS P7D | P7DT1H5M",
        "VERSIONS P2D, SOFT_DELETE P7D, BACKUPS P7D | P16D",
        // concurrent retention does not add up
        "SOFT_DELETE P7D, RECOVERY P6D | P7D",
        "RECOVERY P7D, BACKUPS P3D, RETENTION P9D | P10D",
        "RECOVERY P7D, BACKUPS P3D, RETENTION P11D | P11D",
        "LAG P7D, RETENTION P7D | P14D",
        "LAG PT1H, KEY_DESTRUCTION P30D, RETENTION P1D | P30DT1H"
      })
  void windowIsTheLongestChainOfSettings(String residues, Duration window) {
    assertThat(store(residues(residues), Optional.empty()).window()).isEqualTo(window);
  }

  @Test
  void refusesNegativeDurations() {
    Map<RecoverySetting, Duration> residues = Map.of(RecoverySetting.LAG, Duration.ofNanos(-1));

    assertThatThrownBy(() -> store(residues, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @Keeps("P20")
  void namesEachSettingThatIsTooLongAndTheRemedy() {
    assertThat(reason("LAG P1D")).isEqualTo("in time, with P19D to spare");
    assertThat(reason("SOFT_DELETE P20D")).isEqualTo("in time, with PT0S to spare");
    assertThat(reason("SOFT_DELETE P20DT0.000000001S"))
        .startsWith(
            "softDelete (P20DT0.000000001S): too long by PT0.000000001S,"
                + " set softDelete to P20D or less;");
    assertThat(reason("RECOVERY P7D, BACKUPS P98D"))
        .isEqualTo(
            "recovery (P7D) + backups (P98D): too long by P85D, set backups to P13D or less;"
                + " or shorten restorable (P5D), or disclose the store with a ground");
    assertThat(reason("LAG P15D, RECOVERY P15D, BACKUPS P15D"))
        .startsWith(
            "lag (P15D) + recovery (P15D) + backups (P15D): too long by P25D,"
                + " shorten them to P20D together;");
    assertThat(reason("SOFT_DELETE P30D, KEY_DESTRUCTION P31D, RETENTION P1D"))
        .startsWith(
            "softDelete (P30D): too long by P10D, set softDelete to P20D or less;"
                + " keyDestruction (P31D): too long by P11D, set keyDestruction to P20D or less;");
  }

  private static String reason(String residues) {
    StoreResidency store = store(residues(residues), Optional.empty());
    return StoreFeasibility.of(store, Duration.ofDays(5), Duration.ofDays(3)).reason();
  }

  @Test
  @Keeps("P20")
  void reportsTheLatestSafeStart() {
    Duration slack = Duration.ofDays(3);
    StoreFeasibility fits =
        StoreFeasibility.of(
            store(residues("BACKUPS P20D"), Optional.empty()), Duration.ofDays(5), slack);
    StoreFeasibility later =
        StoreFeasibility.of(
            store(residues("BACKUPS P21D"), Optional.empty()), Duration.ofDays(5), slack);
    StoreFeasibility never =
        StoreFeasibility.of(
            store(residues("BACKUPS P98D"), Optional.empty()), Duration.ofDays(5), slack);

    assertThat(fits.latestSafeStart()).isEqualTo(Duration.ofDays(5));
    assertThat(fits.feasible()).isTrue();
    assertThat(later.latestSafeStart()).isEqualTo(Duration.ofDays(4));
    assertThat(later.feasible()).isFalse();
    assertThat(never.latestSafeStart()).isEqualTo(Duration.ofDays(-73));
    assertThat(never.window()).isEqualTo(Duration.ofDays(98));
  }

  @Test
  @Keeps({"P20", "P21"})
  void residualRetentionCanBeDisclosed() {
    StoreResidency store = store(residues("RETENTION P90D"), Optional.of("fraud prevention"));

    StoreFeasibility verdict = StoreFeasibility.of(store, Duration.ofDays(5), Duration.ofDays(3));

    assertThat(verdict.feasible()).isTrue();
    assertThat(verdict.latestSafeStart()).isEqualTo(Duration.ofDays(-65));
    assertThat(verdict.reason()).isEqualTo("disclosed, restorable for P90D: fraud prevention");
  }

  @Test
  @Keeps("P20")
  void lateStartCannotBeDisclosed() {
    StoreResidency disclosed = store(residues("RETENTION P90D"), Optional.of("fraud prevention"));
    StoreResidency noRetention = store(Map.of(), Optional.empty());

    for (StoreResidency each : List.of(disclosed, noRetention)) {
      StoreFeasibility verdict = StoreFeasibility.of(each, Duration.ofDays(26), Duration.ofDays(3));

      assertThat(verdict.feasible()).isFalse();
      assertThat(verdict.reason())
          .isEqualTo(
              "restorable (P26D) + slack (P3D): too long by P1D for any store," + " shorten them");
    }
  }
}
