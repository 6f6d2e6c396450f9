package com.anykoma.privacy.retention.removal;

import com.anykoma.privacy.log.Log;
import com.anykoma.privacy.log.LogField;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.proof.audit.AuditLog;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Changes live orders, each in a transaction with an audit entry; never closed ones (invariant 3).
 */
public record OrderUpdates(Documents documents, AuditLog audit, InstantSource clock) {
  private static final Log LOG = Log.of(OrderUpdates.class);

  /** Applies a change to a live order; returns empty if the order is closed or absent. */
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
   * Records that an attempt could not remove everything, and raises an alarm if the previous
   * attempt could not either.
   *
   * @param removed the number of documents and objects that the attempt removed
   * @param remaining the locations that still hold data
   */
  public void recordIncomplete(DocumentPath order, long removed, List<String> remaining) {
    boolean[] again = {false};
    Optional<RemovalOrder> after =
        change(
            order,
            it -> {
              again[0] = !it.remaining().isEmpty();
              return it.withMoreRemoved(removed).withRemaining(remaining);
            });
    if (after.isPresent() && again[0] && !remaining.isEmpty()) {
      LOG.severe(
          "alarm: an order cannot remove everything",
          LogField.ORDER.of(order.id()),
          LogField.REMAINING.of(remaining));
    }
  }

  /** Records the released copies that only corpus entries lead to, before these are deleted. */
  public void recordReleased(DocumentPath order, Set<String> names) {
    if (!names.isEmpty()) {
      change(order, it -> it.withRecalled(names));
    }
  }

  /** Records the discrepancies that the independent verifier found. */
  public void recordDiscrepancies(DocumentPath order, List<String> places) {
    change(order, it -> it.withDiscrepancies(places, clock.instant()));
  }
}
