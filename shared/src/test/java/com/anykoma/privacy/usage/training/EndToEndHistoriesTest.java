package com.anykoma.privacy.usage.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.platform.DocumentChange;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.usage.plan.SubscriptionEvent;
import com.anykoma.privacy.usage.training.SubjectHistory.Delivery;
import com.anykoma.privacy.usage.training.SubjectHistory.Item;
import com.anykoma.privacy.usage.training.SubjectHistory.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the services on an embedded cloud with random histories against {@link NaiveOracle}. */
@Tag("slow")
class EndToEndHistoriesTest {
  private static final long FIRST_SEED = 77_000;
  private static final int HISTORIES = 200;

  /** An action at a time in milliseconds. */
  private record Step(long millis, Runnable work) {}

  @Test
  @Keeps({"P3", "P6", "P8", "P20", "P25", "E1", "E2", "E8"})
  void corpusMatchesTheGateAndTheOracleOnceQuiet(@TempDir Path directory) {
    try (World world = new World(directory)) {
      int admitted = 0;
      for (long seed = FIRST_SEED; seed < FIRST_SEED + HISTORIES; seed++) {
        admitted += check(world, seed);
      }
      assertThat(admitted).isGreaterThan(HISTORIES / 4);
    }
  }

  private static int check(World world, long seed) {
    SubjectHistory made = RandomHistory.make(seed, false);
    SubjectHistory history =
        new SubjectHistory(
            made.events(),
            made.deliveries(),
            made.items(),
            made.signals(),
            -SubjectHistory.NEVER,
            SubjectHistory.NEVER);
    world.clock.set(GateUnderTest.time(-3_600_000));
    SubjectId subject = world.signUp("u" + seed);

    List<Step> steps = steps(world, subject, history, new Random(seed));
    steps.sort(Comparator.comparing(Step::millis));
    for (Step each : steps) {
      world.clock.set(GateUnderTest.time(each.millis()));
      each.work().run();
    }
    long quiet = steps.get(steps.size() - 1).millis() + Duration.ofDays(120).toMillis();
    world.clock.set(GateUnderTest.time(quiet));
    world.runTasks();

    Set<String> corpus = corpus(world, subject, "admitted");
    Set<String> eligible = eligible(world, subject);
    // content withdrawn by a late event stays out, even if a later event would admit it
    eligible.removeAll(corpus(world, subject, "withdrawn"));
    Set<String> forbidden = history.items().stream().map(Item::id).collect(Collectors.toSet());
    forbidden.removeAll(
        new NaiveOracle(history, history.delivered(history.deliveries().size())).usable(quiet));
    assertThat(corpus).as("seed %d%n%s", seed, history).isEqualTo(eligible);
    assertThat(corpus).as("seed %d%n%s", seed, history).noneMatch(forbidden::contains);
    return corpus.size();
  }

  private static List<Step> steps(
      World world, SubjectId subject, SubjectHistory history, Random random) {
    List<Step> steps = new ArrayList<>();
    for (Delivery each : history.deliveries()) {
      SubscriptionEvent event = event(subject, each);
      steps.add(
          new Step(
              each.millis(),
              () -> {
                world.plans.apply(event);
                if (random.nextInt(3) > 0) {
                  world.runTasks();
                }
              }));
    }
    for (Item each : history.items()) {
      DocumentPath path = World.prompt(subject, each.id());
      change(
          steps,
          world,
          each.created(),
          random,
          () -> world.write(path, Fields.of(Map.of("text", "x"))));
      if (each.deleted() < SubjectHistory.NEVER) {
        change(steps, world, each.deleted(), random, () -> world.delete(path));
      }
    }
    for (Signal each : history.signals()) {
      steps.add(
          new Step(
              each.millis(), () -> world.writeAccount(subject, account(history, each.millis()))));
    }
    return steps;
  }

  /** Adds a write of the app and one or two late deliveries of its event. */
  private static void change(
      List<Step> steps, World world, long millis, Random random, Supplier<DocumentChange> write) {
    List<DocumentChange> written = new ArrayList<>();
    steps.add(new Step(millis, () -> written.add(write.get())));
    for (int i = 0; i <= random.nextInt(2); i++) {
      long deliveredAt = millis + 1 + random.nextLong(random.nextBoolean() ? 5 : 20_000);
      steps.add(new Step(deliveredAt, () -> written.forEach(world::handle)));
    }
  }

  private static Fields account(SubjectHistory history, long millis) {
    Fields account = Fields.of(Map.of("displayName", "Ann"));
    for (Signal each : history.signals()) {
      if (each.millis() <= millis) {
        account = account.with(each.gpc() ? "gpc" : "objection", each.on());
      }
    }
    return account;
  }

  /** Returns the event with ids of this subject's own customers and subscriptions. */
  private static SubscriptionEvent event(SubjectId subject, Delivery delivery) {
    SubjectHistory.Event it = delivery.event();
    String own = subject.value() + "_";
    SubjectHistory.Event renamed =
        new SubjectHistory.Event(
            it.number(),
            it.kind(),
            own + it.subscription(),
            own + it.customer(),
            it.second(),
            it.status(),
            it.plan(),
            it.paidUntil());
    return GateUnderTest.builder(renamed)
        .id("evt_" + own + it.number())
        .named(subject.value())
        .event();
  }

  private static Set<String> corpus(World world, SubjectId subject, String state) {
    String prefix = World.account(subject).value() + "/prompts/";
    return world.inCorpus(subject, state).stream()
        .map(it -> it.substring(prefix.length()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> eligible(World world, SubjectId subject) {
    return world.gate.decisions(subject).stream()
        .filter(it -> it.decision().eligible())
        .map(it -> it.item().substring("prompts/".length()))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
