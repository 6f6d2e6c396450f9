package com.anykoma.privacy.changes.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests that the register is complete, and that mistakes in it are reported with their line. */
final class PromiseRegisterTest {
  private static final String PAGE = "# Privacy\n\n- We delete it.\n- Never\n  late. You can:\n";
  private static final String YAML =
      """
      promises:
        P1: { kind: duty, rule: Deletes., status: kept, evidence: A certificate. }
      edgeCases:
        E1: { case: Twice., status: open, missing: All of it. }
      """;
  private static final String SENTENCES =
      """
      P1: [We delete it., Never late.]
      none: { heading: [Privacy], introduction: You can }
      sha256: { P1: 'bf5c7a89d637' }
      """;

  private static final String NOT_ON_PAGE =
      "page.md does not contain this sentence; quote a whole one to the letter";

  private static String unmapped(int line, String sentence) {
    return "page.md:"
        + line
        + ": sentences.yaml does not map '"
        + sentence
        + "'; quote it under its promise, or under 'none' with the reason";
  }

  private static void refused(String from, String to, String... mistakes) {
    assertThat(YAML + SENTENCES).contains(from);
    assertThatThrownBy(() -> read(YAML.replace(from, to), SENTENCES.replace(from, to)))
        .isInstanceOf(SettingsException.class)
        .hasMessage(String.join("\n", mistakes));
  }

  private static PromiseRegister read(String rules, String sentences) {
    return PromiseRegister.read(
        Setting.parse("promises.yaml", rules), Setting.parse("sentences.yaml", sentences), PAGE);
  }

  @Test
  void registerHasEveryPromiseAndEdgeCaseOnce() {
    assertThat(FixtureProduct.FILES.promises().all())
        .extracting(Promise::id)
        .containsExactlyElementsOf(
            Stream.concat(
                    IntStream.rangeClosed(1, 38).mapToObj(it -> "P" + it),
                    IntStream.rangeClosed(1, 34).mapToObj(it -> "E" + it))
                .toList());
  }

  @Test
  void findsEntriesByIdOnly() {
    PromiseRegister register = read(YAML, SENTENCES);

    assertThat(register.find("P1")).map(Promise::rule).contains("Deletes.");
    assertThat(register.find("P1")).map(Promise::isKept).contains(true);
    assertThat(register.find("P1"))
        .map(Promise::sentences)
        .contains(List.of("We delete it.", "Never late."));
    assertThat(register.find("E1")).flatMap(Promise::missing).contains("All of it.");
    assertThat(register.find("P01")).isEmpty();
    assertThat(register.find("P39")).isEmpty();
  }

  @Test
  @Keeps("P1")
  void changedWordIsReportedWhereItIsAndWhereItWas() {
    refused(
        "We delete it.",
        "We keep it.",
        "sentences.yaml:1: P1[0]: " + NOT_ON_PAGE,
        unmapped(3, "We delete it."));
  }

  @Test
  void partOfASentenceIsNotTheSentence() {
    refused(
        "Never late.",
        "Never",
        "sentences.yaml:1: P1[1]: " + NOT_ON_PAGE,
        unmapped(4, "Never late."));
  }

  @Test
  @Keeps("P1")
  void sentenceWithoutPromiseAndReasonIsReported() {
    refused("heading: [Privacy], ", "", unmapped(1, "Privacy"));
    refused(", introduction: You can", "", unmapped(4, "You can"));
  }

  @Test
  @Keeps("P1")
  void mapOfOtherWordsNeedsAnotherHash() {
    String remedy =
        "the hash of the sentences of P1 is '%1$s'; compare them with its rule, then write"
            + " P1: '%1$s' under sha256";
    refused(
        "[We delete it., Never late.]",
        "[Never late., We delete it.]",
        "sentences.yaml:3: sha256.P1: " + remedy.formatted("86ba7a5096f2"));
    refused(
        "sha256: { P1: 'bf5c7a89d637' }",
        "",
        "sentences.yaml:1: P1: " + remedy.formatted("bf5c7a89d637"));
  }

  @Test
  void refusesSentencesOfUnknownPromises() {
    refused(
        "P1: [",
        "P2: [",
        "sentences.yaml:1: P2: no promise has this id; use one that ./run promises lists",
        unmapped(3, "We delete it."),
        unmapped(4, "Never late."));
  }

  @Test
  void refusesChecksAndContradictionsThatNameUnknownEntries() {
    refused(
        "A certificate. }",
        "A certificate., checks: [census] }",
        "promises.yaml:2: promises.P1.checks: a check is not declared at the top of the file");
    refused(
        "edgeCases:",
        "contradictions: { C1: { readings: [a, b], strict: a, promises: [P2], status: kept } }\nedgeCases:",
        "promises.yaml:1: promises: 'P2' is missing; add it");
  }

  @Test
  void knowsAbsoluteWordsAndContradictions() {
    PromiseRegister register = FixtureProduct.FILES.promises();

    assertThat(register.all().stream().filter(Promise::isAbsolute).map(Promise::id))
        .containsExactly("P8", "P9", "P16", "P31");
    assertThat(register.contradictions().keySet())
        .containsExactly("C1", "C2", "C3", "C4", "C5", "C6", "C7");
    assertThat(register.contradictionsOf("P27")).containsExactly("C6");
  }

  @Test
  void aPageNeedNotMakeEveryPromise() {
    String none = "none: { text: [We delete it., Never late., Privacy, You can] }";

    assertThat(read(YAML, none).find("P1")).map(Promise::sentences).contains(List.of());
  }

  @Test
  void refusesIdsOfAnotherForm() {
    for (String each : new String[] {"P0", "P01", "E1", "P100", "p1", "C1"}) {
      refused(
          "P1: {",
          each + ": {",
          "sentences.yaml:1: P1: no promise has this id; use one that ./run promises lists",
          unmapped(3, "We delete it."),
          unmapped(4, "Never late."),
          "promises.yaml:2: promises." + each + ": an id here is P with a number from 1 to 99");
    }
  }

  @Test
  void refusesAGapOfAKeptPromiseAndAnUnstatedGap() {
    String rule =
        "'missing' is required where the status is partial or open, and refused where it is kept";
    refused("status: kept", "status: partial", "promises.yaml:2: promises.P1: " + rule);
    refused(
        "status: kept", "status: kept, missing: Much.", "promises.yaml:2: promises.P1: " + rule);
  }

  @Test
  void reportsAllMistakesAtOnce() {
    refused(
        "status: kept, evidence: A certificate. }\nedgeCases:\n  E1: { case: Twice.",
        "state: kept, evidence: A certificate. }\nedgeCases:\n  E1: { rule: Twice.",
        "promises.yaml:2: promises.P1.state: unknown key 'state'; known are kind, rule, status, missing,"
            + " functions, checks, evidence",
        "promises.yaml:4: edgeCases.E1.rule: unknown key 'rule'; known are case, status, missing,"
            + " functions");
  }
}
