package com.anykoma.privacy.erasure;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.consent.ConsentService;
import com.anykoma.privacy.consent.SubjectHash;
import com.anykoma.privacy.consent.Subjects;
import com.anykoma.privacy.datamap.DataMap;
import com.anykoma.privacy.plan.PlanService;
import com.anykoma.privacy.platform.Cloud;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.Tasks;
import com.anykoma.privacy.proof.Certificate;
import com.anykoma.privacy.proof.Finding;
import com.anykoma.privacy.retention.Breaker;
import com.anykoma.privacy.retention.Certificates;
import com.anykoma.privacy.retention.DueIndex;
import com.anykoma.privacy.retention.ItemHolds;
import com.anykoma.privacy.retention.Order;
import com.anykoma.privacy.retention.OrderBook;
import com.anykoma.privacy.retention.OrderState;
import com.anykoma.privacy.retention.Removal;
import com.anykoma.privacy.retention.Residency;
import com.anykoma.privacy.retention.Targets;
import com.anykoma.privacy.vault.KeyClass;
import com.anykoma.privacy.vault.ShreddingService;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Carries out an order to erase a person: asks the breaker, raises the fence, removes everything,
 * looks once more into every store, and only then says that it is done (P20, P23; E10, E11, E22,
 * E26; invariants 2 to 4). Broken off anywhere and begun again, it ends the same. What is not in
 * our hands is said to be pending, never done.
 */
public final class ErasingService {
  private static final Logger LOG = Logger.getLogger(ErasingService.class.getName());
  private static final int MOST_PASSES = 4;

  /** Stripe redacts payments only once they are this old. */
  private static final Duration UNREDACTED = Duration.ofDays(90);

  private static final Duration ASK_AGAIN = Duration.ofDays(1);

  private final Documents documents;
  private final Subjects subjects;
  private final ConsentService consents;
  private final ErasureService erasures;
  private final ErasureOrders orders;
  private final SubjectRemoval removal;
  private final CustomerRemoval customers;
  private final Holds holds;
  private final ShreddingService keys;
  private final Breaker breaker;
  private final Certificates certificates;
  private final OrderBook book;
  private final Tasks tasks;
  private final InstantSource clock;

  public ErasingService(
      Cloud cloud,
      Subjects subjects,
      SubjectHash hash,
      DataMap dataMap,
      ConsentService consents,
      ErasureService erasures,
      Residency residency,
      Breaker breaker,
      InstantSource clock) {
    this.documents = cloud.documents();
    this.subjects = subjects;
    this.consents = consents;
    this.erasures = erasures;
    this.orders = new ErasureOrders(hash, residency);
    this.customers = new CustomerRemoval(cloud.documents(), subjects, cloud.billing(), clock);
    this.holds = new Holds(cloud.documents(), subjects.audit());
    this.keys = new ShreddingService(cloud.keys(), hash, clock);
    this.removal =
        new SubjectRemoval(
            cloud.documents(),
            cloud.accounts(),
            customers,
            keys,
            new Targets(dataMap),
            new Removal(cloud.documents(), cloud.blobs(), dataMap),
            hash);
    this.breaker = breaker;
    this.certificates = new Certificates(cloud.blobs(), cloud.tasks(), clock);
    this.book = new OrderBook(cloud.documents(), subjects.audit(), clock);
    this.tasks = cloud.tasks();
    this.clock = clock;
  }

  /**
   * Does what a task says: carries out an {@code order}, or takes note of what the second reader
   * found of it.
   *
   * @throws PermanentFailure when it names no order
   */
  public void handle(Task task) {
    String order =
        Optional.ofNullable(task.attributes().get(DueIndex.ORDER))
            .orElseThrow(() -> new PermanentFailure("a task to erase names no order"));
    if (!book.noteDoubt(ErasureOrders.path(order), task)) {
      erase(order);
    }
  }

  /**
   * Does what a task about a {@code subject} says, for whom there is no order yet: looks for what
   * came back of them after their erasure, or takes note that a {@code customer} of theirs was
   * deleted.
   *
   * @throws PermanentFailure when it names no subject
   */
  public void handleLateWrite(Task task) {
    SubjectId subject =
        Optional.ofNullable(task.attributes().get("subject"))
            .map(SubjectId::new)
            .orElseThrow(() -> new PermanentFailure("a task about a late write names no subject"));
    Optional<String> customer = Optional.ofNullable(task.attributes().get("customer"));
    if (PlanService.CUSTOMER_ENDED.equals(task.attributes().get("cause"))) {
      customer.ifPresent(it -> erasures.customerEnded(subject, it));
    } else {
      late(subject, customer.map(Set::of).orElse(Set.of()));
    }
  }

  /**
   * How many documents and objects erasing the subject would remove, by the location that leads to
   * them. Changes nothing.
   */
  public Map<String, Long> preview(SubjectId subject) {
    return removal.counts(subject);
  }

  /** Carries out the order, as far as it may be by now; nothing where there is nothing to do. */
  public void erase(String id) {
    Optional<Order> order = Order.live(documents.get(ErasureOrders.path(id)));
    if (order.isEmpty() || order.get().isRestorable(clock.instant())) {
      return;
    }
    Optional<SubjectId> subject = order.get().subject();
    if (subject.isEmpty()) {
      close(order.get(), 0);
    } else {
      started(order.get(), subject.get()).ifPresent(it -> carryOut(it, subject.get()));
    }
  }

  /** The order once it is under way; empty while it waits for a person, or is none any more. */
  private Optional<Order> started(Order order, SubjectId subject) {
    if (!order.isOpen()) {
      return Optional.of(order);
    }
    Instant now = clock.instant();
    Breaker.Decision decision =
        breaker.decide(Breaker.Kind.ERASURES, order, () -> removal.size(subject));
    if (decision.halt().isEmpty() || Breaker.isAuthorisedByOwner(order)) {
      fence(order, subject);
    } else {
      subjects.keepFence(subject);
    }
    return book.change(
            order.path(),
            it ->
                it.isOpen()
                    ? decision
                        .halt()
                        .map(why -> it.halted(why, now))
                        .orElseGet(() -> it.started(now, decision.confirmed()))
                    : it)
        .filter(it -> it.state() == OrderState.IN_PROGRESS);
  }

  /**
   * A request that could be taken back has raised no fence yet, nor has an order whose cause is
   * inferred: while a breaker halts it, its subject is not locked out. One that stands is kept.
   * Nobody is fenced off whose request was taken back, or denied, at the last moment.
   */
  private void fence(Order order, SubjectId subject) {
    if (!subjects.erased(subject)) {
      consents.end(
          subject,
          order.cause(),
          tx -> {
            if (Order.live(tx.read(order.path())).isEmpty()) {
              throw new IllegalStateException("an erasure was taken back as it was to begin");
            }
            return ErasureOrders.number(order);
          });
    } else {
      subjects.keepFence(subject);
    }
  }

  private void carryOut(Order order, SubjectId subject) {
    if (holds.of(subject).stream().anyMatch(ItemHolds::isPlaced)) {
      throw new IllegalStateException("a legal hold has yet to keep its copy");
    }
    Order latest = order;
    if (certificates.of(order).isPresent()) {
      if (removal.left(subject, ofProvider(order, subject)).isEmpty() && close(order, 0)) {
        return;
      }
      latest =
          book.change(order.path(), Order::nextRound)
              .orElse(order); // it came after the certificate
    }
    subjects.keepFence(subject);
    long removed = 0;
    for (int pass = 0; pass < MOST_PASSES; pass++) {
      Set<String> ofProvider = ofProvider(latest, subject);
      latest =
          book.change(latest.path(), it -> ErasureOrders.withCustomers(it, ofProvider))
              .orElse(latest);
      removed += removal.remove(subject, ofProvider);
      List<String> left = removal.left(subject, ofProvider);
      if (left.isEmpty() && close(latest, removed)) {
        return;
      }
      Optional<Order> after = Order.live(documents.get(order.path()));
      if (after.isEmpty()) {
        return; // another instance was first, and has seen that nothing is left
      }
      latest = after.get();
    }
    throw new IllegalStateException("something of an erased subject comes again and again");
  }

  /** The payment provider's customers that are known to be the subject's, or were before. */
  private Set<String> ofProvider(Order order, SubjectId subject) {
    Set<String> customersOfSubject = new HashSet<>(removal.customersOf(subject));
    customersOfSubject.addAll(ErasureOrders.customers(order));
    return customersOfSubject;
  }

  /**
   * Says what is so, once a certificate says the same: done, or what is pending or has to stay.
   * Asks the second reader where it has not looked yet. False, and nothing said, when a late writer
   * has asked for another look since the order was read.
   */
  private boolean close(Order read, long removed) {
    Instant now = clock.instant();
    List<Remainder> pending = pending(read, now);
    List<Remainder> retained = read.subject().map(holds::remainders).orElse(List.of());
    if (retained.isEmpty()) {
      read.subject().ifPresent(it -> keys.shred(it, KeyClass.HELD));
    }
    Optional<Certificate> certificate = certificates.of(read);
    boolean agrees = certificate.filter(it -> agrees(it, pending, retained)).isPresent();
    boolean isStale = certificate.filter(it -> !agrees && isStale(it, now)).isPresent();
    boolean[] said = {false};
    Optional<Order> after =
        book.change(
            read.path(),
            it -> {
              said[0] = it.round() == read.round();
              if (!said[0]) {
                return it;
              }
              Order known = noted(it.removing(removed), pending, retained);
              return agrees
                  ? closed(known, pending, retained, now)
                  : (isStale ? known.nextRound() : known).removedAt(now);
            });
    if (said[0] && (certificate.isEmpty() || isStale)) {
      after.ifPresent(it -> certificates.ask(it, now));
    }
    return said[0];
  }

  /** Whether the second reader found the same not to be gone yet. */
  private static boolean agrees(
      Certificate certificate, List<Remainder> pending, List<Remainder> retained) {
    return places(certificate.remainders().stream().map(Finding::place))
        .equals(places(Stream.concat(pending.stream(), retained.stream()).map(Remainder::place)));
  }

  private static Set<String> places(Stream<String> places) {
    return places.collect(Collectors.toSet());
  }

  /** It is asked for no other one at once: two who do not agree would ask for ever. */
  private static boolean isStale(Certificate certificate, Instant now) {
    return !now.isBefore(certificate.issuedAt().plus(DueIndex.LEASE));
  }

  private static Order noted(Order order, List<Remainder> pending, List<Remainder> retained) {
    return ErasureOrders.with(
        ErasureOrders.with(order, ErasureOrders.PENDING, pending),
        ErasureOrders.RETAINED,
        retained);
  }

  private static Order closed(
      Order order, List<Remainder> pending, List<Remainder> retained, Instant now) {
    if (!retained.isEmpty()) {
      Instant next = retained.stream().map(Remainder::until).min(Instant::compareTo).orElseThrow();
      return order.next(next); // it still has to name whose item is held
    }
    Order unnamed = order.without(Order.UID);
    return pending.isEmpty()
        ? unnamed.without(ErasureOrders.CUSTOMERS).closed(OrderState.FULFILLED, now)
        : unnamed.next(now.plus(ASK_AGAIN));
  }

  /** What the payment provider still has to redact. */
  private List<Remainder> pending(Order order, Instant now) {
    boolean isRedacted = ErasureOrders.customers(order).stream().allMatch(customers::isRedacted);
    Instant until = order.removedAt().orElse(now).plus(UNREDACTED);
    return isRedacted
        ? List.of()
        : List.of(
            new Remainder(
                "stripeCustomer", "Stripe redacts payments only once they are 90 days old", until));
  }

  /**
   * Looks for what a late writer, a restored backup or a re-created account brought back of an
   * erased subject, and has it removed (E11, E13, E16 to E19). Nothing happens where nothing is.
   * Where a store or provider does not answer, something may be left: the order that is opened then
   * tries again for as long as it takes.
   *
   * @param ofProvider customers of the payment provider that are said to be the subject's
   */
  private void late(SubjectId subject, Set<String> ofProvider) {
    if (!subjects.erased(subject) || isNothingLeft(subject, ofProvider)) {
      return;
    }
    Instant now = clock.instant();
    Order found =
        subjects.transact(
            subject,
            tx -> {
              Optional<Order> known = orders.current(tx, subject);
              boolean goesOn =
                  known.filter(it -> it.isLive() && it.subject().isPresent()).isPresent();
              Order order =
                  goesOn
                      ? ErasureOrders.anotherRound(known.get(), ofProvider, now)
                      : ErasureOrders.withCustomers(
                          orders.immediate(
                              subject, ErasureOrders.number(tx) + 1, "late-write", now),
                          ofProvider);
              order.write(tx.ordering(), goesOn ? known : Optional.empty(), now);
              if (!goesOn) {
                tx.raiseTombstone(now, "late-write", ErasureOrders.number(tx) + 1);
              }
              return order;
            });
    tasks.publish(List.of(DueIndex.task(Subjects.ERASE, found.id(), "late", now)));
  }

  private boolean isNothingLeft(SubjectId subject, Set<String> ofProvider) {
    try {
      return ofProvider.stream().allMatch(customers::isRemoved)
          && removal.left(subject, ofProvider).isEmpty();
    } catch (RuntimeException e) {
      LOG.warning(
          "what a late writer left could not be looked for; an order looks again reason="
              + e.getClass().getSimpleName());
      return false;
    }
  }
}
