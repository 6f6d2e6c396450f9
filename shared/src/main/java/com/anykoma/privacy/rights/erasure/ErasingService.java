package com.anykoma.privacy.rights.erasure;

import com.anykoma.privacy.Steps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.platform.Cloud;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Redaction;
import com.anykoma.privacy.platform.TaskPayload.Doubted;
import com.anykoma.privacy.platform.TaskPayload.Due;
import com.anykoma.privacy.platform.TaskPayload.LateWrite;
import com.anykoma.privacy.platform.TaskPayload.RemovalTask;
import com.anykoma.privacy.platform.Tasks;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.proof.certificate.Certificate;
import com.anykoma.privacy.proof.certificate.Finding;
import com.anykoma.privacy.protection.vault.KeyClass;
import com.anykoma.privacy.protection.vault.ShreddingService;
import com.anykoma.privacy.retention.removal.Breaker;
import com.anykoma.privacy.retention.removal.Certificates;
import com.anykoma.privacy.retention.removal.Order;
import com.anykoma.privacy.retention.removal.OrderBook;
import com.anykoma.privacy.retention.removal.OrderState;
import com.anykoma.privacy.retention.removal.OthersDocuments;
import com.anykoma.privacy.retention.removal.Remainder;
import com.anykoma.privacy.retention.removal.Removal;
import com.anykoma.privacy.retention.removal.SharedPlaces;
import com.anykoma.privacy.retention.removal.Targets;
import com.anykoma.privacy.retention.residency.Residency;
import com.anykoma.privacy.subject.SubjectHash;
import com.anykoma.privacy.subject.Subjects;
import com.anykoma.privacy.usage.consent.ConsentService;
import com.anykoma.privacy.work.DueIndex;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Carries out an order to erase a person: asks the breaker, raises the fence, removes everything,
 * looks once more into every store, and only then says that it is done (P20, P23; E10, E11, E22,
 * E26; invariants 2 to 4). A step that is refused stops no other. Broken off anywhere and begun
 * again, it ends the same. What is not in our hands is said to be pending, never done.
 */
public final class ErasingService {
  private static final int MAX_PASSES = 4;

  /** Stripe redacts payments only once they are this old. */
  private static final Duration UNREDACTED = Duration.ofDays(90);

  private static final Duration ASK_AGAIN = Duration.ofDays(1);

  private final Documents documents;
  private final Subjects subjects;
  private final ConsentService consents;
  private final ErasureOrders orders;
  private final SubjectRemoval removal;
  private final CustomerRemoval customers;
  private final Preconditions preconditions;
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
      Residency residency,
      Breaker breaker,
      InstantSource clock) {
    this.documents = cloud.documents();
    this.subjects = subjects;
    this.consents = consents;
    this.orders = new ErasureOrders(hash, residency);
    this.customers = new CustomerRemoval(cloud.documents(), subjects, cloud.billing(), clock);
    this.preconditions =
        new Preconditions(cloud, subjects, dataMap, new Absences(subjects, orders, clock), clock);
    this.holds = new Holds(cloud.documents(), subjects.audit());
    this.keys = new ShreddingService(cloud.keys(), hash, clock);
    this.removal =
        new SubjectRemoval(
            cloud.documents(),
            cloud.accounts(),
            customers,
            keys,
            new Targets(dataMap),
            new Removal(
                cloud.documents(),
                cloud.blobs(),
                dataMap,
                new SharedPlaces(cloud.documents(), subjects, hash, dataMap, residency, clock)),
            hash);
    this.breaker = breaker;
    this.certificates = new Certificates(cloud.blobs(), cloud.tasks(), clock);
    this.book = new OrderBook(cloud.documents(), subjects.audit(), clock);
    this.tasks = cloud.tasks();
    this.clock = clock;
  }

  /** Carries out an order, or takes note of what the second reader found of it. */
  public void handle(RemovalTask task) {
    if (task instanceof Doubted doubted) {
      book.noteDoubt(ErasureOrders.path(doubted.order()), doubted.places());
    } else if (task instanceof Due due) {
      erase(due.order());
    }
  }

  /** Looks for what came back of an erased subject, and for a customer of theirs. */
  public void handle(LateWrite task) {
    late(task.subject(), task.customer().map(Set::of).orElse(Set.of()));
  }

  /**
   * How many documents and objects erasing the subject would remove, by the location that leads to
   * them. Changes nothing.
   */
  public Map<String, Long> preview(SubjectId subject) {
    return removal.counts(subject);
  }

  /**
   * How much of other people's, or named by no location, lies beneath the subject's documents, and
   * what becomes of it. None of it is deleted with theirs.
   */
  public List<OthersDocuments> others(SubjectId subject) {
    return sum(removal.sharedPlaces(subject, List.of()));
  }

  /**
   * Whether any store has anything of the subject, or remembers that they were erased. Changes
   * nothing; reads the payment provider's customers one by one where nothing else knows the uid.
   */
  public boolean isKnown(SubjectId subject) {
    return subjects.erased(subject)
        || !holds.of(subject).isEmpty()
        || !documents.find(subjects.awaiting(subject).limit(1)).isEmpty()
        || removal.isAnythingOf(subject);
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
      begun(order.get(), subject.get()).ifPresent(it -> carryOut(it, subject.get()));
    }
  }

  /** The order once it is under way; empty while its precondition does not hold, or it waits. */
  private Optional<Order> begun(Order order, SubjectId subject) {
    return order.isOpen() && !preconditions.hold(order, subject)
        ? Optional.empty()
        : started(order, subject);
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
   * inferred: while a breaker halts it, its subject is not locked out. One that stands is kept. A
   * subject whose request was taken back or denied at the last moment is not fenced off.
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

  /** No refused step stops the others: the failure is thrown when all else is done. */
  private void carryOut(Order order, SubjectId subject) {
    Steps steps = new Steps();
    boolean mayContentGo = steps.run(() -> holds.requireKept(subject));
    Order latest = order;
    if (steps.answer(() -> certificates.of(order).isPresent(), false)) {
      if (isNothingLeft(order, subject, steps) && close(order, 0)) {
        return;
      }
      if (!steps.haveFailed()) { // it came after the certificate
        latest = book.change(order.path(), Order::nextRound).orElse(order);
      }
    }
    long removed = 0;
    for (int pass = 0; pass < MAX_PASSES; pass++) {
      Pass done = pass(latest, subject, mayContentGo, steps);
      removed += done.removed();
      if (steps.haveFailed()) {
        long gone = removed;
        steps.run(() -> book.incomplete(order.path(), gone, done.left()));
        steps.throwFailure();
      }
      if (done.left().isEmpty() && close(done.order(), removed)) {
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

  private boolean isNothingLeft(Order order, SubjectId subject, Steps steps) {
    return steps.answer(
        () -> {
          Set<String> ofProvider = new HashSet<>(removal.customersOf(subject));
          ofProvider.addAll(ErasureOrders.customers(order));
          return removal.left(subject, ofProvider, steps).isEmpty();
        },
        false);
  }

  /** What one pass over everything came to: where something is left by fresh listings after it. */
  private record Pass(Order order, long removed, List<String> left) {}

  /**
   * Removes everything, the key first. Records that lead to the payment provider's customers stay
   * until the order names these customers.
   */
  private Pass pass(Order before, SubjectId subject, boolean mayContentGo, Steps steps) {
    if (mayContentGo) {
      steps.run(() -> keys.shred(subject, KeyClass.CONTENT));
    }
    steps.run(() -> subjects.keepFence(subject));
    Optional<Order> naming =
        steps.answer(() -> Optional.of(namingCustomers(before, subject)), Optional.empty());
    Optional<Order> placing =
        steps.answer(
            () -> Optional.of(namingPlaces(naming.orElse(before), subject)), Optional.empty());
    Order order = placing.or(() -> naming).orElse(before);
    Set<String> ofProvider = ErasureOrders.customers(naming.orElse(before));
    long removed = 0;
    if (placing.isPresent()) {
      removed += removal.remove(subject, ofProvider, steps);
    }
    if (placing.isPresent() && mayContentGo) {
      removed += removal.removeContent(subject, steps);
    }
    if (naming.isPresent()) {
      removed += removal.removePointers(subject, steps);
    }
    return new Pass(order, removed, removal.left(subject, ofProvider, steps));
  }

  /** The order with the payment provider's customers that records of ours lead to. */
  private Order namingCustomers(Order order, SubjectId subject) {
    Set<String> found = removal.customersOf(subject);
    return book.change(order.path(), it -> ErasureOrders.withCustomers(it, found)).orElse(order);
  }

  /**
   * The order with the subject's documents that others have something beneath, and how much that
   * is: once these documents are gone, nothing else leads there.
   */
  private Order namingPlaces(Order order, SubjectId subject) {
    Map<DocumentPath, List<OthersDocuments>> places =
        removal.sharedPlaces(subject, ErasureOrders.places(order));
    return places.isEmpty()
        ? order
        : book.change(
                order.path(), it -> ErasureOrders.withOthers(it, places.keySet(), sum(places)))
            .orElse(order);
  }

  private static List<OthersDocuments> sum(Map<DocumentPath, List<OthersDocuments>> places) {
    return OthersDocuments.sum(places.values().stream().flatMap(List::stream));
  }

  /**
   * Says what is so, once a certificate says the same: done, or what is pending or has to stay.
   * Asks the second reader where it has not looked yet. False, and nothing said, when a late writer
   * has asked for another look since the order was read.
   */
  private boolean close(Order read, long removed) {
    Instant now = clock.instant();
    Steps steps = new Steps();
    Map<String, Redaction> redactions = redactions(read, steps);
    List<Remainder> pending = pending(redactions.values(), read, now);
    List<Remainder> retained = read.subject().map(holds::remainders).orElse(List.of());
    if (retained.isEmpty()) {
      read.subject().ifPresent(it -> keys.shred(it, KeyClass.HELD));
    }
    Optional<Certificate> certificate = certificates.of(read);
    boolean agrees = certificate.filter(it -> agrees(it, pending, retained)).isPresent();
    boolean isStale =
        certificate.filter(it -> !agrees && !steps.haveFailed() && isStale(it, now)).isPresent();
    boolean[] said = {false};
    Optional<Order> after =
        book.change(
            read.path(),
            latest -> {
              Order it = ErasureOrders.withRedactions(latest, requests(redactions));
              said[0] = it.round() == read.round();
              if (!said[0]) {
                return it;
              }
              Order known = Remainder.noted(it.removing(removed), pending, retained);
              return agrees
                  ? closed(known, pending, retained, now)
                  : (isStale ? known.nextRound() : known).removedAt(now);
            });
    if (said[0] && (certificate.isEmpty() || isStale)) {
      after.ifPresent(it -> certificates.ask(it, now));
    }
    steps.throwFailure();
    return said[0];
  }

  /**
   * How the redaction of each customer that the order names stands; asks for a redaction that was
   * not asked for before. Of a customer about whom the provider cannot be asked now, how it stood.
   */
  private Map<String, Redaction> redactions(Order order, Steps steps) {
    Map<String, String> requests = ErasureOrders.redactions(order);
    Map<String, Redaction> redactions = new LinkedHashMap<>();
    for (String each : ErasureOrders.customers(order)) {
      Optional<String> request = Optional.ofNullable(requests.get(each));
      Redaction known = request.map(Redaction::requested).orElseGet(Redaction::refused);
      redactions.put(each, steps.answer(() -> customers.redact(each, request), known));
    }
    return redactions;
  }

  private static Map<String, String> requests(Map<String, Redaction> redactions) {
    Map<String, String> requests = new LinkedHashMap<>();
    redactions.forEach(
        (customer, each) -> each.request().ifPresent(it -> requests.put(customer, it)));
    return requests;
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

  private static Order closed(
      Order order, List<Remainder> pending, List<Remainder> retained, Instant now) {
    if (!retained.isEmpty()) {
      Instant next = retained.stream().map(Remainder::until).min(Instant::compareTo).orElseThrow();
      return order.next(next); // it still has to name whose item is held
    }
    Order unnamed = order.without(Order.UID).without(ErasureOrders.PLACES);
    return pending.isEmpty()
        ? unnamed
            .without(ErasureOrders.CUSTOMERS)
            .without(ErasureOrders.REDACTIONS)
            .closed(OrderState.FULFILLED, now)
        : unnamed.next(now.plus(ASK_AGAIN));
  }

  /** What the payment provider has not redacted. */
  private static List<Remainder> pending(
      Collection<Redaction> redactions, Order order, Instant now) {
    if (redactions.stream().noneMatch(Redaction::isPending)) {
      return List.of();
    }
    boolean isRefused = redactions.stream().anyMatch(it -> it.state() == Redaction.State.REFUSED);
    return List.of(
        new Remainder(
            "stripeCustomer",
            isRefused
                ? "the payment provider does not redact at our request; asked again every day"
                : "Stripe redacts payments only once they are 90 days old",
            order.removedAt().orElse(now).plus(UNREDACTED)));
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
    tasks.publish(List.of(DueIndex.task(Topic.ERASE, found.id(), "late", now)));
  }

  private boolean isNothingLeft(SubjectId subject, Set<String> ofProvider) {
    Steps looks = new Steps();
    boolean isNothingLeft =
        looks.answer(() -> ofProvider.stream().allMatch(customers::isRemoved), false)
            && removal.left(subject, ofProvider, looks).isEmpty();
    return isNothingLeft && !looks.haveFailed(); // else an order looks again
  }
}
