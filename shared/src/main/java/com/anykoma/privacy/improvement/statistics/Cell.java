package com.anykoma.privacy.improvement.statistics;

import java.util.Objects;

/** A cell of a statistic: a value of the metric's field, and a plan. */
public record Cell(String value, String plan) {
  public Cell {
    Objects.requireNonNull(value);
    Objects.requireNonNull(plan);
  }
}
