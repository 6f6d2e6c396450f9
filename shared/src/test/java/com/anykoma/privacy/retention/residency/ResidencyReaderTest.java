package com.anykoma.privacy.retention.residency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the parser of {@code residency.yaml} and its errors. */
class ResidencyReaderTest {
  private static final String YAML =
      """
      restorable: P7D
      slack:
        sweep: PT5M
        missed: PT48H
        retries: P1D
        clockSkew: PT1H
      stores:
        main:
          what: documents
          lag: PT1M
          versions: P1D
          softDelete: P2D
          recovery: P3D
          backups: P4D
          retention: P5D
          keyDestruction: P6D
          source: https://example.com/main
          checked: 2026-11-27
        pay:
          what: payments
          retention: P90D
          disclosed: fraud prevention
          source: a letter
          checked: 2026-11-26
      """;

  private static Residency read(String yaml) {
    return Residency.read(Setting.parse("r.yaml", yaml));
  }

  @Test
  void readsEverything() {
    Residency residency = read(YAML);

    assertThat(residency.restorable()).isEqualTo(Duration.ofDays(7));
    assertThat(residency.slack())
        .isEqualTo(
            new Slack(
                Duration.ofMinutes(5),
                Duration.ofDays(2),
                Duration.ofDays(1),
                Duration.ofHours(1)));
    assertThat(residency.slack().total()).isEqualTo(Duration.parse("PT74H5M"));
    assertThat(residency.stores())
        .containsExactly(
            new StoreResidency(
                "main",
                "documents",
                Map.of(
                    RecoverySetting.LAG, Duration.ofMinutes(1),
                    RecoverySetting.VERSIONS, Duration.ofDays(1),
                    RecoverySetting.SOFT_DELETE, Duration.ofDays(2),
                    RecoverySetting.RECOVERY, Duration.ofDays(3),
                    RecoverySetting.BACKUPS, Duration.ofDays(4),
                    RecoverySetting.RETENTION, Duration.ofDays(5),
                    RecoverySetting.KEY_DESTRUCTION, Duration.ofDays(6)),
                Optional.empty(),
                "https://example.com/main",
                LocalDate.parse("2026-11-27")),
            new StoreResidency(
                "pay",
                "payments",
                Map.of(RecoverySetting.RETENTION, Duration.ofDays(90)),
                Optional.of("fraud prevention"),
                "a letter",
                LocalDate.parse("2026-11-26")));
    assertThat(residency.window()).isEqualTo(Duration.parse("P7DT1M"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "softDelete: P2D | softDelete: 2 days | r.yaml:12: stores.main.softDelete: a duration"
            + " like PT15M or P30D is expected here, not '2 days'",
        "softDelete: P2D | softDelete: 7 | r.yaml:12: stores.main.softDelete: a duration",
        "softDelete: P2D | softDelete: | r.yaml:12: stores.main.softDelete: a duration",
        "softDelete: P2D | softDelete: [P2D] | r.yaml:12: stores.main.softDelete: a duration",
        "softDelete: P2D | softDelete: P1M | r.yaml:12: stores.main.softDelete: a duration"
            + " like PT15M or P30D is expected here; months and years differ in length, so write"
            + " 'P1M' in days",
        "backups: P4D | backups: P1Y | r.yaml:14: stores.main.backups: a duration like",
        "backups: P4D | backups: P-4D | r.yaml:14: stores.main.backups: a duration must"
            + " not be negative",
        "backups: P4D | backups: P3661D | r.yaml:14: stores.main.backups: a duration"
            + " is at most P3660D",
        "backups: P4D | backups: P99999999999999999D | r.yaml:14: stores.main.backups: a",
        "backups: P4D | backup: P4D | r.yaml:14: stores.main.backup: unknown key 'backup';"
            + " known are what, disclosed, source, checked, lag, versions, softDelete, recovery,"
            + " backups, retention, keyDestruction",
        "what: documents | whose: ours | r.yaml:9: stores.main.whose: unknown key 'whose'",
        "what: documents | what: | r.yaml:9: stores.main.what: a text is expected here",
        "checked: 2026-11-27 | checked: soon | r.yaml:18: stores.main.checked: a day like",
        "source: a letter | lag: PT1S | r.yaml:19: stores.pay: 'source' is missing; add it",
        "disclosed: fraud prevention | disclosed: '' | r.yaml:22: stores.pay.disclosed: a",
        "pay: | main: | r.yaml:19: stores.main: duplicate key, first on line 8; keep one",
        "missed: PT48H | missed: -PT48H | r.yaml:4: slack.missed: a duration must not be negative",
        "missed: PT48H | lost: PT48H | r.yaml:4: slack.lost: unknown key 'lost'; known are"
            + " sweep, missed, retries, clockSkew",
        "clockSkew: PT1H | clockSkew: PT25H | r.yaml:6: slack.clockSkew: the clock skew"
            + " is at most P1D",
        "restorable: P7D | restorable: P1M | r.yaml:1: restorable: a duration like",
        "restorable: P7D | restorable: P3661D | r.yaml:1: restorable: a duration is at most",
        "restorable: P7D | kept: P7D | r.yaml:1: kept: unknown key 'kept'; known are"
            + " restorable, slack, stores",
        "stores: | shops: | r.yaml:7: shops: unknown key 'shops'"
      })
  void reportsAMistakeWithFileAndLine(String right, String wrong, String message) {
    assertThat(YAML).contains(right);
    String yaml = YAML.replaceFirst(right, wrong);

    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void requiresEveryTopLevelKey() {
    String stores = YAML.substring(YAML.indexOf("stores:"));
    String slack = YAML.substring(YAML.indexOf("slack:"), YAML.indexOf("stores:"));

    refused("restorable: P7D\n" + slack, "r.yaml:1: 'stores' is missing; add it");
    refused("restorable: P7D\n" + stores, "r.yaml:1: 'slack' is missing; add it");
    refused(slack + stores, "r.yaml:1: 'restorable' is missing; add it");
    for (String each : new String[] {"sweep", "missed", "retries", "clockSkew"}) {
      refused(
          YAML.replaceFirst("  " + each + ": .*\n", ""),
          "r.yaml:2: slack: '" + each + "' is missing; add it");
    }
  }

  @Test
  void refusesAModelWithoutStores() {
    String top = YAML.substring(0, YAML.indexOf("stores:"));

    refused(top + "stores: {}\n", "r.yaml:7: stores: at least one store is required");
    refused(top + "stores: []\n", "r.yaml:7: stores: a mapping of keys to values is expected");
    refused(top + "stores:\n", "r.yaml:7: stores: a mapping of keys to values is expected");
    refused(top + "stores:\n  main: P7D\n", "r.yaml:8: stores.main: a mapping of keys");
  }

  private static void refused(String yaml, String message) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith(message);
  }
}
