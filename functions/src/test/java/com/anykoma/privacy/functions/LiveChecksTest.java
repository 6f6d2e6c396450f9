package com.anykoma.privacy.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.services.PrivacyFiles;
import com.anykoma.privacy.work.Checks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that the schedules of a day record every live check of the register, with its findings. */
@Keeps({"P1", "P20", "P26", "P27", "P38"})
final class LiveChecksTest {
  private static Map<String, Checks.Result> results(Stack stack) {
    return new Checks(stack.cloud.documents(), stack.wiring.clock()).results();
  }

  private static List<String> findings(Stack stack, String check) {
    return Objects.requireNonNull(results(stack).get(check)).findings().stream()
        .map(Checks.Finding::what)
        .toList();
  }

  private static void aDay(Stack stack) {
    for (String each : List.of("checkpoint-audit", "repair", "reconcile", "aggregate", "attest")) {
      stack.task(each, Map.of());
      stack.runTasks();
    }
  }

  @Test
  void aDayRecordsEveryCheckOfTheRegister(@TempDir Path directory) {
    try (Stack stack = new Stack(directory)) {
      aDay(stack);

      assertThat(results(stack))
          .containsOnlyKeys(
              "aggregate",
              "audit",
              "census",
              "deadlines",
              "page",
              "processors",
              "reconcile",
              "repair",
              "settings")
          .allSatisfy((name, result) -> assertThat(result.verifiedAt()).as(name).isPresent());
      assertThat(findings(stack, "audit")).isEmpty();
      assertThat(findings(stack, "deadlines")).isEmpty();
      assertThat(findings(stack, "page")).isEmpty();
      assertThat(findings(stack, "settings")).isEmpty();
    }
  }

  @Test
  void theMailProviderThatThePageDoesNotNameStaysAFinding(@TempDir Path directory) {
    PrivacyFiles anyKoma = PrivacyFiles.in(Path.of("..", "privacy"));
    try (Stack stack = new Stack(directory, anyKoma)) {
      aDay(stack);

      assertThat(findings(stack, "processors"))
          .containsExactly("the page does not name the processor mailgun");
    }
  }

  @Test
  void anOrderAndACasePastTheirDatesAreFindings(@TempDir Path directory) {
    try (Stack stack = new Stack(directory)) {
      stack.signUp("u1");
      stack.wiring.services().erasures().begin(new SubjectId("u1"), "command-line");
      stack
          .cloud
          .documents()
          .create(
              OwnCollections.CASES.document("c1"),
              Fields.empty().with("live", true).with("dueAt", stack.wiring.clock().instant()));
      stack.later(Duration.ofDays(40));

      stack.task("attest", Map.of());

      assertThat(findings(stack, "deadlines"))
          .containsExactly("orders past their promised date", "cases past their legal date");
    }
  }

  @Test
  void dataOutsideTheMapIsAFindingOfTheCensus(@TempDir Path directory) {
    try (Stack stack = new Stack(directory)) {
      stack.cloud.documents().create(DocumentPath.of("Marker", "Marker"), Fields.empty());

      aDay(stack);

      assertThat(findings(stack, "census"))
          .containsExactly("stored data that datamap.yaml does not allow");
    }
  }
}
