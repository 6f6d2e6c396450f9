package com.anykoma.privacy.infra;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.services.PrivacyFiles;
import com.anykoma.privacy.yaml.Setting;
import org.junit.jupiter.api.Test;

/** Tests that a maximum age is only promised where data is deleted by age. */
@Keeps("P21")
final class MapCheckTest {
  private static final String LOCATION =
      """
        added: { PLACE, subject: SUBJECT, role: log, purposes: [service], retention: CLASS,
          export: no, reason: r, erase: retain, ground: g,
          fields: { bytes: { category: user.device.telemetry } } }
      """;

  private static void check(String place, String subject, String retention) {
    String map =
        FixtureProduct.text("datamap.yaml")
                .replace("retention:\n", "retention:\n  short: { max: P16D, ground: g }\n")
            + LOCATION
                .replace("PLACE", place)
                .replace("SUBJECT", subject)
                .replace("CLASS", retention);
    new MapCheck(PrivacyFiles.dataMap(Setting.parse("datamap.yaml", map)))
        .ages(FixtureProduct.RESIDENCY);
  }

  /** The store keeps entries for 10 days, and for 7 more if its retention was shortened. */
  @Test
  void entriesOfALogAreKeptAtMostForTheMaxOfTheirClass() {
    assertThatThrownBy(() -> check("kind: log, log: app", "hashed", "short"))
        .hasMessageContaining(
            "locations.added: the store 'logs' of residency.yaml keeps entries for 17 days, longer"
                + " than the max of 'short'; shorten its retention");
    assertThatCode(() -> check("kind: log, log: app", "hashed", "error-log"))
        .doesNotThrowAnyException();
  }

  @Test
  void objectsAreNotDeletedByAgeExceptUploads() {
    assertThatThrownBy(
            () ->
                check(
                    "kind: blob, bucket: content, path: \"traces/{uid}/{id}\"",
                    "\"{uid}\"",
                    "short"))
        .hasMessageContaining(
            "locations.added: the retention class 'short' has a max, but only documents and uploads"
                + " are deleted by age; use a class without max");
    assertThatCode(
            () ->
                check(
                    "kind: blob, bucket: uploads, path: \"traces/{uid}/{id}\"",
                    "\"{uid}\"",
                    "short"))
        .doesNotThrowAnyException();
  }
}
