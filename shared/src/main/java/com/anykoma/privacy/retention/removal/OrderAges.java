package com.anykoma.privacy.retention.removal;

import com.anykoma.privacy.BatchRunner;
import com.anykoma.privacy.platform.Document;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.logging.Logger;

/**
 * Says how old the orders are that are handed out, so that somebody hears of one that does not end:
 * it is handed out again and again (P20). Reads nothing for it. Lines are what alerts are made of.
 */
public final class OrderAges {
  private static final Logger LOG = Logger.getLogger(OrderAges.class.getName());

  private OrderAges() {}

  /**
   * Tells of the orders among what was handed out.
   *
   * @param kind {@code erasures} or {@code purges}; what is no order has no promised date
   */
  public static void tell(String kind, List<Document> handed, Instant now) {
    List<Document> orders = handed.stream().filter(each -> each.fields().has("dueAt")).toList();
    List<RemovalOrder> open =
        new BatchRunner(kind)
            .read(orders, each -> each.path().id(), RemovalOrder::of).stream()
                .filter(each -> each.subject().isPresent()) // else only others have something left
                .toList();
    open.stream()
        .map(RemovalOrder::requestedAt)
        .min(Comparator.naturalOrder())
        .map(oldest -> Duration.between(oldest, now).toSeconds())
        .ifPresent(
            seconds ->
                LOG.info(
                    "orders kind="
                        + kind
                        + " handed="
                        + open.size()
                        + " oldestSeconds="
                        + seconds));
    long overdue = open.stream().filter(each -> !now.isBefore(each.dueAt())).count();
    if (overdue > 0) {
      LOG.severe("alarm: orders are past their promised date kind=" + kind + " count=" + overdue);
    }
  }
}
