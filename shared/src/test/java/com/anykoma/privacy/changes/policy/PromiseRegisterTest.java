package com.anykoma.privacy.changes.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests that the register is complete, and that mistakes in it are reported with their line. */
final class PromiseRegisterTest {
  private static final String PAGE = "# Privacy\n\n- We delete it.\n";
  private static final String YAML =
      """
      promises:
        P1: { rule: Deletes., status: kept }
      edgeCases:
        E1: { case: Twice., status: open, missing: All of it. }
      """;
  private static final String SENTENCES = "# promised\nP1: [We delete it., Privacy]\n";

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
        .contains(List.of("We delete it.", "Privacy"));
    assertThat(register.find("E1")).flatMap(Promise::missing).contains("All of it.");
    assertThat(register.find("P01")).isEmpty();
    assertThat(register.find("P39")).isEmpty();
  }

  @Test
  void refusesSentencesThatThePageDoesNotContain() {
    refused(
        "We delete it.",
        "We keep it.",
        "sentences.yaml:2: P1[0]: page.md does not contain it; quote it to the letter");
  }

  @Test
  void refusesSentencesOfUnknownPromises() {
    refused(
        "P1: [",
        "P2: [",
        "sentences.yaml:2: P2: no promise has this id; use one that ./run promises lists");
  }

  @Test
  void aPageNeedNotMakeEveryPromise() {
    assertThat(read(YAML, "{}").find("P1")).map(Promise::sentences).contains(List.of());
  }

  @Test
  void refusesIdsOfAnotherForm() {
    for (String each : new String[] {"P0", "P01", "E1", "P100", "p1", "C1"}) {
      refused(
          "P1: {",
          each + ": {",
          "sentences.yaml:2: P1: no promise has this id; use one that ./run promises lists",
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
        "status: kept }\nedgeCases:\n  E1: { case: Twice.",
        "state: kept }\nedgeCases:\n  E1: { rule: Twice.",
        "promises.yaml:2: promises.P1.state: unknown key 'state'; known are rule, status, missing",
        "promises.yaml:4: edgeCases.E1.rule: unknown key 'rule'; known are case, status, missing");
  }
}
