package com.anykoma.privacy.improvement.safety;

import static com.anykoma.privacy.improvement.review.ReviewFixture.KIM;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.Purpose;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.improvement.review.ImprovementDecision;
import com.anykoma.privacy.improvement.review.ReviewFixture;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.usage.plan.EventFixtures;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that nothing flows from the queue for safety to the queue for improvement. */
@Keeps({"P33", "P8"})
final class SeparateQueuesTest {
  @TempDir private Path directory;
  private World world;
  private ReviewFixture fixture;
  private SubjectId ann;
  private DocumentPath prompt;

  @BeforeEach
  void open() {
    world = new World(directory.resolve("world"));
    fixture = new ReviewFixture(world);
    ann = world.signUp("u1");
    world.clock.set(EventFixtures.at(1_000));
    prompt = fixture.prompt(ann, "p1");
    fixture.safetyRequests().submit(prompt, SafetyReason.REPORTED);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void idsOfOneQueueMeanNothingInTheOther() {
    String safety = fixture.safety().lease(KIM, 1).get(0).item();
    String improvement = fixture.improvement().lease(KIM, 1).get(0).item();

    assertThat(fixture.improvement().view(KIM, safety)).isEmpty();
    assertThat(fixture.improvement().decide(KIM, safety, ImprovementDecision.GOOD)).isFalse();
    assertThat(fixture.safety().view(KIM, improvement)).isEmpty();
    assertThat(fixture.safety().decide(KIM, improvement, SafetyDecision.HARMLESS)).isFalse();
  }

  @Test
  void safetyReviewOfAnObjectorsContentAddsNothingToTheOtherQueue() {
    world.stamping.markSensitive(ann, prompt);

    String id = fixture.safety().lease(KIM, 1).get(0).item();
    fixture.safety().view(KIM, id);
    fixture.safety().decide(KIM, id, SafetyDecision.VIOLATION);

    assertThat(fixture.improvement().lease(KIM, 20)).isEmpty();
    assertThat(fixture.all("reviews")).isEmpty();
    assertThat(world.admitted()).isEmpty();
  }

  @Test
  void dataMapAllowsNoPurposeInBothQueues() {
    assertThat(purposesOf("reviews")).containsExactly(Purpose.IMPROVEMENT);
    assertThat(purposesOf("safetyReviews")).containsExactly(Purpose.SECURITY);
    assertThat(purposesOf("breakGlass")).containsExactly(Purpose.SECURITY);
  }

  private Set<Purpose> purposesOf(String location) {
    return world.dataMap.location(location).orElseThrow().purposes();
  }

  @Test
  void decisionOfOneQueueDoesNotCompileInTheOther() {
    assertThat(errorsOf("ImprovementDecision", "ImprovementDecision.GOOD")).isEmpty();
    assertThat(errorsOf("ImprovementDecision", "SafetyDecision.HARMLESS"))
        .singleElement()
        .satisfies(it -> assertThat(it).contains("incompatible types"));
    assertThat(errorsOf("SafetyDecision", "ImprovementDecision.GOOD")).hasSize(1);
  }

  /** Compiles a decision in a queue of this type of decisions. */
  private List<String> errorsOf(String ofQueue, String decision) {
    String source =
        """
        import com.anykoma.privacy.SubjectId;
        import com.anykoma.privacy.improvement.review.*;
        import com.anykoma.privacy.improvement.safety.*;
        class Attempt {
          boolean decide(ReviewQueue<%s> queue, SubjectId reviewer) {
            return queue.decide(reviewer, "id", %s);
          }
        }
        """
            .formatted(ofQueue, decision);
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    compiler
        .getTask(
            null,
            null,
            problems,
            List.of("-proc:none", "-d", directory.toString()),
            null,
            List.of(
                new SimpleJavaFileObject(
                    URI.create("string:///Attempt.java"), JavaFileObject.Kind.SOURCE) {
                  @Override
                  public CharSequence getCharContent(boolean ignoreErrors) {
                    return source;
                  }
                }))
        .call();
    return problems.getDiagnostics().stream()
        .filter(it -> it.getKind() == Diagnostic.Kind.ERROR)
        .map(it -> it.getMessage(null))
        .toList();
  }
}
