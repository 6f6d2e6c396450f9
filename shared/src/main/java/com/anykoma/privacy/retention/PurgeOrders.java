package com.anykoma.privacy.retention;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.consent.SubjectHash;
import com.anykoma.privacy.consent.SubjectTransaction;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Micros;
import java.time.Instant;
import java.util.Optional;

/**
 * Opens the orders to purge what its owner has deleted, {@code purges/{id}}: one for each life of a
 * document, in the transaction that learns of its end (P20; E10, E11). What stands at the same path
 * later is another life.
 */
public final class PurgeOrders {
  static final CollectionPath PURGES = new CollectionPath("purges");
  static final String ITEM = "item";
  static final String CREATED_AT = "createdAt";

  private final SubjectHash hash;
  private final Residency residency;

  public PurgeOrders(SubjectHash hash, Residency residency) {
    this.hash = hash;
    this.residency = residency;
  }

  /** A document of the app, from its creation to its end. */
  public record Life(SubjectId owner, DocumentPath path, Instant createdAt) {}

  /** Where the order about this life is kept. */
  public DocumentPath pathOf(Life life) {
    return PURGES.document(
        hash.of("purge", life.path().value() + "@" + Micros.of(life.createdAt())));
  }

  /**
   * Takes note that the life has ended.
   *
   * @param known what is at {@link #pathOf}, read in this transaction
   * @param since when it ended, as far as is known: the promised date counts from there
   * @return false when it is purged, or about to be, already: then nothing more is to be noted
   */
  public boolean ended(
      SubjectTransaction tx,
      Life life,
      Optional<Document> known,
      String cause,
      Instant since,
      Instant now) {
    Optional<Order> before = known.map(Order::of);
    if (before.isEmpty() || before.get().state() == OrderState.REVOKED) {
      Order order =
          Order.open(
                  pathOf(life),
                  life.owner(),
                  cause,
                  since,
                  residency.restorableUntil(since),
                  Residency.deadline(since))
              .with(ITEM, life.path().value())
              .with(CREATED_AT, life.createdAt());
      order.write(tx.noting(), known.map(Order::of), now);
      return true;
    }
    return before.get().isOpen();
  }

  /** Takes note that the life goes on after all. */
  public void restored(SubjectTransaction tx, Optional<Document> known, Instant now) {
    known
        .map(Order::of)
        .filter(Order::isOpen)
        .map(it -> it.closed(OrderState.REVOKED, now))
        .ifPresent(it -> it.write(tx.noting(), known.map(Order::of), now));
  }
}
