package com.anykoma.privacy.improvement.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.anykoma.privacy.Alarms;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.Ports;
import com.anykoma.privacy.StepRunner;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.TaskPayload.BeginScan;
import com.anykoma.privacy.platform.TaskPayload.Due;
import com.anykoma.privacy.platform.TaskPayload.PublishStatistic;
import com.anykoma.privacy.platform.TaskPayload.ScanPage;
import com.anykoma.privacy.protection.vault.InterceptedPorts;
import com.anykoma.privacy.protection.vault.InterceptedPorts.Interceptor;
import com.anykoma.privacy.work.ScanSweep;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests statistics under doubled, late, lost and refused work, and the budget under all of it. */
@Keeps({"P29", "E30"})
final class AggregateFaultsTest extends StatisticsFixture {
  @BeforeEach
  void annUsesAFeature() {
    world.signUp("ann");
    use(ANN, "image", 3);
  }

  private AggregateService on(Documents documents) {
    return service(USE, Ports.of(world.cloud).with(documents), NO_NOISE);
  }

  private Documents watched(Interceptor watch) {
    return InterceptedPorts.wrap(Documents.class, world.cloud.documents(), watch);
  }

  private String yesterday() {
    return today().minusDays(1) + "-use";
  }

  @Test
  void twoRunsAtOncePublishAndSpendOnce() {
    nextDay();
    Documents overtaken =
        InterceptedPorts.runAfter(
            Documents.class,
            world.cloud.documents(),
            "count", // the first run has read the records, and draws its noise next
            () -> seeded(1).handle(new PublishStatistic(today().minusDays(7) + "-use")));

    run(service(USE, Ports.of(world.cloud).with(overtaken), new Random(2)));

    assertThat(published()).hasSize(7);
    assertThat(total()).isEqualTo(new Epsilon(7 * 300_000));
  }

  /** The budget spent in both months of the last seven days. */
  private Epsilon total() {
    return overview(YearMonth.from(today().minusMonths(1))).spent().plus(spent());
  }

  @Test
  void secondNoiseForTheSameDayIsNeverVisible() {
    nextDay();
    seeded(1).handle(new PublishStatistic(yesterday()));
    List<PublishedStatistic> first = published();

    seeded(2).handle(new PublishStatistic(yesterday()));
    run(seeded(3));
    world.clock.advance(Duration.ofHours(13));
    run(seeded(4));

    assertThat(published()).containsAll(first).hasSize(7);
    assertThat(total()).isEqualTo(new Epsilon(7 * 300_000));
  }

  @Test
  void lostAnswerOfThePublishingTransactionSpendsNothingMore() {
    nextDay();
    Documents broken =
        watched(
            new Interceptor() {
              private int transactions;

              @Override
              public @Nullable Object after(String operation, @Nullable Object answer) {
                if (operation.equals("transact")
                    && ++transactions > 0
                    && Boolean.TRUE.equals(answer)) {
                  throw new IllegalStateException("the connection broke");
                }
                return answer;
              }
            });
    assertThatThrownBy(() -> on(broken).handle(new PublishStatistic(yesterday())))
        .hasMessage("the connection broke");
    List<PublishedStatistic> stored = published();

    seeded(8).handle(new PublishStatistic(yesterday()));

    assertThat(stored).hasSize(1);
    assertThat(published()).isEqualTo(stored);
    assertThat(total()).isEqualTo(new Epsilon(300_000));
  }

  @Test
  void crashBeforeTheTransactionPublishesAndSpendsNothing() {
    nextDay();
    Documents dead = InterceptedPorts.failFirst(Documents.class, world.cloud.documents(), "count");

    assertThatThrownBy(() -> on(dead).handle(new PublishStatistic(yesterday())))
        .hasMessage("refused count");

    assertThat(published()).isEmpty();
    assertThat(total()).isEqualTo(Epsilon.ZERO);
  }

  @Test
  void renamedMetricDoesNotGetAnotherBudget() {
    AggregateService renamed = service(USE.replace("  use:", "  renamed:"), world.cloud, NO_NOISE);
    for (int i = 0; i < 24; i++) {
      nextDay();
      renamed.handle(new PublishStatistic(today().minusDays(1) + "-renamed"));
      exact().handle(new PublishStatistic(yesterday()));
    }

    try (Alarms alarms = new Alarms()) {
      exact().handle(new PublishStatistic(today().minusDays(7) + "-use"));

      assertThat(alarms.messages())
          .containsExactly(
              "alarm: a statistic is not published because the month's privacy budget is spent"
                  + " metric=use day="
                  + today().minusDays(7));
    }
    assertThat(published()).hasSize(33);
    assertThat(spent()).isEqualTo(new Epsilon(9_900_000));
  }

  @Test
  void raceForTheRestOfTheBudgetHasOneWinner() {
    nextDay();
    String all = USE.replace("epsilonPerMonth: 10", "epsilonPerMonth: 9.3");
    world.put(
        "budgets/" + YearMonth.from(today()), Fields.of(Map.of("spentMillionths", 9_000_000L)));
    Documents overtaken =
        InterceptedPorts.runAfter(
            Documents.class,
            world.cloud.documents(),
            "count",
            () ->
                service(all.replace("  use:", "  other:"), world.cloud, NO_NOISE)
                    .handle(new PublishStatistic(today().minusDays(1) + "-other")));

    service(all, Ports.of(world.cloud).with(overtaken), NO_NOISE)
        .handle(new PublishStatistic(yesterday()));

    assertThat(published()).extracting(PublishedStatistic::metric).containsExactly("other");
    assertThat(spent()).isEqualTo(new Epsilon(9_300_000));
  }

  @Test
  void missedRunsAreMadeUpForWithinAWeek() {
    LocalDate day = today();
    for (int i = 0; i < 3; i++) {
      nextDay();
    }

    run(exact());

    assertThat(valuesOf(day)).containsOnly(Map.entry("image/free", 3L));
    assertThat(published()).hasSize(AggregateService.MAX_DAYS);
  }

  @Test
  void dayOlderThanAWeekIsNotPublishedAnyMore() {
    LocalDate day = today();
    for (int i = 0; i < 8; i++) {
      nextDay();
    }

    run(exact());
    exact().handle(new PublishStatistic(day + "-use"));

    assertThat(published()).extracting(PublishedStatistic::day).doesNotContain(day);
  }

  @Test
  void doubledScheduleAndPagesPublishNothingTwice() {
    nextDay();
    AggregateService service = seeded(5);
    service.handle(new BeginScan("a"));
    service.handle(new BeginScan("a"));
    service.handle(new BeginScan("b"));
    service.handle(new ScanPage("a", 1));
    List<PublishedStatistic> first = published();
    service.handle(new ScanPage("a", 1));

    runTasks(service);

    assertThat(published()).containsAll(first).hasSize(7);
    assertThat(total()).isEqualTo(new Epsilon(7 * 300_000));
  }

  @Test
  void lostPageIsContinuedByTheSweep() {
    nextDay();
    AggregateService service = exact();
    service.handle(new BeginScan("a"));
    world.loseTasks();
    world.clock.advance(Duration.ofMinutes(16));

    new ScanSweep(world.cloud.documents(), Map.of(), world.cloud.tasks(), world.clock).sweep();
    runTasks(service);

    assertThat(published()).hasSize(7);
  }

  @Test
  void listingThatOmitsRecordsPublishesNothing() {
    nextDay();
    Documents empty =
        InterceptedPorts.answerFirst(Documents.class, world.cloud.documents(), "find", List.of());

    assertThatThrownBy(() -> on(empty).handle(new PublishStatistic(yesterday())))
        .hasMessage("a listing omitted usage records");
    assertThat(published()).isEmpty();
    on(empty).handle(new PublishStatistic(yesterday()));

    assertThat(valuesOf(today().minusDays(1))).containsOnly(Map.entry("image/free", 3L));
  }

  @Test
  void dayWithTooManyRecordsIsNotPublished() {
    Document record = world.cloud.documents().get(use(ANN, "image")).orElseThrow();
    nextDay();
    Documents endless =
        watched(
            new Interceptor() {
              @Override
              public @Nullable Object after(String operation, @Nullable Object answer) {
                return operation.equals("find") ? Collections.nCopies(500, record) : answer;
              }
            });

    assertThatThrownBy(() -> on(endless).handle(new PublishStatistic(yesterday())))
        .isInstanceOf(PermanentFailure.class)
        .hasMessage("a day has more usage records than one run can count");
    assertThat(published()).isEmpty();
  }

  @Test
  void shortPageIsContinuedAfterItsLastRecord() {
    nextDay();
    Documents shortened =
        watched(
            new Interceptor() {
              @Override
              public @Nullable Object after(String operation, @Nullable Object answer) {
                return answer instanceof List<?> page && page.size() == 3
                    ? page.subList(0, 1)
                    : answer;
              }
            });

    on(shortened).handle(new PublishStatistic(yesterday()));

    assertThat(valuesOf(today().minusDays(1))).containsOnly(Map.entry("image/free", 3L));
  }

  private static Stream<Arguments> operations() {
    return IntStream.range(0, 24)
        .boxed()
        .flatMap(at -> Stream.of(arguments(at, false), arguments(at, true)));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void operationThatFailsOnceChangesNoNoiseAndSpendsNothingTwice(int at, boolean isPerformed) {
    nextDay();
    Documents failing =
        watched(
            new Interceptor() {
              private int operations;

              @Override
              public void before(String operation) {
                if (!isPerformed && operations++ == at) {
                  throw new IllegalStateException("refused");
                }
              }

              @Override
              public @Nullable Object after(String operation, @Nullable Object answer) {
                if (isPerformed && operations++ == at) {
                  throw new IllegalStateException("the connection broke");
                }
                return answer;
              }
            });
    AggregateService first = service(USE, Ports.of(world.cloud).with(failing), new Random(1));
    new StepRunner().run(() -> run(first));
    List<PublishedStatistic> before = published();
    world.clock.advance(Duration.ofHours(13));

    new ScanSweep(world.cloud.documents(), Map.of(), world.cloud.tasks(), world.clock).sweep();
    runTasks(seeded(2));
    run(seeded(3));

    assertThat(published()).containsAll(before).hasSize(7);
    assertThat(total()).isEqualTo(new Epsilon(7 * 300_000));
  }

  @Test
  void failingStatisticIsRetriedAloneWhileOthersArePublished() {
    nextDay();
    Documents failing =
        watched(
            new Interceptor() {
              private int counts;

              @Override
              public void before(String operation) {
                if (operation.equals("count") && ++counts == 3) {
                  throw new IllegalStateException("the store is down");
                }
              }
            });
    AggregateService service = on(failing);

    service.handle(new BeginScan("a"));
    int tasks = runTasks(service);

    assertThat(tasks).as("six more pages, and one task of its own").isEqualTo(7);
    assertThat(published()).hasSize(7);
  }

  @Test
  void metricThatCannotBeCountedDoesNotStopTheOthers() {
    String two =
        USE
            + """
              all:
                purpose: fix-bugs-and-issues
                location: usage
                perSubject: 5
                epsilon: 0.01
                threshold: 1
            """
                .indent(0);
    nextDay();
    world.put("subjects/ann", world.at("subjects/ann").orElseThrow().with("plan", "odd"));

    run(service(two, world.cloud, NO_NOISE));

    assertThat(published()).hasSize(14);
  }

  @Test
  void taskOfAnUnknownStatisticDoesNothing() {
    nextDay();

    exact().handle(new PublishStatistic("2026-03-01-gone"));
    exact().handle(new Due("aggregate"));

    assertThat(published()).isEmpty();
  }

  @Test
  void aDayOfManyPeopleIsReadInPages() {
    for (int i = 0; i < 600; i++) {
      SubjectId each = world.signUp("u" + i);
      use(each, "story");
    }
    LocalDate day = today();
    nextDay();

    exact().handle(new PublishStatistic(yesterday()));

    assertThat(valuesOf(day))
        .containsOnly(Map.entry("image/free", 3L), Map.entry("story/free", 600L));
  }
}
