package com.anykoma.privacy.erasure;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.Steps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.consent.SubjectTransaction;
import com.anykoma.privacy.consent.Subjects;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Pages;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.retention.Breaker;
import com.anykoma.privacy.retention.ExpiryBreaker;
import com.anykoma.privacy.retention.Order;
import com.anykoma.privacy.retention.OrderBook;
import com.anykoma.privacy.retention.OrderState;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.logging.Logger;

/**
 * What a person decides about deletions that wait: that all of a kind or of a cause, or one order,
 * are meant, or are not (P19). Nothing else moves a halted order on. Safe to repeat.
 */
public final class ConfirmService {
  /** The topic whose tasks are such decisions: {@code decision} and {@code what}. */
  public static final String CONFIRM = "confirm";

  private static final Logger LOG = Logger.getLogger(ConfirmService.class.getName());
  private static final int PAGE = 200;

  private final Documents documents;
  private final Subjects subjects;
  private final Breaker breaker;
  private final ExpiryBreaker expiry;
  private final OrderBook book;
  private final InstantSource clock;

  public ConfirmService(
      Documents documents,
      Subjects subjects,
      Breaker breaker,
      ExpiryBreaker expiry,
      InstantSource clock) {
    this.documents = documents;
    this.subjects = subjects;
    this.breaker = breaker;
    this.expiry = expiry;
    this.book = new OrderBook(documents, subjects.audit(), clock);
    this.clock = clock;
  }

  /**
   * Does what a task says: {@code decision} is {@code confirm} or {@code deny}, {@code what} is
   * {@code erasures}, {@code purges}, the cause of orders that are halted, an order's id, or, to
   * confirm that records expire, {@code expiry} or the name of a location.
   *
   * @throws PermanentFailure when it says anything else, or nothing of it waits
   */
  public void handle(Task task) {
    String what = task.attributes().getOrDefault("what", "");
    boolean found =
        switch (task.attributes().getOrDefault("decision", "")) {
          case "confirm" -> expiry.confirm(what) || confirmAll(what) || confirm(what);
          case "deny" -> denyAll(what) || deny(what);
          default -> throw new PermanentFailure("a decision is 'confirm' or 'deny'");
        };
    if (!found) {
      throw new PermanentFailure("nothing of this kind, cause, location or id waits");
    }
  }

  private boolean confirmAll(String what) {
    boolean isKind = Breaker.Kind.of(what).isPresent();
    for (Breaker.Kind kind : kinds(what)) {
      breaker.confirm(kind, isKind ? Optional.empty() : Optional.of(what));
    }
    return decided(what, this::confirm) || isKind;
  }

  private boolean denyAll(String what) {
    return decided(what, this::deny);
  }

  private static List<Breaker.Kind> kinds(String what) {
    return Breaker.Kind.of(what).map(List::of).orElseGet(() -> List.of(Breaker.Kind.values()));
  }

  /**
   * Decides about every halted order of the kind or cause, each whatever becomes of the others.
   *
   * @return whether there was any
   */
  private boolean decided(String what, Predicate<String> decision) {
    boolean isKind = Breaker.Kind.of(what).isPresent();
    List<String> decided = new ArrayList<>();
    Steps steps = new Steps();
    for (Breaker.Kind kind : kinds(what)) {
      Pages.forEach(
          documents,
          Query.in(new CollectionPath(kind.word()))
              .where(Order.HALTED, Query.Operator.GREATER, "")
              .limit(PAGE),
          page ->
              page.stream()
                  .map(Order::of)
                  .filter(it -> isKind || it.cause().equals(what))
                  .forEach(
                      it -> {
                        decided.add(it.id());
                        boolean unused = steps.answer(() -> decision.test(it.id()), false);
                      }));
    }
    steps.throwFailure();
    return !decided.isEmpty();
  }

  /**
   * An order is meant: no breaker holds it up any more.
   *
   * @return false when nothing is to be done of such an order
   */
  public boolean confirm(String id) {
    Optional<DocumentPath> path = find(id);
    return path.flatMap(it -> book.change(it, order -> order.confirmed(clock.instant())))
        .isPresent();
  }

  /**
   * An order is not meant. If it is to erase somebody, the fence comes down.
   *
   * @return false when it is too late, because removal has begun, or there is no such order
   */
  public boolean deny(String id) {
    Optional<Order> order = find(id).flatMap(it -> Order.live(documents.get(it)));
    Optional<SubjectId> subject = order.flatMap(Order::subject);
    boolean denied =
        subject.isPresent()
            && subjects.transact(subject.get(), List.of(order.get().path()), this::deny);
    if (denied) {
      LOG.warning("a person denied an order order=" + id);
    }
    return denied;
  }

  private boolean deny(SubjectTransaction tx) {
    Optional<Order> open = Order.live(tx.alsoRead(0)).filter(Order::isOpen);
    if (open.isPresent()) {
      Order denied = open.get().closed(OrderState.DENIED, clock.instant()).without(Order.UID);
      if (denied.path().collection().equals(ErasureOrders.ERASURES)) {
        ErasureOrders.lowerFence(tx);
      }
      denied.write(tx.ordering(), open, clock.instant());
    }
    return open.isPresent();
  }

  private Optional<DocumentPath> find(String id) {
    try {
      return Arrays.stream(Breaker.Kind.values())
          .map(each -> new CollectionPath(each.word()).document(id))
          .filter(each -> Order.live(documents.get(each)).isPresent())
          .findFirst();
    } catch (IllegalArgumentException e) {
      throw new PermanentFailure("what is decided about is no id of an order");
    }
  }
}
