package com.anykoma.privacy.retention.removal;

import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.proof.audit.AuditLog;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.logging.Logger;

/**
 * Changes orders that are under way, each in a transaction of its own that tells the audit log.
 * What is over is never changed (invariant 3).
 */
public record OrderUpdates(Documents documents, AuditLog audit, InstantSource clock) {
  private static final Logger LOG = Logger.getLogger(OrderUpdates.class.getName());

  /**
   * The order as changed; empty, and nothing changed, when nothing is to be done of it any more.
   */
  public Optional<RemovalOrder> change(DocumentPath order, UnaryOperator<RemovalOrder> change) {
    return documents.transact(
        tx -> {
          Optional<RemovalOrder> live = RemovalOrder.live(tx.read(order));
          Optional<RemovalOrder> after = live.map(change);
          after
              .filter(it -> !live.equals(after))
              .ifPresent(it -> it.write(audit.writer(tx), live, clock.instant()));
          return after;
        });
  }

  /**
   * Takes note that an attempt could not remove everything, and raises an alarm when the attempt
   * before could not either.
   *
   * @param removed how many documents and objects it has removed
   * @param remaining the locations where something is left
   */
  public void incomplete(DocumentPath order, long removed, List<String> remaining) {
    boolean[] again = {false};
    Optional<RemovalOrder> after =
        change(
            order,
            it -> {
              again[0] = !it.remaining().isEmpty();
              return it.removing(removed).withRemaining(remaining);
            });
    if (after.isPresent() && again[0] && !remaining.isEmpty()) {
      LOG.severe(
          "alarm: an order cannot remove everything order="
              + order.id()
              + " remaining="
              + String.join(",", remaining));
    }
  }

  /** Takes note of what the second reader found of the order. */
  public void recordDiscrepancies(DocumentPath order, List<String> places) {
    change(order, it -> it.withDiscrepancies(places, clock.instant()));
  }
}
