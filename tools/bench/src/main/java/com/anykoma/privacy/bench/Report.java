package com.anykoma.privacy.bench;

import com.google.gson.GsonBuilder;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The result of a benchmark: tables of rows, and goals, as text or JSON. */
final class Report {
  @SuppressWarnings("unused") // serialized to JSON
  private final String benchmark;

  private final List<List<ReportRow>> results = new ArrayList<>();
  private final List<Goal> goals = new ArrayList<>();

  /** A bound in words, the measured figure, and whether the figure meets the bound. */
  private record Goal(String goal, double measured, boolean met) {}

  Report(String benchmark) {
    this.benchmark = benchmark;
  }

  void table(List<ReportRow> rows) {
    results.add(List.copyOf(rows));
  }

  void atLeast(double bound, String what, double measured) {
    goals.add(new Goal("at least " + bound + " " + what, measured, measured >= bound));
  }

  void atMost(double bound, String what, double measured) {
    goals.add(new Goal("at most " + bound + " " + what, measured, measured <= bound));
  }

  void print(PrintWriter out, boolean json) {
    if (json) {
      out.println(new GsonBuilder().serializeSpecialFloatingPointValues().create().toJson(this));
    } else {
      results.forEach(rows -> print(out, rows));
      out.println();
      for (Goal each : goals) {
        String met = each.met() ? "met" : "MISSED";
        out.printf(Locale.ROOT, "%-72s %8s  %s%n", each.goal(), text(each.measured()), met);
      }
    }
    out.flush();
  }

  private static void print(PrintWriter out, List<ReportRow> rows) {
    Set<String> columns = new LinkedHashSet<>();
    rows.forEach(each -> columns.addAll(each.figures().keySet()));
    int width = rows.stream().mapToInt(each -> each.name().length()).max().orElse(1);
    out.printf("%n%-" + width + "s  %s%n", "", String.join("  ", columns));
    for (ReportRow row : rows) {
      out.printf("%-" + width + "s", row.name());
      for (String each : columns) {
        String figure = row.figures().containsKey(each) ? text(row.get(each)) : "";
        out.printf("  %" + each.length() + "s", figure);
      }
      out.println();
    }
  }

  /** Formats whole numbers without decimals, others with about three digits. */
  private static String text(double figure) {
    boolean whole = figure == Math.rint(figure) || Math.abs(figure) >= 100;
    String format = whole ? "%.0f" : Math.abs(figure) >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, figure);
  }
}
