package com.anykoma.privacy.processors.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.processors.egress.OutboundHosts;
import com.anykoma.privacy.services.PrivacyFiles;
import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the register of processors against the page and the date (P27, P28; contradiction C6). */
@Keeps({"P27", "P28"})
final class ProcessorsTest {
  private static final Instant CHECKED = Instant.parse("2026-11-27T00:00:00Z");
  private static final Duration MAX_AGE = Duration.ofDays(180);
  private static final String PAGE = FixtureProduct.text("page.md");
  private static final String YAML = FixtureProduct.text("processors.yaml");

  private static Processors read(String yaml) {
    return Processors.read(Setting.parse("processors.yaml", yaml));
  }

  private static List<String> findings(String yaml, String page, Instant now) {
    return read(yaml).findings(page, now);
  }

  @Test
  void aConsistentRegisterHasNoFindings() {
    assertThat(findings(YAML, PAGE, CHECKED)).isEmpty();
    assertThat(read(YAML).all()).extracting(Processor::id).contains("google-cloud", "stripe");
  }

  @Test
  void theProductsPageDoesNotNameTheEmailProvider() {
    Path folder = FixtureProduct.FOLDER.resolve("../../../../../../privacy").normalize();
    PrivacyFiles product = PrivacyFiles.in(folder);
    Processors processors = product.processors();
    String page = product.folder().text("page.md");

    assertThat(processors.findings(page, CHECKED))
        .containsExactly("the page does not name the processor mailgun");
    assertThat(
            processors.findings(
                page.replace("- Stripe for", "- Mailgun for e-mail\n- Stripe for"), CHECKED))
        .isEmpty();
  }

  @Test
  void aProcessorThatThePageLeavesOutIsAFinding() {
    assertThat(findings(YAML, PAGE.replace("Stripe", "Stripes"), CHECKED))
        .contains("the page does not name the processor stripe");
  }

  @Test
  void anItemOfThePageWithoutAnEntryIsAFinding() {
    assertThat(findings(YAML, PAGE.replace("- Stripe", "- Analytics\n- Stripe"), CHECKED))
        .containsExactly("processors.yaml has no entry for the page's item 'Analytics'");
  }

  @Test
  void aFactIsTooOldOneTickAfterItsMaximumAge() {
    Instant limit = CHECKED.plus(MAX_AGE);

    assertThat(findings(YAML, PAGE, limit)).isEmpty();
    assertThat(findings(YAML, PAGE, limit.plusNanos(1)))
        .contains("the fact redaction of stripe has to be checked again");
  }

  @ParameterizedTest
  @CsvSource({
    "maxAge: P180D, maxAge: P6M, months and years",
    "hosts: [api.stripe.com], hosts: [https://api.stripe.com], a host is a name",
    "hosts: [api.stripe.com], hosts: ['*'], a host is a name",
    "subprocessors: https://stripe.com/, subprocessors: http://stripe.com/, starts with https",
    "name: Stripe, nam: Stripe, unknown key",
    "checkedAt: 2026-11-27, checkedAt: yesterday, a day like",
  })
  void mistakesHaveTheirLine(String from, String to, String message) {
    assertThatThrownBy(() -> read(YAML.replace(from, to)))
        .isInstanceOf(SettingsException.class)
        .hasMessageMatching("(?s)processors\\.yaml:[0-9]+.*" + message + ".*");
  }

  @ParameterizedTest
  @CsvSource({
    "api.stripe.com, api.stripe.com, true",
    "api.stripe.com, API.Stripe.com, true",
    "api.stripe.com, api.stripe.com.evil.org, false",
    "api.stripe.com, xapi.stripe.com, false",
    "*.firebaseio.com, a.firebaseio.com, true",
    "*.firebaseio.com, firebaseio.com, false",
    "*.firebaseio.com, .firebaseio.com, false",
    "*.firebaseio.com, evilfirebaseio.com, false",
  })
  void aHostIsAllowedOnlyByItsNameOrDomain(String pattern, String host, boolean allowed) {
    assertThat(new OutboundHosts(List.of(pattern)).allows(host)).isEqualTo(allowed);
  }
}
