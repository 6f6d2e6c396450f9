package com.anykoma.privacy.retention.removal;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Micros;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.retention.residency.Residency;
import com.anykoma.privacy.subject.SubjectHash;
import com.anykoma.privacy.subject.SubjectTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Opens the orders to purge what its owner has deleted, {@code purges/{id}}: one for each life of a
 * document, in the transaction that learns of its end (P20; E10, E11), and one for each object that
 * no document belongs to. What stands at the same path later is another life.
 */
public record PurgeOrders(SubjectHash hash, Residency residency) {
  /**
   * How long an object may wait for the document that it belongs to. Apps upload first and write
   * the document when the upload is complete (E10); within 24 hours an app that lost its connection
   * in between writes it at its next start.
   */
  public static final Duration ORPHAN_GRACE = Duration.ofHours(24);

  /** The cause of an order about an orphan. */
  static final String ORPHANED = "orphaned";

  /** The cause of an order about a document of one person beneath another's that was removed. */
  static final String PLACE_REMOVED = "place-removed";

  static final String ITEM = "item";
  static final String CREATED_AT = "createdAt";

  /** A document of the app, from its creation to its end. */
  public record Life(SubjectId owner, DocumentPath path, Instant createdAt) {}

  /**
   * An object of the app whose document is not there.
   *
   * @param item where the document would be
   * @param upload the object's generation in the bucket of uploads; a later upload is another
   *     orphan
   * @param storedAt when it was uploaded
   */
  public record Orphan(SubjectId owner, DocumentPath item, long upload, Instant storedAt) {}

  /** Where the order about this orphan is kept. */
  public DocumentPath pathOf(Orphan orphan) {
    return OwnCollections.PURGES.document(
        hash.of("purge", orphan.item().value() + "@upload-" + orphan.upload()));
  }

  /**
   * Orders the purge of an object whose document this transaction has read as absent. The time in
   * which it can be taken back begins after {@link #ORPHAN_GRACE}. The order is revoked when any
   * document is at the path by the time that it is carried out. Safe to repeat.
   *
   * @param known what is at {@link #pathOf(Orphan)}, read in this transaction
   */
  public void orphaned(
      SubjectTransaction tx, Orphan orphan, Optional<Document> known, Instant now) {
    Instant graceEnds = orphan.storedAt().plus(ORPHAN_GRACE);
    Instant begins = now.isAfter(graceEnds) ? now : graceEnds;
    RemovalOrder order =
        RemovalOrder.open(
                pathOf(orphan),
                orphan.owner(),
                ORPHANED,
                now,
                residency.restorableUntil(begins),
                Residency.deadline(begins))
            .with(ITEM, orphan.item().value());
    open(tx, order, known, now);
  }

  /** Where the order about this life is kept. */
  public DocumentPath pathOf(Life life) {
    return OwnCollections.PURGES.document(
        hash.of("purge", life.path().value() + "@" + Micros.of(life.createdAt())));
  }

  /**
   * Orders the purge of a life that has ended. Safe to repeat.
   *
   * @param known what is at {@link #pathOf(Life)}, read in this transaction
   * @param since when it ended, as far as is known: the promised date counts from there
   */
  void ended(
      SubjectTransaction tx,
      Life life,
      Optional<Document> known,
      String cause,
      Instant since,
      Instant now) {
    RemovalOrder order =
        RemovalOrder.open(
                pathOf(life),
                life.owner(),
                cause,
                since,
                residency.restorableUntil(since),
                Residency.deadline(since))
            .with(ITEM, life.path().value())
            .with(CREATED_AT, life.createdAt());
    open(tx, order, known, now);
  }

  /** Writes a new order unless one is there that was not revoked. */
  private static void open(
      SubjectTransaction tx, RemovalOrder order, Optional<Document> known, Instant now) {
    Optional<RemovalOrder> before = known.map(RemovalOrder::of);
    if (before.isEmpty() || before.get().state() == OrderState.REVOKED) {
      order.write(tx.auditWriter(), before, now);
    }
  }

  /**
   * Whether the item has been purged, is being purged, or a person has denied its purge: our
   * records about it are gone or settled, and are not to be written again.
   *
   * @param known what is at {@link #pathOf(Life)}
   */
  public static boolean isSettled(Optional<Document> known) {
    return known
        .map(RemovalOrder::of)
        .filter(it -> !it.isOpen() && it.state() != OrderState.REVOKED)
        .isPresent();
  }

  /** Revokes the order of a life that goes on after all. */
  void restored(SubjectTransaction tx, Optional<Document> known, Instant now) {
    known
        .map(RemovalOrder::of)
        .filter(RemovalOrder::isOpen)
        .map(it -> it.closed(OrderState.REVOKED, now))
        .ifPresent(it -> it.write(tx.auditWriter(), known.map(RemovalOrder::of), now));
  }
}
