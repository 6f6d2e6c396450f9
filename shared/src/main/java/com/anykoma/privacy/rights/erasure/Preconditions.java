package com.anykoma.privacy.rights.erasure;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.retention.removal.Order;
import com.anykoma.privacy.subject.Subjects;
import com.anykoma.privacy.usage.plan.Subscriptions;
import com.anykoma.privacy.usage.training.ItemStamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Logger;

/**
 * Reads again, before an order to erase a subject begins, what it was opened for (P19):
 *
 * <table>
 * <caption>What must hold</caption>
 * <tr><th>cause</th><th>begins if</th><th>else</th></tr>
 * <tr><td>requested, late-write, erased-before</td><td>always</td><td></td></tr>
 * <tr><td>account-deleted</td><td>there is no account that is older than the order</td>
 *     <td>waits for a person, without a fence</td></tr>
 * <tr><td>account-gone</td><td>an answer that returns its controls has no account, and no
 *     subscription has begun since the order</td><td>revoked</td></tr>
 * <tr><td>customer-deleted</td><td>the same, and no subscription is live</td><td>revoked</td></tr>
 * </table>
 *
 * <p>An inferred order whose answer cannot be believed, or whose subject wrote something after it,
 * waits for a person. An account that is younger than the report of a deletion was made under the
 * same uid afterwards, and does not inherit the data (E16).
 */
public record Preconditions(
    Documents documents,
    Accounts accounts,
    AccountCheck check,
    Subjects subjects,
    Roots roots,
    Absences absences,
    InstantSource clock) {
  private static final Logger LOG = Logger.getLogger(Preconditions.class.getName());

  private enum State {
    HOLDS,
    DOUBTED,
    REFUTED
  }

  private record Finding(State state, String reason) {
    private static final Finding HOLDS = new Finding(State.HOLDS, "");

    Finding {
      Objects.requireNonNull(state);
      Objects.requireNonNull(reason);
    }

    static Finding doubt(String reason) {
      return new Finding(State.DOUBTED, reason);
    }

    static Finding refutation(String reason) {
      return new Finding(State.REFUTED, reason);
    }
  }

  /**
   * Whether an open order may begin. One whose cause is refuted is revoked, and one whose cause is
   * doubted is halted until a person confirms or denies it; a subject of either has no fence.
   */
  boolean hold(Order order, SubjectId subject) {
    Finding finding = find(order, subject);
    switch (finding.state()) {
      case REFUTED -> {
        absences.end(subject);
        LOG.warning(
            "an erasure was revoked before it began order="
                + order.id()
                + " reason="
                + finding.reason());
      }
      case DOUBTED -> {
        if (order.isConfirmed()) {
          return true;
        }
        halt(order, subject, finding.reason());
      }
      case HOLDS -> {
        return true;
      }
    }
    return false;
  }

  private Finding find(Order order, SubjectId subject) {
    return switch (ErasureCause.of(order)) {
      case REQUESTED, LATE_WRITE, ERASED_BEFORE -> Finding.HOLDS;
      case ACCOUNT_DELETED -> order.isConfirmed() ? Finding.HOLDS : deleted(order, subject);
      case ACCOUNT_GONE -> gone(order, subject, order.requestedAt());
      case CUSTOMER_DELETED -> gone(order, subject, Instant.EPOCH);
    };
  }

  private Finding deleted(Order order, SubjectId subject) {
    boolean lives =
        accounts.get(subject).filter(it -> it.created().isBefore(order.requestedAt())).isPresent();
    return lives ? Finding.doubt("the account still exists") : Finding.HOLDS;
  }

  private Finding gone(Order order, SubjectId subject, Instant subscribedSince) {
    if (accounts.get(subject).isPresent()) {
      return Finding.refutation("the account exists");
    }
    if (subjects
        .get(subject)
        .map(Subscriptions::of)
        .orElse(Subscriptions.NONE)
        .isAnyLiveSince(subscribedSince)) {
      return Finding.refutation("a subscription is live");
    }
    if (check.absentAmong(Set.of(subject)).filter(it -> it.contains(subject)).isEmpty()) {
      return Finding.doubt("no other account confirms that this one is missing");
    }
    return hasWrittenSince(order.requestedAt(), subject)
        ? Finding.doubt("the subject wrote something after the account was missed")
        : Finding.HOLDS;
  }

  private boolean hasWrittenSince(Instant time, SubjectId subject) {
    List<DocumentPath> accountDocuments =
        roots.collections().stream()
            .map(each -> new CollectionPath(each).existing(subject.documentId()))
            .filter(each -> !each.equals(Subjects.path(subject)))
            .toList();
    return documents.getAll(accountDocuments).stream()
            .flatMap(Optional::stream)
            .map(Document::updateTime)
            .anyMatch(time::isBefore)
        || !documents.find(ItemStamp.createdAfter(subject, time).limit(1)).isEmpty();
  }

  private void halt(Order order, SubjectId subject, String reason) {
    Instant now = clock.instant();
    boolean isNew =
        subjects.transact(
            subject,
            List.of(order.path()),
            tx -> {
              Optional<Order> open = Order.live(tx.alsoRead(0)).filter(Order::isOpen);
              open.ifPresent(
                  it -> {
                    ErasureOrders.lowerFence(tx);
                    it.halted(reason, now).write(tx.ordering(), open, now);
                  });
              return open.filter(it -> it.halted().isEmpty()).isPresent();
            });
    if (isNew) {
      LOG.severe(
          "alarm: an erasure is in doubt and waits for a person order="
              + order.id()
              + " reason="
              + reason);
    }
  }
}
