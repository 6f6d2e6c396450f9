package com.anykoma.privacy.rights.erasure;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.log.Log;
import com.anykoma.privacy.log.LogField;
import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.subject.Subjects;
import com.anykoma.privacy.usage.plan.Subscriptions;
import com.anykoma.privacy.usage.training.ItemStamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks again, before an erasure request starts, that its cause still holds (P19):
 *
 * <table>
 * <caption>Preconditions</caption>
 * <tr><th>cause</th><th>starts if</th><th>else</th></tr>
 * <tr><td>requested, late-write, erased-before</td><td>always</td><td></td></tr>
 * <tr><td>account-deleted</td><td>no account exists that is older than the request</td>
 *     <td>blocked, without a fence</td></tr>
 * <tr><td>account-gone</td><td>an answer with its control accounts lacks the account, and no
 *     subscription has begun since the request</td><td>revoked</td></tr>
 * <tr><td>customer-deleted</td><td>the same, and no subscription is live</td><td>revoked</td></tr>
 * </table>
 *
 * <p>An inferred request is blocked if the answer cannot be trusted, or if its subject wrote
 * something after it. An account younger than the reported deletion was created later under the
 * same uid and does not inherit the data (E16).
 */
public record Preconditions(
    Documents documents,
    Accounts accounts,
    AccountCheck check,
    Subjects subjects,
    SubjectCollections roots,
    MissingAccountRecords absences,
    InstantSource clock) {
  private static final Log LOG = Log.of(Preconditions.class);

  private enum State {
    HOLDS,
    UNCONFIRMED,
    REFUTED
  }

  /** Whether the cause holds, and why it is unconfirmed; the reason is empty in other states. */
  private record PreconditionCheck(State state, String reason) {
    private static final PreconditionCheck HOLDS = new PreconditionCheck(State.HOLDS, "");
    private static final PreconditionCheck REFUTED = new PreconditionCheck(State.REFUTED, "");

    static PreconditionCheck unconfirmed(String reason) {
      return new PreconditionCheck(State.UNCONFIRMED, reason);
    }
  }

  /**
   * Whether an open request may start. A request with a refuted cause is revoked. A request with an
   * unconfirmed cause is blocked until an operator confirms or denies it. In both cases the fence
   * is lowered.
   */
  boolean mayBegin(RemovalOrder order, SubjectId subject) {
    PreconditionCheck finding = find(order, subject);
    switch (finding.state()) {
      case REFUTED -> {
        absences.clear(subject);
        LOG.warning(
            "an erasure request was revoked before it started", LogField.ORDER.of(order.id()));
      }
      case UNCONFIRMED -> {
        if (order.isConfirmed()) {
          return true;
        }
        block(order, subject, finding.reason());
      }
      case HOLDS -> {
        return true;
      }
    }
    return false;
  }

  private PreconditionCheck find(RemovalOrder order, SubjectId subject) {
    return switch (ErasureCause.of(order)) {
      case REQUESTED, LATE_WRITE, ERASED_BEFORE -> PreconditionCheck.HOLDS;
      case ACCOUNT_DELETED ->
          order.isConfirmed() ? PreconditionCheck.HOLDS : deleted(order, subject);
      case ACCOUNT_GONE -> gone(order, subject, order.requestedAt());
      case CUSTOMER_DELETED -> gone(order, subject, Instant.EPOCH);
    };
  }

  private PreconditionCheck deleted(RemovalOrder order, SubjectId subject) {
    boolean lives =
        accounts.get(subject).filter(it -> it.created().isBefore(order.requestedAt())).isPresent();
    return lives
        ? PreconditionCheck.unconfirmed("the account still exists")
        : PreconditionCheck.HOLDS;
  }

  private PreconditionCheck gone(RemovalOrder order, SubjectId subject, Instant subscribedSince) {
    Subscriptions subscriptions =
        subjects.get(subject).map(Subscriptions::of).orElse(Subscriptions.NONE);
    if (accounts.get(subject).isPresent() || subscriptions.isAnyLiveSince(subscribedSince)) {
      return PreconditionCheck.REFUTED;
    }
    if (check.absentAmong(Set.of(subject)).filter(it -> it.contains(subject)).isEmpty()) {
      return PreconditionCheck.unconfirmed("no other account confirms that this one is missing");
    }
    return hasWrittenSince(order.requestedAt(), subject)
        ? PreconditionCheck.unconfirmed("the subject wrote something after the account was missed")
        : PreconditionCheck.HOLDS;
  }

  private boolean hasWrittenSince(Instant time, SubjectId subject) {
    List<DocumentPath> accountDocuments =
        roots.collections().stream()
            .map(each -> new CollectionPath(each).existingDocument(subject.documentId()))
            .filter(each -> !each.equals(Subjects.path(subject)))
            .toList();
    return documents.getAll(accountDocuments).stream()
            .flatMap(Optional::stream)
            .map(Document::updateTime)
            .anyMatch(time::isBefore)
        || !documents.find(ItemStamp.createdAfter(subject, time).limit(1)).isEmpty();
  }

  private void block(RemovalOrder order, SubjectId subject, String reason) {
    Instant now = clock.instant();
    boolean isNew =
        subjects.transact(
            subject,
            List.of(order.path()),
            tx -> {
              Optional<RemovalOrder> open =
                  RemovalOrder.live(tx.alsoRead(0)).filter(RemovalOrder::isOpen);
              open.ifPresent(
                  it -> {
                    ErasureRequests.lowerFence(tx);
                    it.blocked(reason, now).write(tx.ordering(), open, now);
                  });
              return open.filter(it -> it.blocked().isEmpty()).isPresent();
            });
    if (isNew) {
      LOG.severe(
          "alarm: an erasure could not be confirmed and is blocked", LogField.ORDER.of(order.id()));
    }
  }
}
