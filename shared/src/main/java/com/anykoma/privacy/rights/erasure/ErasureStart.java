package com.anykoma.privacy.rights.erasure;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.retention.removal.CircuitBreaker;
import com.anykoma.privacy.retention.removal.OrderState;
import com.anykoma.privacy.retention.removal.OrderUpdates;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.subject.Subjects;
import com.anykoma.privacy.usage.consent.ConsentService;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Decides whether an open erasure request may start, and starts it: checks its precondition again,
 * consults the circuit breaker and raises the fence (P19, P20; E22). While a breaker blocks a
 * request with an inferred cause, the fence is not raised.
 */
public record ErasureStart(
    Subjects subjects,
    ConsentService consents,
    Preconditions preconditions,
    CircuitBreaker breaker,
    SubjectRemoval removal,
    OrderUpdates updates,
    InstantSource clock) {
  /** Starts the request; empty if its precondition fails, it is blocked or no longer live. */
  Optional<RemovalOrder> begin(RemovalOrder order, SubjectId subject) {
    if (!order.isOpen()) {
      return Optional.of(order);
    }
    if (!preconditions.mayBegin(order, subject)) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    CircuitBreaker.Decision decision =
        breaker.decide(CircuitBreaker.Kind.ERASURES, order, () -> removal.size(subject));
    boolean mayFence = decision.block().isEmpty() || CircuitBreaker.isAuthorisedByOwner(order);
    if (mayFence && !subjects.erased(subject)) {
      fence(order, subject);
    } else {
      subjects.renewFence(subject);
    }
    return updates
        .change(
            order.path(),
            it ->
                it.isOpen()
                    ? decision
                        .block()
                        .map(why -> it.blocked(why, now))
                        .orElseGet(() -> it.started(now, decision.confirmed()))
                    : it)
        .filter(it -> it.state() == OrderState.IN_PROGRESS);
  }

  /**
   * Raises the fence. A revocable request has no fence yet, nor has a request with an inferred
   * cause, so that a blocked request does not lock out its subject. A subject whose request was
   * revoked or denied at the last moment gets no fence.
   */
  private void fence(RemovalOrder order, SubjectId subject) {
    consents.end(
        subject,
        order.cause(),
        tx -> {
          if (RemovalOrder.live(tx.read(order.path())).isEmpty()) {
            throw new IllegalStateException(
                "an erasure request was revoked just before it started");
          }
          return ErasureRequests.number(order);
        });
  }
}
