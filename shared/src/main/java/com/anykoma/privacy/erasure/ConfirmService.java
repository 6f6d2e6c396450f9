package com.anykoma.privacy.erasure;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.consent.SubjectTransaction;
import com.anykoma.privacy.consent.Subjects;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.retention.Breaker;
import com.anykoma.privacy.retention.Order;
import com.anykoma.privacy.retention.OrderBook;
import com.anykoma.privacy.retention.OrderState;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.logging.Logger;

/**
 * What a person decides about deletions that wait: that they are meant, all of a kind or one order,
 * or that one is not (P19). Nothing else moves a halted order on. Safe to repeat.
 */
public final class ConfirmService {
  /** The topic whose tasks are such decisions: {@code decision} and {@code what}. */
  public static final String CONFIRM = "confirm";

  private static final Logger LOG = Logger.getLogger(ConfirmService.class.getName());
  private static final List<CollectionPath> ORDERS =
      List.of(new CollectionPath("erasures"), new CollectionPath("purges"));

  private final Documents documents;
  private final Subjects subjects;
  private final Breaker breaker;
  private final OrderBook book;
  private final InstantSource clock;

  public ConfirmService(
      Documents documents, Subjects subjects, Breaker breaker, InstantSource clock) {
    this.documents = documents;
    this.subjects = subjects;
    this.breaker = breaker;
    this.book = new OrderBook(documents, subjects.audit(), clock);
    this.clock = clock;
  }

  /**
   * Does what a task says: {@code decision} is {@code confirm} or {@code deny}, {@code what} is
   * {@code erasures}, {@code purges} or an order's id.
   *
   * @throws PermanentFailure when it says anything else
   */
  public void handle(Task task) {
    String what = task.attributes().getOrDefault("what", "");
    String decision = task.attributes().getOrDefault("decision", "");
    Optional<Breaker.Kind> kind = Breaker.Kind.of(what);
    if (decision.equals("confirm") && kind.isPresent()) {
      breaker.confirm(kind.get());
    } else if (decision.equals("confirm") || decision.equals("deny")) {
      boolean found = decision.equals("confirm") ? confirm(what) : deny(what);
      if (!found) {
        throw new PermanentFailure("no order of this id waits");
      }
    } else {
      throw new PermanentFailure("a decision is 'confirm' or 'deny'");
    }
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
        long number = ErasureOrders.number(tx);
        tx.lowerTombstone();
        tx.put(ErasureOrders.SECTION, Fields.empty().with(ErasureOrders.NUMBER, number));
      }
      denied.write(tx.ordering(), open, clock.instant());
    }
    return open.isPresent();
  }

  private Optional<DocumentPath> find(String id) {
    try {
      return ORDERS.stream()
          .map(each -> each.document(id))
          .filter(each -> Order.live(documents.get(each)).isPresent())
          .findFirst();
    } catch (IllegalArgumentException e) {
      throw new PermanentFailure("what is decided about is no id of an order");
    }
  }
}
