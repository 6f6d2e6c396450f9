package com.anykoma.privacy.usage.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.platform.DocumentChange;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.usage.plan.SubscriptionEvent;
import com.anykoma.privacy.usage.training.History.Delivery;
import com.anykoma.privacy.usage.training.History.Item;
import com.anykoma.privacy.usage.training.History.Signal;
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

/** Random histories through the services on an embedded cloud, against the naive judge. */
@Tag("slow")
class EndToEndHistoriesTest {
  private static final long FIRST_SEED = 77_000;
  private static final int HISTORIES = 200;

  /** Something that happens at a moment, in millis. */
  private record Step(long millis, Runnable work) {}

  @Test
  @Keeps({"P3", "P6", "P8", "P20", "P25", "E1", "E2", "E8"})
  void onceQuietTheCorpusIsWhatTheGateAdmitsAndNothingThatTheJudgeForbids(@TempDir Path directory) {
    try (World world = new World(directory)) {
      int admitted = 0;
      for (long seed = FIRST_SEED; seed < FIRST_SEED + HISTORIES; seed++) {
        admitted += check(world, seed);
      }
      assertThat(admitted).isGreaterThan(HISTORIES / 4);
    }
  }

  private static int check(World world, long seed) {
    History made = HistoryMaker.make(seed, false);
    History history =
        new History(
            made.events(),
            made.deliveries(),
            made.items(),
            made.signals(),
            -History.NEVER,
            History.NEVER);
    world.clock.set(RealGate.time(-3_600_000));
    SubjectId subject = world.signUp("u" + seed);

    List<Step> steps = steps(world, subject, history, new Random(seed));
    steps.sort(Comparator.comparing(Step::millis));
    for (Step each : steps) {
      world.clock.set(RealGate.time(each.millis()));
      each.work().run();
    }
    long quiet = steps.get(steps.size() - 1).millis() + Duration.ofDays(120).toMillis();
    world.clock.set(RealGate.time(quiet));
    world.runTasks();

    Set<String> corpus = corpus(world, subject, "admitted");
    Set<String> eligible = eligible(world, subject);
    // what was withdrawn on late news stays out, even if still later news would admit it
    eligible.removeAll(corpus(world, subject, "withdrawn"));
    Set<String> forbidden = history.items().stream().map(Item::id).collect(Collectors.toSet());
    forbidden.removeAll(
        new NaiveOracle(history, history.told(history.deliveries().size())).usable(quiet));
    assertThat(corpus).as("seed %d%n%s", seed, history).isEqualTo(eligible);
    assertThat(corpus).as("seed %d%n%s", seed, history).noneMatch(forbidden::contains);
    return corpus.size();
  }

  private static List<Step> steps(World world, SubjectId subject, History history, Random random) {
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
      if (each.deleted() < History.NEVER) {
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

  /** What the app writes, and its change told up to twice and late. */
  private static void change(
      List<Step> steps, World world, long millis, Random random, Supplier<DocumentChange> write) {
    List<DocumentChange> written = new ArrayList<>();
    steps.add(new Step(millis, () -> written.add(write.get())));
    for (int i = 0; i <= random.nextInt(2); i++) {
      long told = millis + 1 + random.nextLong(random.nextBoolean() ? 5 : 20_000);
      steps.add(new Step(told, () -> written.forEach(world::written)));
    }
  }

  private static Fields account(History history, long millis) {
    Fields account = Fields.of(Map.of("displayName", "Ann"));
    for (Signal each : history.signals()) {
      if (each.millis() <= millis) {
        account = account.with(each.gpc() ? "gpc" : "objection", each.on());
      }
    }
    return account;
  }

  /** The history's event, about this subject's own customers, subscriptions and event ids. */
  private static SubscriptionEvent event(SubjectId subject, Delivery delivery) {
    History.Event it = delivery.event();
    String own = subject.value() + "_";
    History.Event renamed =
        new History.Event(
            it.number(),
            it.kind(),
            own + it.subscription(),
            own + it.customer(),
            it.second(),
            it.status(),
            it.plan(),
            it.paidUntil());
    return RealGate.builder(renamed).id("evt_" + own + it.number()).named(subject.value()).event();
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
