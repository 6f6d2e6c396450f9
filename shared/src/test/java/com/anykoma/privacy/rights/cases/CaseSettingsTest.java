package com.anykoma.privacy.rights.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.mail.EmailAddress;
import com.anykoma.privacy.mail.MailQueue.Mail;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsException;
import java.net.URI;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that a mistake in the letters is found when a function starts. */
@Keeps({"P26", "P38"})
final class CaseSettingsTest {
  private static final String FILE = FixtureProduct.text("letters.yaml");

  private static CaseSettings read(String yaml) {
    return CaseSettings.read(Setting.parse("letters.yaml", yaml));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          timeZone: Europe/Berlin | timeZone: Mars/Base | a time zone like
          answer: P1M             | answer: soon        | a period like
          team@example.com        | team@               | an e-mail address is expected
          team:                   | teams:              | unknown key 'teams'
          '{link}'                | link                | needs {link}
          '{due}'                 | '{date}'            | may have only
          subject: Your data is erased | subject: Your {case} | one line without placeholders
            no_match:             |   nomatch:          | unknown key 'nomatch'
          """)
  void refusesAMistake(String before, String after, String problem) {
    assertThat(FILE).contains(before);

    assertThatThrownBy(() -> read(FILE.replace(before, after)))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith("letters.yaml:")
        .hasMessageContaining(problem);
  }

  @Test
  void refusesAMissingLetter() {
    String without = FILE.replaceFirst("(?s)  question:.*", "");

    assertThatThrownBy(() -> read(without)).hasMessageContaining("'question' is missing");
  }

  @Test
  void wordsAreNotSearchedForPlaceholders() {
    Case about =
        new Case(
            "c1",
            Fields.empty()
                .with("kind", "question")
                .with("dueAt", Instant.parse("2026-12-01T00:00:00Z")));

    Mail mail =
        read(FILE)
            .letter(
                "denied",
                EmailAddress.of("a@example.com").orElseThrow(),
                about,
                "{page} $1 \\",
                URI.create("https://example.com/privacy"));

    assertThat(mail.text().reveal()).contains("{page} $1 \\", "c1").doesNotContain("{reason}");
    assertThat(mail.toString()).doesNotContain("a@example.com", "c1");
  }
}
