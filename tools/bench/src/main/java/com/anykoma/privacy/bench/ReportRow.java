package com.anykoma.privacy.bench;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** A row of a report: a name, and figures by column, in the order of the columns. */
record ReportRow(String name, Map<String, Double> figures) {
  static ReportRow of(String name) {
    return new ReportRow(name, Map.of());
  }

  ReportRow with(String column, double figure) {
    Map<String, Double> more = new LinkedHashMap<>(figures);
    more.put(column, figure);
    return new ReportRow(name, Collections.unmodifiableMap(more));
  }

  double get(String column) {
    return Objects.requireNonNull(figures.get(column), column);
  }

  /** This row's figure divided by the same figure of another row. */
  double ratio(String column, ReportRow other) {
    return get(column) / other.get(column);
  }
}
