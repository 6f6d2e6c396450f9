package com.anykoma.privacy.changes.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.Sha256;
import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsException;
import org.junit.jupiter.api.Test;

/** Tests the order of policy versions and the match with their pages (P1). */
@Keeps("P1")
final class PoliciesTest {
  private static final String PAGE = "# Privacy\n\nLast updated: 2026-03-01\n";
  private static final String HASH =
      "6705dde0d1c468bd09c866cb4cd701eac59c5bf6e9dd898bfee6f02333f46449";
  private static final String YAML =
      """
      policies:
        - version: "2026-01-06"
          effectiveFrom: "2026-01-06T00:00:00Z"
          grantsImprovement: true
          sha256: HASH
        - version: "2026-03-01"
          effectiveFrom: "2026-03-15T00:00:00Z"
          grantsImprovement: false
          sha256: HASH
      controller: Us, privacy@example.com
      """
          .replace("HASH", HASH);

  private static final String ARCHIVED = PAGE.replace("2026-03-01", "2026-01-06");

  /** The versions with the hashes of two texts. */
  private static final String TWO_TEXTS = YAML.replaceFirst(HASH, Sha256.hex(ARCHIVED));

  private static Setting setting(String yaml) {
    return Setting.parse("policies.yaml", yaml);
  }

  private static void refused(String from, String to, String... mistakes) {
    assertThat(YAML).contains(from);
    assertThatThrownBy(() -> Policies.read(setting(YAML.replace(from, to))))
        .isInstanceOf(SettingsException.class)
        .hasMessage(String.join("\n", mistakes));
  }

  @Test
  void readsVersionsInOrder() {
    assertThat(Policies.read(setting(YAML)).all())
        .extracting(Policy::version)
        .containsExactly("2026-01-06", "2026-03-01");
  }

  @Test
  void refusesUnorderedAndRepeatedVersions() {
    refused(
        "version: \"2026-03-01\"",
        "version: \"2025-03-01\"",
        "policies.yaml:6: policies[1].version: a version must be later than the previous one,"
            + " 2026-01-06; sort the list");
    refused(
        "version: \"2026-03-01\"",
        "version: \"2026-01-06\"",
        "policies.yaml:6: policies[1].version: a version must be later than the previous one,"
            + " 2026-01-06; sort the list");
    refused(
        "2026-01-06T00:00:00Z",
        "2026-03-15T00:00:00Z",
        "policies.yaml:7: policies[1].effectiveFrom: a version must take effect after the"
            + " previous one, 2026-03-15T00:00:00Z; sort the list");
  }

  @Test
  void refusesEffectBeforePublication() {
    refused(
        "2026-03-15T00:00:00Z",
        "2026-02-28T23:59:59Z",
        "policies.yaml:7: policies[1].effectiveFrom: a version cannot take effect before its"
            + " publication: use 2026-03-01T00:00:00Z or later");
  }

  @Test
  void refusesInvalidVersionsAndHashes() {
    refused(
        "\"2026-03-01\"",
        "two",
        "policies.yaml:6: policies[1].version: a day like 2026-01-31 is expected here, not 'two'");
    refused(
        HASH,
        "4f",
        "policies.yaml:5: policies[0].sha256: the sha256 of a page must have"
            + " 64 lower-case hexadecimal digits",
        "policies.yaml:9: policies[1].sha256: the sha256 of a page must have"
            + " 64 lower-case hexadecimal digits");
  }

  @Test
  void newestVersionMustMatchThePagesHashAndDate() {
    Setting file = setting(TWO_TEXTS);
    Policies policies = Policies.read(file);

    policies.requireTexts(name -> text(name, PAGE), file);
    assertThatThrownBy(
            () -> policies.requireTexts(it -> text(it, PAGE.replace("03-01", "03-02")), file))
        .hasMessageContaining("page.md:3: the page was last updated on '2026-03-02'")
        .hasMessageContaining(
            "policies.yaml:9: policies[1].sha256: this hash differs from that of page.md");
    assertThatThrownBy(() -> policies.requireTexts(it -> text(it, "# Privacy"), file))
        .hasMessageContaining("page.md:1: the page has no line 'Last updated: 2026-03-01'; add it");
  }

  @Test
  @Keeps("P36")
  void earlierVersionsMustMatchTheirArchivedTexts() {
    Setting file = setting(TWO_TEXTS);
    Policies policies = Policies.read(file);

    assertThat(policies.all().stream().map(policies::textFile))
        .containsExactly("archive/2026-01-06.md", "page.md");
    assertThatThrownBy(() -> policies.requireTexts(it -> text(it, PAGE) + " ", file))
        .hasMessageContaining(
            "policies.yaml:5: policies[0].sha256: this hash differs from that of"
                + " archive/2026-01-06.md");
    assertThatThrownBy(() -> policies.requireTexts(it -> PAGE, file))
        .hasMessageContaining(
            "archive/2026-01-06.md:3: the page was last updated on '2026-03-01' but its version in"
                + " policies.yaml is 2026-01-06");
  }

  private static String text(String name, String page) {
    return name.equals("page.md") ? page : ARCHIVED;
  }
}
