package com.anykoma.privacy.improvement.statistics;

import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Pages;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.Query.Operator;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The statistics that were published about the days of one month, by day.
 *
 * @param monthly the privacy loss that they may add up to
 * @param spent the privacy loss that they have added up to
 */
public record StatisticsOverview(
    YearMonth month, Epsilon monthly, Epsilon spent, List<PublishedStatistic> published) {
  private static final int PAGE = 500;

  public StatisticsOverview {
    Objects.requireNonNull(month);
    Objects.requireNonNull(monthly);
    Objects.requireNonNull(spent);
    published = List.copyOf(published);
  }

  /** Reads the statistics about a month, and its budget. */
  public static StatisticsOverview read(
      Documents documents, StatisticsSettings settings, YearMonth month) {
    Query about =
        Query.in(OwnCollections.AGGREGATES)
            .where(PublishedStatistic.DAY, Operator.GREATER_OR_EQUAL, month.atDay(1).toString())
            .where(PublishedStatistic.DAY, Operator.LESS_OR_EQUAL, month.atEndOfMonth().toString())
            .limit(PAGE);
    List<PublishedStatistic> published = new ArrayList<>();
    for (List<Document> page : Pages.of(documents, about)) {
      page.forEach(each -> published.add(PublishedStatistic.read(each)));
    }
    Epsilon spent = new PrivacyBudget(documents, settings.monthly()).spent(month);
    return new StatisticsOverview(month, settings.monthly(), spent, published);
  }

  /** Returns the privacy loss that further statistics about the month may add. */
  public Epsilon left() {
    return monthly.minus(spent);
  }
}
