package com.anykoma.privacy.improvement.statistics;

import com.anykoma.privacy.StoredName;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A published statistic, {@code aggregates/{day}-{metric}}: the noisy values of one metric and UTC
 * day. It contains no identifiers. It is never computed again, also after one of the people in it
 * was erased (E30): a second publication would reveal more than the first.
 *
 * @param perSubject the maximum that one person can have changed all values together
 * @param values by cell; a cell below the metric's threshold has none
 */
public record PublishedStatistic(
    String metric,
    StatisticsPurpose purpose,
    LocalDate day,
    long perSubject,
    Epsilon epsilon,
    Map<Cell, Long> values,
    Instant publishedAt) {
  static final String DAY = "day";

  /** The noise needs no failure probability, so every publication is purely epsilon-private. */
  public static final int DELTA = 0;

  public PublishedStatistic {
    Objects.requireNonNull(metric);
    Objects.requireNonNull(purpose);
    Objects.requireNonNull(day);
    Objects.requireNonNull(epsilon);
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    Objects.requireNonNull(publishedAt);
  }

  DocumentPath path() {
    return path(metric, day);
  }

  /** Returns the path of a metric's only publication about a day; paths sort by day. */
  static DocumentPath path(String metric, LocalDate day) {
    return OwnCollections.AGGREGATES.document(day + "-" + metric);
  }

  Fields write() {
    return Fields.empty()
        .with("metric", metric)
        .with("purpose", purpose.storedName())
        .with(DAY, day.toString())
        .with("perSubject", perSubject)
        .with("epsilonMillionths", epsilon.millionths())
        .with("delta", DELTA)
        .with(
            "cells",
            values.entrySet().stream()
                .map(
                    each ->
                        Map.of(
                            "value", each.getKey().value(),
                            "plan", each.getKey().plan(),
                            "noisy", each.getValue()))
                .toList())
        .with("publishedAt", publishedAt);
  }

  static PublishedStatistic read(Document document) {
    Fields fields = document.fields();
    Map<Cell, Long> values = new LinkedHashMap<>();
    for (Fields each : fields.maps("cells")) {
      values.put(
          new Cell(each.string("value").orElseThrow(), each.string("plan").orElseThrow()),
          each.number("noisy").orElseThrow());
    }
    return new PublishedStatistic(
        fields.string("metric").orElseThrow(),
        StoredName.find(StatisticsPurpose.class, fields.string("purpose").orElseThrow())
            .orElseThrow(),
        LocalDate.parse(fields.string(DAY).orElseThrow()),
        fields.number("perSubject").orElseThrow(),
        new Epsilon(fields.number("epsilonMillionths").orElseThrow()),
        values,
        fields.instant("publishedAt").orElseThrow());
  }
}
