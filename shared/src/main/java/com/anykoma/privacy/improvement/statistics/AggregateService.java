package com.anykoma.privacy.improvement.statistics;

import com.anykoma.privacy.log.Log;
import com.anykoma.privacy.log.LogField;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.TaskPayload.AggregateTask;
import com.anykoma.privacy.platform.TaskPayload.PublishStatistic;
import com.anykoma.privacy.platform.TaskPayload.ScanTask;
import com.anykoma.privacy.platform.Tasks;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.work.Checks;
import com.anykoma.privacy.work.ScanPosition;
import com.anykoma.privacy.work.ScanStep;
import com.anykoma.privacy.work.Scans;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Publishes the statistics of {@code statistics.yaml} about past UTC days: noisy counts and sums of
 * free users' usage, each once, within the month's privacy budget (P29, P30).
 *
 * <p>The privacy unit is everything that one person did in one day: whether a person's records of a
 * day exist changes the probability of any published statistic by a factor of at most exp(epsilon).
 * Statistics of several metrics and days add up their epsilons; the budget bounds the sum for each
 * month.
 *
 * <p>A run publishes one statistic per page, the oldest first, and makes up for missed days of the
 * last week. Idempotent; runs may overlap.
 *
 * @param random draws the noise; must not be predictable
 */
public record AggregateService(
    Documents documents,
    Tasks tasks,
    StatisticsSettings settings,
    DayCount counts,
    RandomGenerator random,
    InstantSource clock) {
  /** For how many past days a statistic is still published. */
  static final int MAX_DAYS = 7;

  /** The minimum time between two runs; the schedule is daily. */
  private static final Duration INTERVAL = Duration.ofHours(12);

  private static final String PHASE = "statistics";
  private static final Log LOG = Log.of(AggregateService.class);

  /** A metric and a day about which nothing was published yet. */
  private record Due(Metric metric, LocalDate day) {
    DocumentPath path() {
      return PublishedStatistic.path(metric.name(), day);
    }

    String id() {
      return path().id();
    }
  }

  /** Starts a run, processes its current page, or publishes one statistic that failed in a run. */
  public void handle(AggregateTask task) {
    if (task instanceof ScanTask scan) {
      Scans.ofStore(Topic.AGGREGATE, PHASE, INTERVAL, documents, tasks, clock)
          .as("aggregate", new Checks(documents, clock))
          .handle(scan, this::page);
    } else if (task instanceof PublishStatistic one) {
      due().stream().filter(each -> each.id().equals(one.item())).forEach(this::publish);
    }
  }

  /** Publishes the first statistic after the position; one that fails gets a task of its own. */
  private Optional<ScanPosition> page(ScanStep step) {
    String after = step.position().token().orElse("");
    List<Due> due = due().stream().filter(each -> each.id().compareTo(after) > 0).toList();
    step.forEach(
        due.stream().limit(1).toList(), this::publish, each -> new PublishStatistic(each.id()));
    return due.size() > 1
        ? Optional.of(new ScanPosition(PHASE, Optional.of(due.get(0).id())))
        : Optional.empty();
  }

  /** All unpublished statistics of the last days, the oldest first. */
  private List<Due> due() {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    TreeMap<String, Due> due = new TreeMap<>();
    for (Metric metric : settings.metrics()) {
      for (int i = 1; i <= MAX_DAYS; i++) {
        Due each = new Due(metric, today.minusDays(i));
        due.put(each.id(), each);
      }
    }
    documents.getAll(due.values().stream().map(Due::path).toList()).stream()
        .flatMap(Optional::stream)
        .forEach(published -> due.remove(published.path().id()));
    return List.copyOf(due.values());
  }

  private void publish(Due due) {
    Metric metric = due.metric();
    boolean isPublished =
        budget().permits(metric, due.day())
            && budget()
                .publish(
                    new PublishedStatistic(
                        metric.name(),
                        metric.purpose(),
                        due.day(),
                        metric.perSubject(),
                        metric.epsilon(),
                        counts.of(metric, due.day()).withNoise(random),
                        clock.instant()));
    if (!isPublished) {
      LOG.severe(
          "alarm: a statistic is not published because the month's privacy budget is spent",
          LogField.METRIC.of(metric.name()),
          LogField.DAY.of(due.day()));
    }
  }

  private PrivacyBudget budget() {
    return new PrivacyBudget(documents, settings.monthly());
  }
}
