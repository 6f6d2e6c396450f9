package com.anykoma.privacy.improvement.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.subject.Objection.Signal;
import com.anykoma.privacy.usage.plan.EventFixtures;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests whose usage is counted, how much of it, and what is published. */
@Keeps({"P29", "P30"})
final class AggregateServiceTest extends StatisticsFixture {
  @Test
  void countsFreeUsersUsageByFeatureAndPlan() {
    world.signUp("ann");
    world.signUp("bob");
    use(ANN, "image", 2);
    use(ANN, "story");
    use(BOB, "image");
    LocalDate day = today();
    nextDay();
    use(ANN, "image");

    run(exact());

    assertThat(valuesOf(day))
        .containsOnly(Map.entry("image/free", 3L), Map.entry("story/free", 1L));
  }

  @Test
  void publicationStatesPurposeEpsilonDeltaAndBound() {
    world.signUp("ann");
    use(ANN, "image");
    nextDay();

    run(exact());

    Fields latest = world.at("aggregates/" + today().minusDays(1) + "-use").orElseThrow();
    assertThat(latest.string("purpose")).contains("develop_new_features");
    assertThat(latest.number("epsilonMillionths")).contains(300_000L);
    assertThat(latest.number("delta")).contains(0L);
    assertThat(latest.number("perSubject")).contains(5L);
    assertThat(world.services.attest().take(1_000).unlistedCollections()).isEmpty();
  }

  @Test
  void onePersonAddsNoMoreThanTheBoundToAllCellsTogether() {
    world.signUp("ann");
    world.signUp("bob");
    use(ANN, "image", 3);
    use(ANN, "story", 40);
    use(BOB, "story");
    LocalDate day = today();
    nextDay();

    run(exact());

    assertThat(valuesOf(day))
        .containsOnly(Map.entry("image/free", 3L), Map.entry("story/free", 3L));
  }

  @Test
  void aSumAddsNoMoreThanItsBoundsPerRecordAndPerson() {
    String sum = USE.replace("perSubject: 5", "perSubject: 12\n    sum: count\n    perRecord: 10");
    world.signUp("ann");
    world.signUp("bob");
    Stream.of(7L, 1_000L, -3L)
        .forEach(each -> use(ANN, Fields.of(Map.of("feature", "image", "count", each))));
    use(BOB, Fields.of(Map.of("feature", "image", "count", 1_000L)));
    LocalDate day = today();
    nextDay();

    run(service(sum, world.cloud, NO_NOISE));

    assertThat(valuesOf(day)).containsOnly(Map.entry("image/free", 12L + 10L));
  }

  private static Stream<Named<Consumer<AggregateServiceTest>>> peopleWhoDoNotCount() {
    return Stream.of(
        Named.of("pays", it -> it.world.subscribe(BOB, "cus_1")),
        Named.of("objects", it -> it.signal("objection")),
        Named.of("sends Global Privacy Control", it -> it.signal("gpc")),
        Named.of("restricts the use", it -> it.restrict()),
        Named.of("asked to be erased", it -> it.world.erasures.begin(BOB, "request")),
        Named.of("is erased", it -> it.erase(BOB)));
  }

  private void restrict() {
    world.consents.signal(BOB, Signal.RESTRICTION, true, world.clock.instant());
  }

  private void signal(String name) {
    world.writeAccount(BOB, Fields.of(Map.of("displayName", "Bob", name, true)));
  }

  @ParameterizedTest
  @MethodSource("peopleWhoDoNotCount")
  @Keeps({"P3", "P4", "P25", "E1"})
  void usageOfAPersonWhoMustNotCountDoesNotChangeTheStatistic(
      Consumer<AggregateServiceTest> change) {
    world.signUp("ann");
    world.signUp("bob");
    use(ANN, "image", 2);
    use(BOB, "image", 2);
    change.accept(this);
    use(BOB, "image", 2);
    LocalDate day = today();
    nextDay();

    run(exact());

    assertThat(valuesOf(day)).containsOnly(Map.entry("image/free", 2L));
  }

  @Test
  void personWithoutAKnownAccountDoesNotCount() {
    world.signUp("ann");
    use(ANN, "image");
    use(new SubjectId("nobody"), "image");
    use(new SubjectId("a/b"), "image");
    LocalDate day = today();
    nextDay();

    run(exact());

    assertThat(valuesOf(day)).containsOnly(Map.entry("image/free", 1L));
  }

  @Test
  @Keeps("E2")
  void usageBeforeAPaidPeriodDoesNotCountAfterIt() {
    world.signUp("bob");
    use(BOB, "image");
    LocalDate day = today();
    world.subscribe(BOB, "cus_1");
    endSubscription();
    nextDay();

    run(exact());

    assertThat(valuesOf(day)).isEmpty();
  }

  private void endSubscription() {
    world.clock.advance(Duration.ofHours(1));
    world.plans.apply(
        EventFixtures.deleted("sub_cus_1").of("cus_1").after(3_600).id("evt_end").event());
  }

  @Test
  void usageBeforeTheAccountWasKnownDoesNotCount() {
    world.signUp("bob");
    LocalDate day = today().minusDays(4);
    Instant before = day.atStartOfDay().toInstant(ZoneOffset.UTC);
    use(BOB, Fields.of(Map.of("feature", "image", "createdAt", before)));
    nextDay();

    run(exact());

    assertThat(published()).extracting(PublishedStatistic::day).contains(day);
    assertThat(valuesOf(day)).isEmpty();
  }

  @Test
  void recordDatedBackIntoAFreePeriodCountsByTheServersTime() {
    world.signUp("bob");
    nextDay();
    world.subscribe(BOB, "cus_1");
    use(
        BOB,
        Fields.of(
            Map.of(
                "feature",
                "image",
                "createdAt",
                today().minusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC))));

    run(exact());

    assertThat(valuesOf(today().minusDays(1))).isEmpty();
  }

  @Test
  void freeTextNeverBecomesACell() {
    world.signUp("ann");
    use(ANN, "image");
    use(ANN, "my name is Ann Smith", 4);
    use(ANN, "story");
    LocalDate day = today();
    nextDay();

    run(exact());

    assertThat(valuesOf(day))
        .containsOnly(Map.entry("image/free", 1L), Map.entry("story/free", 1L));
  }

  @Test
  void cellBelowTheThresholdIsNotPublished() {
    world.signUp("ann");
    use(ANN, "image", 3);
    use(ANN, "story", 2);
    LocalDate day = today();
    nextDay();

    run(service(USE.replace("threshold: 1", "threshold: 3"), world.cloud, NO_NOISE));

    assertThat(valuesOf(day)).containsOnly(Map.entry("image/free", 3L));
  }

  @Test
  void cellsExistWithoutARecord() {
    nextDay();

    run(seeded(3));

    // both cells of seven days have noise, so about half of them are above the threshold
    long cells = published().stream().mapToLong(each -> each.values().size()).sum();
    assertThat(cells).isBetween(1L, 13L);
    assertThat(published()).hasSize(AggregateService.MAX_DAYS);
  }

  @Test
  void oddRecordIsSetAsideAndTheOthersCount() {
    world.signUp("ann");
    use(ANN, Fields.of(Map.of("feature", 7L)));
    use(ANN, Fields.empty());
    use(ANN, Fields.of(Map.of("feature", List.of("image"))));
    world.put("usage/u", Fields.of(Map.of("feature", "image", "createdAt", world.clock.instant())));
    use(ANN, "image");
    LocalDate day = today();
    nextDay();

    run(exact());

    assertThat(valuesOf(day)).containsOnly(Map.entry("image/free", 1L));
  }

  @Test
  void personWithADamagedRecordIsSetAsideAndTheOthersCount() {
    world.signUp("ann");
    world.signUp("bob");
    use(ANN, "image");
    use(BOB, "image");
    Fields bob = world.at("subjects/bob").orElseThrow();
    world.put("subjects/bob", bob.with("objection", "yes"));
    LocalDate day = today();
    nextDay();

    run(exact());

    assertThat(valuesOf(day)).containsOnly(Map.entry("image/free", 1L));
  }

  @Test
  @Keeps("E30")
  void erasureAfterAPublicationLeavesItUnchanged() {
    world.signUp("ann");
    use(ANN, "image", 4);
    nextDay();
    run(seeded(3));
    List<PublishedStatistic> before = published();

    erase(ANN);
    world.clock.advance(Duration.ofHours(13));
    run(seeded(4));

    assertThat(published()).isEqualTo(before);
  }
}
