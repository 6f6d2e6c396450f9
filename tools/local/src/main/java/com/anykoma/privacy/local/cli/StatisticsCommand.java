package com.anykoma.privacy.local.cli;

import com.anykoma.privacy.improvement.statistics.StatisticsOverview;
import com.anykoma.privacy.local.report.StatisticsReport;
import com.anykoma.privacy.platform.Documents;
import java.time.Clock;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./run statistics}: prints the published statistics about a month and its budget. */
@Command(
    name = "statistics",
    description =
        "Prints the statistics that were published about the days of a month, with their epsilon"
            + " and delta, and how much of the month's privacy budget is left. Works while"
            + " ./run serve runs. With --project, reads the main database; request the"
            + " entitlement privacy-read first, which grants access for an hour.",
    mixinStandardHelpOptions = true)
public final class StatisticsCommand implements Callable<Integer> {
  @Option(
      names = "--month",
      paramLabel = "MONTH",
      description = "The month, such as 2026-11; the present one by default.")
  private Optional<YearMonth> month = Optional.empty();

  @Mixin private TargetOption where = new TargetOption();

  @Override
  public Integer call() {
    StatisticsReport report =
        where.onCloud(
            cloud -> report(cloud.documents(), Clock.systemUTC()),
            here -> report(here.cloud().documents(), here.clock()));
    return where.answer().print(report.json(), report::text);
  }

  private StatisticsReport report(Documents documents, InstantSource clock) {
    YearMonth present = YearMonth.from(clock.instant().atOffset(ZoneOffset.UTC));
    return new StatisticsReport(
        StatisticsOverview.read(documents, where.product().statistics(), month.orElse(present)));
  }
}
