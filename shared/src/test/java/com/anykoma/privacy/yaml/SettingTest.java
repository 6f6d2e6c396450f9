package com.anykoma.privacy.yaml;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.PermanentFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.function.Function;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingTest {
  private static final String PLANS =
      """
      # what may be bought
      plans:
        starter:
          price: 900
          trial: yes
          since: 2026-01-31
          from: 2026-01-31T10:00:00Z
          grace: PT72H
          term: P1M
          standing: past-due
          prices: [price_1, "007"]
        "pro":
          prices: []
      """;

  private enum Level {
    FREE,
    PAST_DUE
  }

  @Test
  void readsEveryTypeOfValue() {
    Setting starter = Setting.parse("plans.yaml", PLANS).get("plans").get("starter");

    assertThat(starter.get("price").number()).isEqualTo(900);
    assertThat(starter.get("trial").flag()).isTrue();
    assertThat(starter.get("since").date()).isEqualTo(LocalDate.of(2026, 1, 31));
    assertThat(starter.get("from").instant()).isEqualTo(Instant.parse("2026-01-31T10:00:00Z"));
    assertThat(starter.get("grace").duration()).isEqualTo(Duration.ofDays(3));
    assertThat(starter.get("term").period()).isEqualTo(Period.ofMonths(1));
    assertThat(starter.get("standing").oneOf(Level.class)).isEqualTo(Level.PAST_DUE);
    assertThat(starter.get("prices").strings()).containsExactly("price_1", "007");
  }

  @Test
  void keepsTheOrderOfMembers() {
    Setting plans = Setting.parse("plans.yaml", PLANS).get("plans");

    assertThat(plans.members()).containsOnlyKeys("starter", "pro");
    assertThat(plans.members().keySet()).containsExactly("starter", "pro");
    assertThat(plans.find("master")).isEmpty();
    assertThat(plans.get("pro").get("prices").strings()).isEmpty();
  }

  @Test
  void errorNamesFileLineAndPath() {
    Setting plans = Setting.parse("plans.yaml", PLANS).get("plans");

    assertThat(plans.get("starter").get("prices").list().get(1).error("no such price"))
        .isInstanceOf(PermanentFailure.class)
        .hasMessage("plans.yaml:11: plans.starter.prices[1]: no such price");
    assertThat(plans.get("pro").error("odd")).hasMessage("plans.yaml:12: plans.pro: odd");
  }

  @Test
  void reportsAMissingMemberAtTheLineOfItsParent() {
    Setting pro = Setting.parse("plans.yaml", PLANS).get("plans").get("pro");

    assertThatThrownBy(() -> pro.get("price"))
        .isInstanceOf(SettingsException.class)
        .hasMessage("plans.yaml:12: plans.pro: 'price' is missing; add it");
  }

  @Test
  void reportsUnknownKeysAtTheirLines() {
    Setting starter = Setting.parse("plans.yaml", PLANS).get("plans").get("starter");

    assertThatThrownBy(() -> starter.allowKeys("price", "trial", "since", "from"))
        .hasMessage(
            """
            plans.yaml:8: plans.starter.grace: unknown key 'grace'; known are price, trial, since, from
            plans.yaml:9: plans.starter.term: unknown key 'term'; known are price, trial, since, from
            plans.yaml:10: plans.starter.standing: unknown key 'standing'; known are price, trial, since, from
            plans.yaml:11: plans.starter.prices: unknown key 'prices'; known are price, trial, since, from"""
                .stripTrailing());
    Setting pro = Setting.parse("plans.yaml", PLANS).get("plans").get("pro");
    assertThat(pro.allowKeys("prices")).isSameAs(pro);
  }

  @Test
  void refusesDuplicateKeys() {
    refused("a: 1\nb:\n  - c: 1\n    d: 2\n    c: 3\n")
        .hasMessage("t.yaml:5: b[0].c: duplicate key, first on line 3; keep one");
    refused("1: a\n'1': b\n").hasMessage("t.yaml:2: 1: duplicate key, first on line 1; keep one");
  }

  @Test
  void refusesBlankAndStructuredKeys() {
    refused("a:\n  [b]: 1\n").hasMessage("t.yaml:2: a: a key must be a string that is not blank");
    refused("a:\n  '': 1\n").hasMessage("t.yaml:2: a: a key must be a string that is not blank");
  }

  @Test
  void refusesAnchorsAliasesTagsAndSecondDocuments() {
    refused("a: 1\nb: &here x\n").hasMessageStartingWith("t.yaml:2: the anchor &here");
    refused("a: 1\nb: *here\n").hasMessageStartingWith("t.yaml:2: the alias *here");
    refused("a:\n  b: !!str 1\n")
        .hasMessageStartingWith("t.yaml:2: the YAML tag tag:yaml.org,2002:str");
    refused("a:\n  b: !secret [1]\n").hasMessageStartingWith("t.yaml:2: the YAML tag !secret");
    refused("a: 1\n---\nb: 1\n")
        .hasMessageStartingWith("t.yaml:2: a second YAML document starts here");
  }

  @Test
  void reportsInvalidYamlWithItsLine() {
    refused("a: 1\nb: [1, 2\n").hasMessageStartingWith("t.yaml:3: invalid YAML: ");
    refused("a: 1\n\tb: 2\n").hasMessage("t.yaml:2: tabs are not allowed in settings; use spaces");
    refused("a: 1\nb:\t2\n").hasMessageStartingWith("t.yaml:2: tabs are not allowed");
    refused("a: 1\nb: \u0007\n")
        .hasMessage("t.yaml:2: the character U+0007 is not printable; remove it");
    refused("").hasMessage("t.yaml:1: the file is empty; fill it in");
    refused("# nothing but this\n").hasMessage("t.yaml:1: the file is empty; fill it in");
  }

  @Test
  void refusesDeepNesting() {
    refused("a:\n" + "- ".repeat(100_000))
        .hasMessage("t.yaml:2: nested deeper than the limit of 50 levels");
  }

  @Test
  void refusesLargeFiles() {
    String most = "a: é" + "e".repeat((1 << 20) - 5);

    assertThat(Setting.parse("t.yaml", most).get("a").string()).startsWith("é");
    refused(most + "e")
        .hasMessage("t.yaml:1: the file is larger than the limit of 1048576 bytes; shorten it");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x   | a whole number is expected here, not 'x'",
        "1.5 | a whole number is expected here, not '1.5'",
        "9223372036854775808 | a whole number is expected here, not '9223372036854775808'",
        "[1] | a whole number is expected here",
        "    | a whole number is expected here",
      })
  void refusesNumbersThatAreNotLongs(String yaml, String problem) {
    refusedValue(yaml, Setting::number, problem);
  }

  @Test
  void refusesUnquotedNumbersFlagsAndBlankAsStrings() {
    refusedValue(
        "1.10", Setting::string, "a text is expected here; put '1.10' in quotes if it is one");
    refusedValue(
        "true", Setting::string, "a text is expected here; put 'true' in quotes if it is one");
    refusedValue("''", Setting::string, "a text is expected here; this one is blank");
    refusedValue("", Setting::string, "a text is expected here");
    refusedValue("{a: b}", Setting::string, "a text is expected here");
  }

  @Test
  void refusesOtherValuesOfTheWrongType() {
    refusedValue("maybe", Setting::flag, "yes or no is expected here, not 'maybe'");
    refusedValue(
        "1y", Setting::duration, "a duration like PT15M or P30D is expected here, not '1y'");
    refusedValue(
        "P1M",
        Setting::duration,
        "a duration like PT15M or P30D is expected here; months and years differ in length, so"
            + " write 'P1M' in days");
    refusedValue(
        "P1Y2DT5M",
        Setting::duration,
        "a duration like PT15M or P30D is expected here; months and years differ in length, so"
            + " write 'P1Y2DT5M' in days");
    refusedValue("PT-1S", Setting::duration, "a duration must not be negative");
    refusedValue("1y", Setting::period, "a period like P30D or P1Y is expected here, not '1y'");
    refusedValue("P-1D", Setting::period, "a period must not be negative");
    refusedValue(
        "2026-02-30", Setting::date, "a day like 2026-01-31 is expected here, not '2026-02-30'");
    refusedValue(
        "2026-01-31",
        Setting::instant,
        "a moment like 2026-01-31T00:00:00Z is expected here, not '2026-01-31'");
    refusedValue("FREE", each -> each.oneOf(Level.class), "'FREE' is not one of free, past-due");
    refusedValue("x", Setting::list, "a list is expected here");
    refusedValue("x", Setting::members, "a mapping of keys to values is expected here");
  }

  @Test
  void reportsAnElementAtItsLine() {
    Setting list = Setting.parse("t.yaml", "a:\n  - x\n  - y\n  - 3\n").get("a");

    assertThatThrownBy(list::strings).hasMessageStartingWith("t.yaml:4: a[2]: a text");
  }

  @Test
  void namesAFileByItsLastPathElement(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("plans.yaml"), PLANS);

    assertThat(Setting.file(file).get("plans")).hasToString("plans.yaml:2: plans");
    assertThatThrownBy(() -> Setting.file(folder.resolve("none.yaml")))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "none.yaml: missing in "
                + folder
                + "; copy examples/notely/none.yaml to it and edit it");
  }

  @Test
  void aFileIsUtf8(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("t.yaml"), "a: é".getBytes(ISO_8859_1));

    assertThatThrownBy(() -> Setting.file(file))
        .hasMessage("t.yaml:1: the file is not UTF-8; save it as UTF-8");
  }

  @Test
  void reportsAFileThatIsNotPackaged() {
    assertThatThrownBy(() -> SettingsFolder.packaged().setting("none.yaml"))
        .isInstanceOf(SettingsException.class)
        .hasMessage("none.yaml: missing in the jar; add it to the folder privacy and build again");
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> refused(String yaml) {
    return assertThatThrownBy(() -> Setting.parse("t.yaml", yaml))
        .isInstanceOf(SettingsException.class);
  }

  private static void refusedValue(String yaml, Function<Setting, ?> reader, String problem) {
    Setting setting = Setting.parse("t.yaml", "a: 1\nb:\n  c: " + (yaml == null ? "" : yaml));
    assertThatThrownBy(() -> reader.apply(setting.get("b").get("c")))
        .isInstanceOf(SettingsException.class)
        .hasMessage("t.yaml:3: b.c: " + problem);
  }
}
