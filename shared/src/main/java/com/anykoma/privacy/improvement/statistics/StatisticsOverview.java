package com.anykoma.privacy.improvement.statistics;

import java.time.YearMonth;
import java.util.List;
import java.util.Objects;

/**
 * The statistics that were published about the days of one month.
 *
 * @param monthly the privacy loss that they may add up to
 * @param spent the privacy loss that they have added up to
 */
public record StatisticsOverview(
    YearMonth month, Epsilon monthly, Epsilon spent, List<PublishedStatistic> published) {
  public StatisticsOverview {
    Objects.requireNonNull(month);
    Objects.requireNonNull(monthly);
    Objects.requireNonNull(spent);
    published = List.copyOf(published);
  }
}
