package com.anykoma.privacy.local.report;

import com.anykoma.privacy.TerminalText;
import com.anykoma.privacy.improvement.statistics.PublishedStatistic;
import com.anykoma.privacy.improvement.statistics.StatisticsOverview;
import com.anykoma.privacy.local.console.Console;
import com.google.gson.JsonElement;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

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
    StringBuilder out = new StringBuilder();
    for (PublishedStatistic each : overview.published()) {
      out.append(
          format(
              "%s %s: epsilon %s, delta %s, for %s%n",
              each.day(),
              TerminalText.of(each.metric()),
              each.epsilon(),
              PublishedStatistic.DELTA,
              each.purpose().storedName()));
      each.values()
          .forEach(
              (cell, noisy) ->
                  out.append(
                      format(
                          "  %-41s %-12s %12d%n",
                          TerminalText.of(cell.value()), TerminalText.of(cell.plan()), noisy)));
    }
    return out.append(
            format(
                "%s: epsilon %s of %s is spent, %s is left; delta %s",
                overview.month(),
                overview.spent(),
                overview.monthly(),
                overview.left(),
                PublishedStatistic.DELTA))
        .toString();
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
