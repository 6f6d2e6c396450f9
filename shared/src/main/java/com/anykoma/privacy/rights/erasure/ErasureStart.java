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
 * Decides whether an open order to erase a person may begin, and begins it: reads again what it was
 * opened for, asks the breaker and raises the fence (P19, P20; E22). An order whose cause is
 * inferred raises no fence while a breaker blocks it.
 */
public record ErasureStart(
    Subjects subjects,
    ConsentService consents,
    Preconditions preconditions,
    CircuitBreaker breaker,
    SubjectRemoval removal,
    OrderUpdates updates,
    InstantSource clock) {
  /** The order once it is under way; empty while its precondition does not hold, or it waits. */
  Optional<RemovalOrder> begin(RemovalOrder order, SubjectId subject) {
    return order.isOpen() && !preconditions.mayBegin(order, subject)
        ? Optional.empty()
        : start(order, subject);
  }

  /** The order once it is under way; empty while it waits for a person, or is none any more. */
  private Optional<RemovalOrder> start(RemovalOrder order, SubjectId subject) {
    if (!order.isOpen()) {
      return Optional.of(order);
    }
    Instant now = clock.instant();
    CircuitBreaker.Decision decision =
        breaker.decide(CircuitBreaker.Kind.ERASURES, order, () -> removal.size(subject));
    if (decision.block().isEmpty() || CircuitBreaker.isAuthorisedByOwner(order)) {
      fence(order, subject);
    } else {
      subjects.renewFence(subject);
    }
    return updates.change(
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
   * A request that could be taken back has raised no fence yet, nor has an order whose cause is
   * inferred: while a breaker blocks it, its subject is not locked out. One that stands is kept. A
   * subject whose request was taken back or denied at the last moment is not fenced off.
   */
  private void fence(RemovalOrder order, SubjectId subject) {
    if (!subjects.erased(subject)) {
      consents.end(
          subject,
          order.cause(),
          tx -> {
            if (RemovalOrder.live(tx.read(order.path())).isEmpty()) {
              throw new IllegalStateException("an erasure was taken back as it was to begin");
            }
            return ErasureRequests.number(order);
          });
    } else {
      subjects.renewFence(subject);
    }
  }
}
