package com.anykoma.privacy.proof.promises;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SettableClock;
import com.anykoma.privacy.changes.policy.LiveCheck;
import com.anykoma.privacy.changes.policy.Promise;
import com.anykoma.privacy.changes.policy.PromiseRegister;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import com.anykoma.privacy.proof.promises.PromiseStatus.State;
import com.anykoma.privacy.work.Checks;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Decides the status of promises by results of their checks that are missing, old or bad. */
@Keeps("P1")
final class PromiseStatusTest {
  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
  private static final PromiseRegister REGISTER = FixtureProduct.FILES.promises();
  private static final Promise KEPT =
      REGISTER.all().stream()
          .filter(it -> it.isKept() && it.checks().size() > 1)
          .findFirst()
          .orElseThrow();
  private static final Promise PARTIAL =
      REGISTER.all().stream()
          .filter(it -> it.state() == Promise.State.PARTIAL && !it.checks().isEmpty())
          .findFirst()
          .orElseThrow();

  private final SettableClock clock = new SettableClock(NOW);
  private EmbeddedCloud cloud;
  private Checks checks;

  @BeforeEach
  void open(@TempDir Path directory) {
    cloud = EmbeddedCloud.open(directory, clock);
    checks = new Checks(cloud.documents(), clock);
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  /** Results of all checks of a promise, completed at this time without a finding. */
  private static Map<String, Checks.Result> clean(Promise promise, Instant at) {
    Map<String, Checks.Result> results = new HashMap<>();
    promise
        .checks()
        .forEach(each -> results.put(each, new Checks.Result(Optional.of(at), List.of())));
    return results;
  }

  private static PromiseStatus status(Promise promise, Map<String, Checks.Result> results) {
    return PromiseStatus.of(promise, REGISTER.checks(), results, NOW);
  }

  private static LiveCheck firstCheck() {
    return Objects.requireNonNull(REGISTER.checks().get(KEPT.checks().get(0)));
  }

  @Test
  void recentChecksWithoutFindingsKeepAPromise() {
    PromiseStatus status = status(KEPT, clean(KEPT, NOW.minusSeconds(1)));

    assertThat(status.state()).isEqualTo(State.KEPT);
    assertThat(status.reasons()).isEmpty();
    assertThat(status.verifiedAt()).hasValue(NOW.minusSeconds(1));
  }

  @Test
  void oneCheckWithoutAResultLeavesAPromisePending() {
    Map<String, Checks.Result> results = clean(KEPT, NOW);
    results.remove(firstCheck().name());

    PromiseStatus status = status(KEPT, results);

    assertThat(status.state()).isEqualTo(State.PENDING);
    assertThat(status.verifiedAt()).isEmpty();
    assertThat(status.reasons())
        .containsExactly("The check \"" + firstCheck().name() + "\" has not completed yet.");
  }

  @Test
  void expiredCheckMakesAPromiseStaleAndIsNamed() {
    Instant expired = NOW.minus(firstCheck().maxAge());
    Map<String, Checks.Result> results = clean(KEPT, NOW);
    results.put(firstCheck().name(), new Checks.Result(Optional.of(expired), List.of()));

    assertThat(status(KEPT, results).state()).isEqualTo(State.STALE);
    assertThat(status(KEPT, results).reasons())
        .containsExactly(
            "The latest result of the check \"" + firstCheck().name() + "\" is too old.");
    results.put(
        firstCheck().name(), new Checks.Result(Optional.of(expired.plusMillis(1)), List.of()));
    assertThat(status(KEPT, results).state()).isEqualTo(State.KEPT);
  }

  @Test
  void resultFromTheFutureIsNotTrusted() {
    Duration skew = PromiseStatus.MAX_CLOCK_ERROR;

    assertThat(status(KEPT, clean(KEPT, NOW.plus(skew))).state()).isEqualTo(State.KEPT);
    assertThat(status(KEPT, clean(KEPT, NOW.plus(skew).plusMillis(1))).state())
        .isEqualTo(State.STALE);
  }

  @Test
  void findingBreaksAPromiseEvenBeforeItsCheckCompletes() {
    Map<String, Checks.Result> results = clean(KEPT, NOW.minus(Duration.ofDays(400)));
    Checks.Finding finding = new Checks.Finding("a problem", NOW.minusSeconds(9), NOW);
    results.put(firstCheck().name(), new Checks.Result(Optional.empty(), List.of(finding)));

    PromiseStatus status = status(KEPT, results);

    assertThat(status.state()).isEqualTo(State.BROKEN);
    assertThat(status.incidents())
        .containsExactly(
            new PromiseStatus.Incident(firstCheck().name(), firstCheck().owner(), finding));
  }

  @Test
  void knownGapIsNeverKept() {
    PromiseStatus status = status(PARTIAL, clean(PARTIAL, NOW));

    assertThat(status.state()).isEqualTo(State.PENDING);
    assertThat(status.reasons()).containsExactly("Known gap: " + PARTIAL.missing().orElseThrow());
  }

  @Test
  void promiseWithoutACheckIsNeverKept() {
    Promise unwatched =
        new Promise(
            "P1",
            Promise.Kind.DUTY,
            List.of(),
            "a rule",
            Promise.State.KEPT,
            Optional.empty(),
            List.of(),
            List.of(),
            "evidence");

    assertThat(status(unwatched, Map.of()).state()).isEqualTo(State.PENDING);
    assertThat(status(unwatched, Map.of()).verifiedAt()).isEmpty();
  }

  @Test
  @Keeps({"P16", "P20"})
  void findingOfTheSettingsBreaksThePromisesThatNeedThem() {
    REGISTER.checks().keySet().forEach(each -> checks.run(each, List::of));
    assertThat(StatusReport.of(REGISTER, checks.results(), clock.instant()).count(State.BROKEN))
        .isZero();

    checks.run("settings", () -> List.of("soft delete of the bucket content is on"));

    StatusReport report = StatusReport.of(REGISTER, checks.results(), clock.instant());
    assertThat(report.promises())
        .filteredOn(it -> it.state() == State.BROKEN)
        .extracting(it -> it.promise().id())
        .contains("P16", "P20");
    assertThat(report.promises())
        .filteredOn(it -> it.promise().id().equals("P16"))
        .flatExtracting(PromiseStatus::incidents)
        .extracting(PromiseStatus.Incident::owner)
        .containsExactly("platform");
    clock.advance(Duration.ofMinutes(1));
    checks.run("settings", List::of);
    assertThat(StatusReport.of(REGISTER, checks.results(), clock.instant()).count(State.BROKEN))
        .isZero();
  }

  @Test
  void withoutAnyResultNoPromiseIsKept() {
    StatusReport report = StatusReport.of(REGISTER, checks.results(), clock.instant());

    assertThat(report.count(State.KEPT)).isZero();
    assertThat(report.promises()).hasSize(38);
    assertThat(report.contradictions().keySet()).contains("C1", "C7");
  }
}
