package com.anykoma.privacy.rights.erasure;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.StepRunner;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.log.Log;
import com.anykoma.privacy.log.LogField;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Pages;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.TaskPayload.Decision;
import com.anykoma.privacy.platform.Tasks;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.retention.expiry.ExpiryCircuitBreaker;
import com.anykoma.privacy.retention.removal.CircuitBreaker;
import com.anykoma.privacy.retention.removal.OrderState;
import com.anykoma.privacy.retention.removal.OrderUpdates;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.subject.SubjectTransaction;
import com.anykoma.privacy.subject.Subjects;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Applies an operator's decision about blocked deletions: confirms or denies all orders of a kind,
 * all of a cause, or one order (P19). A blocked order continues only after a confirmation.
 * Idempotent.
 */
public record ConfirmService(
    Documents documents,
    Subjects subjects,
    CircuitBreaker breaker,
    ExpiryCircuitBreaker expiry,
    OrderUpdates updates,
    Tasks tasks,
    InstantSource clock) {
  private static final Log LOG = Log.of(ConfirmService.class);
  private static final int PAGE = 200;

  /** Each order takes one transaction; this number fits into a function's time-out. */
  private static final int MAX_PER_STEP = 1_000;

  /**
   * The result of one or more steps.
   *
   * @param orders the number of orders that were decided
   * @param released the number of circuit breakers that were released
   * @param isOver whether no further step is needed
   */
  public record Decided(long orders, long released, boolean isOver) {
    /** Whether the decision changed nothing. */
    public boolean isNothing() {
      return orders == 0 && released == 0;
    }

    Decided and(Decided next) {
      return new Decided(orders + next.orders, released + next.released, next.isOver);
    }
  }

  /**
   * Performs one step of a decision, and publishes the next step if orders remain. If the decision
   * changes nothing, as when its task is delivered twice, only logs a warning.
   */
  public void handle(Decision decision) {
    Decided decided = step(decision);
    if (decided.isNothing() && decision.step() == 0) {
      LOG.warning(
          "a decision changed nothing: no blocked order has its kind, cause, location or id");
    }
    if (!decided.isOver()) {
      Decision next = decision.next();
      String id = Topic.CONFIRM.storedName() + "-" + next.step() + "-" + clock.millis();
      tasks.publish(List.of(new Task(Topic.CONFIRM, id, next)));
    }
  }

  public Decided decide(Decision decision) {
    Decided decided = step(decision);
    while (!decided.isOver()) {
      decided = decided.and(step(decision));
    }
    return decided;
  }

  /**
   * Decides at most {@value #MAX_PER_STEP} orders: all {@code erasures} or {@code purges}, all
   * orders of one cause, or one order. A confirmation of {@code expiry} or of a location's name
   * releases the expiry of records.
   */
  private Decided step(Decision decision) {
    return decision.isConfirmed()
        ? confirmed(decision.target())
        : decided(waiting(decision.target(), true), this::deny);
  }

  private Decided confirmed(String what) {
    long released = expiry.confirm(what) ? 1 : 0;
    for (CircuitBreaker.Kind kind : kinds(what)) {
      released += breaker.confirm(kind, isKind(what) ? Optional.empty() : Optional.of(what));
    }
    return new Decided(0, released, true).and(decided(waiting(what, false), this::confirm));
  }

  private static boolean isKind(String what) {
    return CircuitBreaker.Kind.of(what).isPresent();
  }

  private static List<CircuitBreaker.Kind> kinds(String what) {
    return CircuitBreaker.Kind.of(what)
        .map(List::of)
        .orElseGet(() -> List.of(CircuitBreaker.Kind.values()));
  }

  /** Decides each order; a failure of one does not stop the others. */
  private static Decided decided(Set<String> waiting, Predicate<String> decision) {
    StepRunner steps = new StepRunner();
    long decided =
        waiting.stream()
            .limit(MAX_PER_STEP)
            .filter(id -> steps.call(() -> decision.test(id), false))
            .count();
    steps.throwFailure();
    return new Decided(decided, 0, decided == 0 || waiting.size() <= MAX_PER_STEP);
  }

  /**
   * The ids of the orders to decide, at most one more than a step decides. A decided order is no
   * longer found, so the next step finds others.
   *
   * @param withOpen includes open orders that a tripped breaker would block at their next attempt
   */
  private Set<String> waiting(String what, boolean withOpen) {
    Set<String> waiting = new LinkedHashSet<>();
    find(what).ifPresent(it -> waiting.add(it.id()));
    for (CircuitBreaker.Kind kind : kinds(what)) {
      Query all = Query.in(new CollectionPath(kind.storedName())).limit(PAGE);
      Query blocked = all.where(RemovalOrder.BLOCKED, Query.Operator.GREATER, "");
      gather(blocked, it -> isKind(what) || it.cause().equals(what), waiting);
      for (String cause : withOpen ? breaker.tripped(kind) : Set.<String>of()) {
        if (isKind(what) || cause.equals(what)) {
          gather(all.whereEqual("cause", cause).whereEqual("state", "open"), it -> true, waiting);
        }
      }
    }
    return waiting;
  }

  private void gather(Query query, Predicate<RemovalOrder> which, Set<String> ids) {
    for (List<Document> page : Pages.of(documents, query)) {
      if (ids.size() > MAX_PER_STEP) {
        return;
      }
      page.stream().map(RemovalOrder::of).filter(which).map(RemovalOrder::id).forEach(ids::add);
    }
  }

  /** Confirms a blocked order; returns false if no blocked order has this id. */
  public boolean confirm(String id) {
    Optional<RemovalOrder> before =
        find(id)
            .flatMap(it -> RemovalOrder.live(documents.get(it)))
            .filter(it -> it.blocked().isPresent());
    return before
        .flatMap(it -> updates.change(it.path(), order -> order.confirmed(clock.instant())))
        .isPresent();
  }

  /** Denies an order, and lowers the fence of an erasure; false if removal has begun. */
  public boolean deny(String id) {
    Optional<RemovalOrder> order = find(id).flatMap(it -> RemovalOrder.live(documents.get(it)));
    Optional<SubjectId> subject = order.flatMap(RemovalOrder::subject);
    boolean denied =
        subject.isPresent()
            && subjects.transact(subject.get(), List.of(order.get().path()), this::deny);
    if (denied) {
      LOG.warning("an operator denied an order", LogField.ORDER.of(id));
    }
    return denied;
  }

  private boolean deny(SubjectTransaction tx) {
    Optional<RemovalOrder> open = RemovalOrder.live(tx.alsoRead(0)).filter(RemovalOrder::isOpen);
    if (open.isPresent()) {
      RemovalOrder denied = open.get().closed(OrderState.DENIED, clock.instant()).unnamed();
      if (denied.path().collection().equals(OwnCollections.ERASURES)) {
        ErasureRequests.lowerFence(tx);
      }
      denied.write(tx.ordering(), open, clock.instant());
    }
    return open.isPresent();
  }

  private Optional<DocumentPath> find(String id) {
    try {
      return Arrays.stream(CircuitBreaker.Kind.values())
          .map(each -> new CollectionPath(each.storedName()).document(id))
          .filter(each -> RemovalOrder.live(documents.get(each)).isPresent())
          .findFirst();
    } catch (IllegalArgumentException e) {
      throw new PermanentFailure("the decision names no valid order id");
    }
  }
}
