package com.anykoma.privacy.local.report;

import com.anykoma.privacy.improvement.statistics.PublishedStatistic;
import com.anykoma.privacy.improvement.statistics.StatisticsOverview;
import com.anykoma.privacy.local.console.Console;
import com.google.gson.JsonElement;
import java.math.BigDecimal;
import java.util.List;

/** Formats the published statistics about a month as JSON or text. */
public record StatisticsReport(StatisticsOverview overview) {
  /** The statistics as JSON. */
  public JsonElement json() {
    return Console.json(
        new Report(
            overview.month().toString(),
            overview.monthly().value(),
            overview.spent().value(),
            overview.left().value(),
            PublishedStatistic.DELTA,
            overview.published().stream().map(Statistic::of).toList()));
  }

  record Report(
      String month,
      BigDecimal epsilonPerMonth,
      BigDecimal epsilonSpent,
      BigDecimal epsilonLeft,
      int delta,
      List<Statistic> statistics) {}

  record Statistic(
      String metric,
      String purpose,
      String day,
      BigDecimal epsilon,
      int delta,
      long perSubject,
      List<Value> values) {
    static Statistic of(PublishedStatistic it) {
      return new Statistic(
          it.metric(),
          it.purpose().storedName(),
          it.day().toString(),
          it.epsilon().value(),
          PublishedStatistic.DELTA,
          it.perSubject(),
          it.values().entrySet().stream()
              .map(each -> new Value(each.getKey().value(), each.getKey().plan(), each.getValue()))
              .toList());
    }
  }

  record Value(String value, String plan, long noisy) {}

  /** The statistics as text, in 80 columns. */
  public String text() {
    ReportText out = new ReportText();
    for (PublishedStatistic each : overview.published()) {
      out.add("%s %s: epsilon %s, ", each.day(), each.metric(), each.epsilon());
      out.add("delta %s, for %s%n", PublishedStatistic.DELTA, each.purpose().storedName());
      each.values()
          .forEach(
              (cell, noisy) -> out.add("  %-41s %-12s %12d%n", cell.value(), cell.plan(), noisy));
    }
    out.add(
        "%s: epsilon %s of %s is spent, %s is left; delta %s",
        overview.month(),
        overview.spent(),
        overview.monthly(),
        overview.left(),
        PublishedStatistic.DELTA);
    return out.toString();
  }
}
