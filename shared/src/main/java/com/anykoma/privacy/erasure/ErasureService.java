package com.anykoma.privacy.erasure;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.consent.ConsentService;
import com.anykoma.privacy.consent.SubjectHash;
import com.anykoma.privacy.consent.Subjects;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.Tasks;
import com.anykoma.privacy.retention.DueIndex;
import com.anykoma.privacy.retention.Order;
import com.anykoma.privacy.retention.OrderState;
import com.anykoma.privacy.retention.Residency;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Takes the orders to erase people, by whatever road they come, and keeps them moving until they
 * are done (P20, P23; E14, E16, E26, E28). An order by the person themselves can be taken back for
 * a while; meanwhile nothing of theirs is shown or used. What comes about an erased person later is
 * looked for and removed again. Safe to repeat and to overlap.
 */
public final class ErasureService {
  private static final String REQUESTED_AT = "requestedAt";
  private static final CollectionPath CUSTOMERS = new CollectionPath("customers");
  private static final int MOST_A_SHARD = 50;

  private final Documents documents;
  private final Subjects subjects;
  private final ConsentService consents;
  private final ErasureOrders orders;
  private final Tasks tasks;
  private final InstantSource clock;

  public ErasureService(
      Documents documents,
      Subjects subjects,
      SubjectHash hash,
      ConsentService consents,
      Residency residency,
      Tasks tasks,
      InstantSource clock) {
    this.documents = documents;
    this.subjects = subjects;
    this.consents = consents;
    this.orders = new ErasureOrders(hash, residency);
    this.tasks = tasks;
    this.clock = clock;
  }

  /**
   * Takes a person's request to be erased: it can be taken back until {@link
   * Order#restorableUntil}. Asked again, it is the same request.
   *
   * @param cause who asked, a fixed word
   */
  public Order request(SubjectId subject, String cause) {
    Instant now = clock.instant();
    Order order =
        subjects.transact(
            subject,
            tx -> {
              Optional<Order> known = orders.current(tx, subject);
              if (known.filter(Order::isLive).isPresent() || tx.erased()) {
                return known.orElseThrow();
              }
              long number = ErasureOrders.number(tx) + 1;
              Order asked = orders.restorable(subject, number, cause, now);
              tx.put(
                  ErasureOrders.SECTION,
                  Fields.empty().with(ErasureOrders.NUMBER, number).with(REQUESTED_AT, now));
              asked.write(tx.ordering(), Optional.empty(), now);
              return asked;
            });
    tasks.publish(List.of(ConsentService.withdrawal(subject, "erasure-requested", order.id())));
    return order;
  }

  /**
   * Takes the subject's request back.
   *
   * @return the request, and no longer live if it could be taken back; empty when there is none
   */
  public Optional<Order> undo(SubjectId subject) {
    Instant now = clock.instant();
    return subjects.transact(
        subject,
        tx -> {
          Optional<Order> known = orders.current(tx, subject);
          if (tx.erased() || known.filter(it -> it.isRestorable(now)).isEmpty()) {
            return known;
          }
          Order revoked = known.get().closed(OrderState.REVOKED, now).without(Order.UID);
          tx.put(
              ErasureOrders.SECTION,
              Fields.empty().with(ErasureOrders.NUMBER, ErasureOrders.number(tx)));
          revoked.write(tx.ordering(), known, now);
          return Optional.of(revoked);
        });
  }

  /** The latest order about the subject, be it done or taken back. */
  public Optional<Order> status(SubjectId subject) {
    return subjects.transact(subject, tx -> orders.current(tx, subject));
  }

  /**
   * Begins the erasure of a subject who is gone for good, at once: raises the fence, then has the
   * order carried out. A request that was waiting is carried out now.
   *
   * @param cause what tells us, a fixed word
   */
  public void begin(SubjectId subject, String cause) {
    if (subjects.erased(subject)) {
      subjects.refused(subject, Optional.empty());
      return;
    }
    Instant now = clock.instant();
    consents.end(
        subject,
        cause,
        tx -> {
          Optional<Order> known = orders.current(tx, subject);
          if (tx.erased()) {
            return ErasureOrders.number(tx);
          }
          boolean waits = known.filter(Order::isOpen).isPresent();
          long number = waits ? ErasureOrders.number(tx) : ErasureOrders.number(tx) + 1;
          Order order =
              waits
                  ? known.get().with("restorableUntil", now).next(now)
                  : orders.immediate(subject, number, cause, now);
          order.write(tx.ordering(), waits ? known : Optional.empty(), now);
          return number;
        });
    handOut(subject, "begun", now);
  }

  private void handOut(SubjectId subject, String why, Instant now) {
    status(subject)
        .filter(Order::isLive)
        .ifPresent(it -> tasks.publish(List.of(DueIndex.task(Subjects.ERASE, it.id(), why, now))));
  }

  /** Erases a subject again who was erased before, by whatever road they came back (E16, E18). */
  void again(SubjectId subject) {
    if (subjects.erased(subject)) {
      subjects.refused(subject, Optional.empty());
      return;
    }
    Instant now = clock.instant();
    consents.end(
        subject,
        "erased-before",
        tx -> {
          long number = ErasureOrders.number(tx) + 1;
          Order order = orders.again(subject, number, "erased-before", now);
          order.write(tx.ordering(), Optional.empty(), now);
          return number;
        });
    handOut(subject, "again", now);
  }

  /** Has the subject's erasure go on at once, after what it waited for. */
  void resume(SubjectId subject) {
    handOut(subject, "resumed", clock.instant());
  }

  /**
   * Takes note that a customer was deleted at the payment provider. If it was the subject's last,
   * that is a request to be erased, which the subject can take back (E32).
   */
  public void customerEnded(SubjectId subject, String customer) {
    if (subjects.erased(subject)) {
      return;
    }
    Instant now = clock.instant();
    boolean isLast =
        documents.find(Query.in(CUSTOMERS).whereEqual("uid", subject.value())).stream()
            .allMatch(it -> hasEnded(it) || it.path().id().equals(customer));
    boolean known =
        subjects.transact(
            subject,
            List.of(path(customer)),
            tx -> {
              tx.alsoRead(0)
                  .filter(it -> !hasEnded(it))
                  .ifPresent(it -> tx.update(it, Fields.empty().with("endedAt", now)));
              return tx.alsoRead(0).isPresent();
            });
    if (known && isLast) {
      Order unused = request(subject, "customer-deleted");
    }
  }

  private static boolean hasEnded(Document customer) {
    return customer.fields().has("endedAt");
  }

  private static DocumentPath path(String customer) {
    return CUSTOMERS.document(customer);
  }

  /**
   * Hands out the erasures that are due, as tasks.
   *
   * @param until when no more are begun to be handed out; the next run goes on
   * @return how many
   */
  public int handOutDue(Instant until) {
    return new DueIndex(documents, ErasureOrders.ERASURES)
        .handOut(tasks, each -> Subjects.ERASE, clock, until, MOST_A_SHARD);
  }
}
