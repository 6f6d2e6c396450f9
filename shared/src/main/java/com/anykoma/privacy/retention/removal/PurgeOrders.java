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
 * Opens the purge orders for deleted content, {@code purges/{id}}: one for each life of a document,
 * in the transaction that detects its deletion (P20; E10, E11), and one for each object without a
 * document. A document created later at the same path has a life of its own.
 */
public record PurgeOrders(SubjectHash hash, Residency residency) {
  /**
   * How long an object may exist before its document. Apps upload first and write the document when
   * the upload is complete (E10). An app that loses its connection in between writes the document
   * at its next start, within 24 hours.
   */
  public static final Duration ORPHAN_GRACE = Duration.ofHours(24);

  static final String ORPHANED = "orphaned";

  /** The cause of an order about a document beneath another person's removed document. */
  static final String PLACE_REMOVED = "place-removed";

  static final String ITEM = "item";
  static final String CREATED_AT = "createdAt";

  /** One life of a document of the app, from its creation to its deletion. */
  public record Life(SubjectId owner, DocumentPath path, Instant createdAt) {}

  /**
   * An object of the app whose document does not exist.
   *
   * @param item path of the missing document
   * @param upload generation of the object in the bucket of uploads; a later upload is another
   *     orphan
   * @param storedAt when it was uploaded
   */
  public record Orphan(SubjectId owner, DocumentPath item, long upload, Instant storedAt) {}

  public DocumentPath pathOf(Orphan orphan) {
    return OwnCollections.PURGES.document(
        hash.of("purge", orphan.item().value() + "@upload-" + orphan.upload()));
  }

  /**
   * Opens the purge order of an object whose document this transaction has read as absent. The
   * restorable period begins after {@link #ORPHAN_GRACE}. The order is revoked if a document exists
   * at the path when the purge starts. Idempotent.
   *
   * @param known the document at {@link #pathOf(Orphan)}, read in this transaction
   */
  public void openForOrphan(
      SubjectTransaction tx, Orphan orphan, Optional<Document> known, Instant now) {
    Instant graceEnds = orphan.storedAt().plus(ORPHAN_GRACE);
    Instant begins = now.isAfter(graceEnds) ? now : graceEnds;
    Instant restorable = residency.restorableUntil(begins);
    Instant due = Residency.deadline(begins);
    RemovalOrder order =
        RemovalOrder.open(pathOf(orphan), orphan.owner(), ORPHANED, now, restorable, due)
            .with(ITEM, orphan.item().value());
    open(tx, order, known, now);
  }

  public DocumentPath pathOf(Life life) {
    return OwnCollections.PURGES.document(
        hash.of("purge", life.path().value() + "@" + Micros.of(life.createdAt())));
  }

  /** Opens the purge order of a document that was deleted at this time, if none is known. */
  void openForEnded(
      SubjectTransaction tx,
      Life life,
      Optional<Document> known,
      String cause,
      Instant since,
      Instant now) {
    Instant restorable = residency.restorableUntil(since);
    Instant due = Residency.deadline(since);
    RemovalOrder order =
        RemovalOrder.open(pathOf(life), life.owner(), cause, since, restorable, due)
            .with(ITEM, life.path().value())
            .with(CREATED_AT, life.createdAt());
    open(tx, order, known, now);
  }

  /** Does nothing if an order exists that was not revoked. */
  private static void open(
      SubjectTransaction tx, RemovalOrder order, Optional<Document> known, Instant now) {
    Optional<RemovalOrder> before = known.map(RemovalOrder::of);
    if (before.isEmpty() || before.get().state() == OrderState.REVOKED) {
      order.write(tx.auditWriter(), before, now);
    }
  }

  /** Whether our records about the item are deleted or final and must not be written again. */
  public static boolean isSettled(Optional<Document> known) {
    return known
        .map(RemovalOrder::of)
        .filter(it -> !it.isOpen() && it.state() != OrderState.REVOKED)
        .isPresent();
  }

  /** Revokes the order of a restored document, if it is open. */
  void revokeRestored(SubjectTransaction tx, Optional<Document> known, Instant now) {
    known
        .map(RemovalOrder::of)
        .filter(RemovalOrder::isOpen)
        .map(it -> it.closed(OrderState.REVOKED, now))
        .ifPresent(it -> it.write(tx.auditWriter(), known.map(RemovalOrder::of), now));
  }
}
