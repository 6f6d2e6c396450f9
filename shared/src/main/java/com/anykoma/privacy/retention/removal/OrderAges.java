package com.anykoma.privacy.retention.removal;

import com.anykoma.privacy.BatchRunner;
import com.anykoma.privacy.log.Log;
import com.anykoma.privacy.log.LogField;
import com.anykoma.privacy.platform.Document;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * Logs the age of dispatched orders, so that an alert reports an order that does not finish and is
 * therefore dispatched again and again (P20). Makes no reads. Log-based metrics and alerts parse
 * these lines.
 */
public final class OrderAges {
  private static final Log LOG = Log.of(OrderAges.class);

  private OrderAges() {}

  /** Logs the number and oldest age of dispatched orders; raises an alarm for overdue ones. */
  public static void log(String kind, List<Document> dispatched, Instant now) {
    List<Document> orders = dispatched.stream().filter(each -> each.fields().has("dueAt")).toList();
    List<RemovalOrder> open =
        new BatchRunner(kind)
            .read(orders, each -> each.path().id(), RemovalOrder::of).stream()
                .filter(
                    each -> each.subject().isPresent()) // else only third parties still hold data
                .toList();
    open.stream()
        .map(RemovalOrder::requestedAt)
        .min(Comparator.naturalOrder())
        .map(oldest -> Duration.between(oldest, now).toSeconds())
        .ifPresent(
            seconds ->
                LOG.info(
                    "orders",
                    LogField.KIND.of(kind),
                    LogField.DISPATCHED.of(open.size()),
                    LogField.OLDEST_SECONDS.of(seconds)));
    long overdue = open.stream().filter(each -> !now.isBefore(each.dueAt())).count();
    if (overdue > 0) {
      LOG.severe(
          "alarm: orders are past their promised date",
          LogField.KIND.of(kind),
          LogField.COUNT.of(overdue));
    }
  }
}
