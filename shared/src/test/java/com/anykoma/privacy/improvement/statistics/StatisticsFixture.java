package com.anykoma.privacy.improvement.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.platform.Cloud;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.TaskPayload.AggregateTask;
import com.anykoma.privacy.platform.TaskPayload.BeginScan;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.platform.embedded.SqliteTasks.Delivery;
import com.anykoma.privacy.services.PrivacyFiles;
import com.anykoma.privacy.services.Services;
import com.anykoma.privacy.yaml.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A world with statistics about the fixture product's usage records. */
class StatisticsFixture {
  /** Counts by feature, at most 5 for each person and day. */
  static final String USE =
      """
      epsilonPerMonth: 10
      metrics:
        use:
          purpose: develop-new-features
          location: usage
          perSubject: 5
          by: feature
          values: [image, story]
          epsilon: 0.3
          threshold: 1
      """;

  /** Draws no noise, so that a test sees the exact totals. */
  static final Random NO_NOISE =
      new Random(0) {
        private static final long serialVersionUID = 1;

        @Override
        public long nextLong(long bound) {
          return bound == 2 ? 1 : 0; // 1 of 2 ends a series of successes
        }

        @Override
        public boolean nextBoolean() {
          return false;
        }
      };

  static final SubjectId ANN = new SubjectId("ann");
  static final SubjectId BOB = new SubjectId("bob");

  @TempDir private Path directory = Path.of("");

  World world;
  private int records;
  private int runs;

  @BeforeEach
  void openWorld() {
    world = new World(directory);
  }

  @AfterEach
  void closeWorld() {
    world.close();
  }

  static StatisticsSettings settings(String yaml) {
    return settings(yaml, FixtureProduct.MAP);
  }

  static StatisticsSettings settings(String yaml, DataMap map) {
    return StatisticsSettings.read(Setting.parse("statistics.yaml", yaml), map);
  }

  AggregateService service(String yaml, Cloud cloud, Random random) {
    PrivacyFiles files = world.files.with(settings(yaml, world.dataMap));
    return new Services(cloud, files, world.hash, random, world.clock).aggregates();
  }

  AggregateService exact() {
    return service(USE, world.cloud, NO_NOISE);
  }

  AggregateService seeded(int seed) {
    return service(USE, world.cloud, new Random(seed));
  }

  LocalDate today() {
    return LocalDate.ofInstant(world.clock.instant(), ZoneOffset.UTC);
  }

  /** The app records a use of a feature at the present time. */
  DocumentPath use(SubjectId subject, String feature) {
    return use(subject, Fields.of(Map.of("feature", feature)));
  }

  DocumentPath use(SubjectId subject, Fields fields) {
    DocumentPath path = DocumentPath.of("users", subject.documentId(), "usage", "r" + records++);
    world.clock.advance(Duration.ofSeconds(1));
    Instant now = world.clock.instant();
    world.put(path.value(), Fields.empty().with("createdAt", now).with(fields));
    return path;
  }

  void use(SubjectId subject, String feature, int times) {
    for (int i = 0; i < times; i++) {
      use(subject, feature);
    }
  }

  /** Erases a person whose account was deleted. */
  void erase(SubjectId subject) {
    world.cloud.accounts().delete(subject);
    world.removeData(subject);
    assertThat(world.subjects.erased(subject)).isTrue();
  }

  /** Advances the clock to 6 o'clock of the next day. */
  void nextDay() {
    world.clock.set(today().plusDays(1).atTime(6, 0).toInstant(ZoneOffset.UTC));
  }

  /** Runs as the schedule does, with all tasks that follow; returns the number of these. */
  int run(AggregateService service) {
    service.handle(new BeginScan("run-" + runs++));
    return runTasks(service);
  }

  /** Runs the tasks of the topic until there are none. */
  int runTasks(AggregateService service) {
    int ran = 0;
    for (Delivery each : world.cloud.tasks().lease(50, Duration.ofMinutes(1))) {
      Task task = each.task();
      if (Topic.of(task.topic()).orElseThrow() == Topic.AGGREGATE) {
        service.handle(AggregateTask.of(task));
        ran += 1 + runTasks(service);
      }
      world.cloud.tasks().settle(each.message());
    }
    return ran;
  }

  StatisticsOverview overview(YearMonth month) {
    return StatisticsOverview.read(world.cloud.documents(), settings(USE), month);
  }

  /** The values of all statistics about a day, as {@code image/free=3}, sorted. */
  Map<String, Long> valuesOf(LocalDate day) {
    return overview(YearMonth.from(day)).published().stream()
        .filter(each -> each.day().equals(day))
        .flatMap(each -> each.values().entrySet().stream())
        .collect(
            Collectors.toMap(
                each -> each.getKey().value() + "/" + each.getKey().plan(), Map.Entry::getValue));
  }

  List<PublishedStatistic> published() {
    return world.cloud.documents().find(Query.group("aggregates")).stream()
        .map(PublishedStatistic::read)
        .toList();
  }

  Epsilon spent() {
    return overview(YearMonth.from(today())).spent();
  }
}
