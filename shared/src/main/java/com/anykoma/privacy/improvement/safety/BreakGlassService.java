package com.anykoma.privacy.improvement.safety;

import com.anykoma.privacy.Purpose;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.Owners;
import com.anykoma.privacy.improvement.review.ReviewQueue;
import com.anykoma.privacy.improvement.review.View;
import com.anykoma.privacy.improvement.review.Views;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.proof.audit.Action;
import com.anykoma.privacy.proof.audit.AuditEntry;
import com.anykoma.privacy.proof.audit.KeyedHash;
import com.anykoma.privacy.proof.audit.ReasonCode;
import com.anykoma.privacy.retention.removal.Deletion;
import com.anykoma.privacy.subject.SubjectHash;
import com.anykoma.privacy.subject.SubjectTransaction;
import com.anykoma.privacy.subject.Subjects;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Shows the original of an item in a safety review (P18): the holder of the item's lease requests
 * it with a reason and a ticket, another member of staff approves it, and for one hour the
 * requester may see that item. Each request, approval and view is in the audit log. Items of the
 * queue for improvement have no such exception.
 */
public record BreakGlassService(
    Documents documents,
    Subjects subjects,
    Owners owners,
    SubjectHash hash,
    Views views,
    ReviewQueue<SafetyDecision> queue,
    SafetyRules rules,
    InstantSource clock) {
  /** The time from the request within which it can be approved. */
  public static final Duration APPROVABLE = Duration.ofHours(24);

  /** The time from the approval within which the original can be seen. */
  public static final Duration OPEN = Duration.ofHours(1);

  private static final String REQUESTED_BY = "requestedBy";
  private static final String REQUESTED_AT = "requestedAt";
  private static final String APPROVED_BY = "approvedBy";
  private static final String APPROVED_AT = "approvedAt";
  private static final String UID = "uid";
  private static final String CONTENT = "content";
  private static final String REASON = "reason";

  /**
   * Requests the original of an item. Idempotent: a lease has one request, whose first reason
   * stays.
   *
   * @param item the item's id in the requester's lease
   * @return the id of the request; empty if the requester does not hold the lease
   */
  public Optional<String> request(
      SubjectId requester, String item, BreakGlassReason reason, TicketReference ticket) {
    KeyedHash actor = views.actor(requester);
    String id = hash.of("break-glass", item);
    return queue.onLease(
        requester,
        item,
        it -> {
          SubjectTransaction tx = it.tx();
          if (tx.read(pathOf(id)).isEmpty()) {
            ReasonCode cause = new ReasonCode(reason.storedName());
            tx.create(
                pathOf(id),
                Fields.empty()
                    .with(UID, it.owner().value())
                    .with(CONTENT, it.content().path().value())
                    .with(REQUESTED_BY, actor.value())
                    .with(REQUESTED_AT, it.now())
                    .with(REASON, cause.value())
                    .with("ticket", ticket.value()));
            tx.auditWriter().append(AuditEntry.ofGrant(it.now(), Action.OPENED, id, actor, cause));
          }
          return id;
        });
  }

  /**
   * Approves a request of another member of staff. Idempotent: only the first approval counts.
   *
   * @return false if there is no such request, it is the approver's own, or it is too old
   */
  public boolean approve(SubjectId approver, String id) {
    KeyedHash actor = views.actor(approver);
    Instant now = clock.instant();
    return inTransaction(id, (tx, grant) -> approve(tx, grant, actor, now)).isPresent();
  }

  private static Optional<Boolean> approve(
      SubjectTransaction tx, Document grant, KeyedHash actor, Instant now) {
    if (is(grant, REQUESTED_BY, actor) || hasPassed(grant, REQUESTED_AT, APPROVABLE, now)) {
      return Optional.empty();
    }
    if (!grant.fields().has(APPROVED_BY)) {
      tx.update(grant, Fields.empty().with(APPROVED_BY, actor.value()).with(APPROVED_AT, now));
      tx.auditWriter()
          .append(
              AuditEntry.ofGrant(now, Action.CONFIRMED, grant.path().id(), actor, cause(grant)));
    }
    return Optional.of(true);
  }

  /** Returns the item's fields in plaintext to the requester while the approval lasts. */
  public Optional<Fields> open(SubjectId requester, String id) {
    KeyedHash actor = views.actor(requester);
    Instant now = clock.instant();
    return inTransaction(
            id,
            (tx, grant) -> {
              Optional<Document> content =
                  Optional.of(grant)
                      .filter(it -> is(it, REQUESTED_BY, actor) && it.fields().has(APPROVED_BY))
                      .filter(it -> !hasPassed(it, APPROVED_AT, OPEN, now))
                      .flatMap(it -> tx.alsoRead(1))
                      .filter(it -> !Deletion.isMarked(it))
                      .filter(it -> owners.reading(tx::read).of(it).contains(ownerOf(grant)));
              content.ifPresent(
                  it ->
                      views.record(
                          tx, id, now, actor, View.at(now, Purpose.SECURITY, cause(grant), true)));
              return content.map(it -> new Original(ownerOf(grant), it));
            })
        .flatMap(it -> rules.open(it.owner(), it.content()));
  }

  private record Original(SubjectId owner, Document content) {}

  /** Does work on a request in a transaction about the item's owner; empty if there is none. */
  private <T> Optional<T> inTransaction(
      String id, BiFunction<SubjectTransaction, Document, Optional<T>> work) {
    return documents
        .get(pathOf(id))
        .flatMap(
            found ->
                subjects.transact(
                    ownerOf(found),
                    List.of(found.path(), contentOf(found)),
                    tx ->
                        tx.alsoRead(0)
                            .filter(it -> !tx.erased() && !tx.subject().isUseBarred())
                            .flatMap(it -> work.apply(tx, it))));
  }

  private static boolean is(Document grant, String field, KeyedHash actor) {
    return grant.fields().string(field).filter(actor.value()::equals).isPresent();
  }

  private static boolean hasPassed(Document grant, String field, Duration after, Instant now) {
    return !now.isBefore(grant.fields().instant(field).orElseThrow().plus(after));
  }

  private static SubjectId ownerOf(Document grant) {
    return new SubjectId(grant.fields().string(UID).orElseThrow());
  }

  private static DocumentPath contentOf(Document grant) {
    return new DocumentPath(grant.fields().string(CONTENT).orElseThrow());
  }

  private static ReasonCode cause(Document grant) {
    return new ReasonCode(grant.fields().string(REASON).orElseThrow());
  }

  private static DocumentPath pathOf(String id) {
    return OwnCollections.BREAK_GLASS.document(id);
  }
}
