package com.anykoma.privacy.improvement.statistics;

import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;

/**
 * The ledger of privacy loss, {@code budgets/{month}}. It sums the epsilon of all publications
 * about the days of a month: the losses of several publications about one person add up. It belongs
 * to the month that the data is about, so that a late publication spends the same budget.
 *
 * @param monthly the sum that no month may exceed
 */
record PrivacyBudget(Documents documents, Epsilon monthly) {
  private static final String SPENT = "spentMillionths";

  private static DocumentPath path(YearMonth month) {
    return OwnCollections.BUDGETS.document(month.toString());
  }

  /** Returns what the publications about a month have spent. */
  Epsilon spent(YearMonth month) {
    return spent(documents.get(path(month)));
  }

  private static Epsilon spent(Optional<Document> ledger) {
    return new Epsilon(ledger.flatMap(it -> it.fields().number(SPENT)).orElse(0L));
  }

  /** Whether the month's budget is large enough for one more publication of the metric. */
  boolean permits(Metric metric, LocalDate day) {
    return permits(spent(YearMonth.from(day)).plus(metric.epsilon()));
  }

  private boolean permits(Epsilon spent) {
    return spent.compareTo(monthly) <= 0;
  }

  /**
   * Publishes a statistic and spends its epsilon, both in one transaction. A second statistic of
   * the same metric and day is discarded: its noise must never be seen beside that of the first.
   *
   * @return whether this statistic or another one of the metric and day is published; false if the
   *     budget is spent
   */
  boolean publish(PublishedStatistic statistic) {
    DocumentPath ledger = path(YearMonth.from(statistic.day()));
    return documents.transact(
        tx -> {
          List<Optional<Document>> read = tx.read(List.of(statistic.path(), ledger));
          Epsilon spent = spent(read.get(1)).plus(statistic.epsilon());
          if (read.get(0).isPresent() || !permits(spent)) {
            return read.get(0).isPresent();
          }
          tx.create(statistic.path(), statistic.write());
          tx.set(ledger, Fields.empty().with(SPENT, spent.millionths()));
          return true;
        });
  }
}
