package com.anykoma.privacy.rights.erasure;

import com.anykoma.privacy.StepRunner;
import com.anykoma.privacy.platform.Redaction;
import com.anykoma.privacy.proof.certificate.Certificate;
import com.anykoma.privacy.proof.certificate.Finding;
import com.anykoma.privacy.protection.vault.KeyClass;
import com.anykoma.privacy.protection.vault.ShreddingService;
import com.anykoma.privacy.retention.removal.Certificates;
import com.anykoma.privacy.retention.removal.OrderState;
import com.anykoma.privacy.retention.removal.OrderUpdates;
import com.anykoma.privacy.retention.removal.RemainingData;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.work.DueIndex;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Closes an order to erase a person once a certificate of the independent verifier agrees with what
 * is pending or retained, and asks for that certificate (P20, P23, P27; invariant 3; decision 9).
 * What is not in our hands is said to be pending, never done.
 */
public record ErasureClosing(
    CustomerRemoval customers,
    Holds holds,
    ShreddingService keys,
    Certificates certificates,
    OrderUpdates book,
    InstantSource clock) {
  /** Stripe redacts payments only once they are this old. */
  private static final Duration UNREDACTED = Duration.ofDays(90);

  private static final Duration ASK_AGAIN = Duration.ofDays(1);

  /**
   * Says what is so, once a certificate says the same: done, or what is pending or has to stay.
   * Asks the second reader where it has not looked yet. False, and nothing said, when a late writer
   * has asked for another look since the order was read.
   */
  boolean close(RemovalOrder read, long removed) {
    Instant now = clock.instant();
    StepRunner steps = new StepRunner();
    Map<String, Redaction> redactions = redactions(read, steps);
    List<RemainingData> pending = pending(redactions.values(), read, now);
    List<RemainingData> retained = read.subject().map(holds::remainders).orElse(List.of());
    if (retained.isEmpty()) {
      read.subject().ifPresent(it -> keys.shred(it, KeyClass.HELD));
    }
    Optional<Certificate> certificate = certificates.of(read);
    boolean agrees = certificate.filter(it -> agrees(it, pending, retained)).isPresent();
    boolean isStale =
        certificate.filter(it -> !agrees && !steps.hasFailed() && isStale(it, now)).isPresent();
    boolean[] said = {false};
    Optional<RemovalOrder> after =
        book.change(
            read.path(),
            latest -> {
              RemovalOrder it = ErasureRequests.withRedactions(latest, requests(redactions));
              said[0] = it.round() == read.round();
              if (!said[0]) {
                return it;
              }
              RemovalOrder known = RemainingData.noted(it.removing(removed), pending, retained);
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
  private Map<String, Redaction> redactions(RemovalOrder order, StepRunner steps) {
    Map<String, String> requests = ErasureRequests.redactions(order);
    Map<String, Redaction> redactions = new LinkedHashMap<>();
    for (String each : ErasureRequests.customers(order)) {
      Optional<String> request = Optional.ofNullable(requests.get(each));
      Redaction known = request.map(Redaction::requested).orElseGet(Redaction::refused);
      redactions.put(each, steps.call(() -> customers.redact(each, request), known));
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
      Certificate certificate, List<RemainingData> pending, List<RemainingData> retained) {
    return places(certificate.remainders().stream().map(Finding::place))
        .equals(
            places(Stream.concat(pending.stream(), retained.stream()).map(RemainingData::place)));
  }

  private static Set<String> places(Stream<String> places) {
    return places.collect(Collectors.toSet());
  }

  /** It is asked for no other one at once: two who do not agree would ask for ever. */
  private static boolean isStale(Certificate certificate, Instant now) {
    return !now.isBefore(certificate.issuedAt().plus(DueIndex.LEASE));
  }

  private static RemovalOrder closed(
      RemovalOrder order, List<RemainingData> pending, List<RemainingData> retained, Instant now) {
    if (!retained.isEmpty()) {
      Instant next =
          retained.stream().map(RemainingData::until).min(Instant::compareTo).orElseThrow();
      return order.next(next); // it still has to name whose item is held
    }
    RemovalOrder unnamed = order.without(RemovalOrder.UID).without(ErasureRequests.PLACES);
    return pending.isEmpty()
        ? unnamed
            .without(ErasureRequests.CUSTOMERS)
            .without(ErasureRequests.REDACTIONS)
            .closed(OrderState.FULFILLED, now)
        : unnamed.next(now.plus(ASK_AGAIN));
  }

  /** What the payment provider has not redacted. */
  private static List<RemainingData> pending(
      Collection<Redaction> redactions, RemovalOrder order, Instant now) {
    if (redactions.stream().noneMatch(Redaction::isPending)) {
      return List.of();
    }
    boolean isRefused = redactions.stream().anyMatch(it -> it.state() == Redaction.State.REFUSED);
    return List.of(
        new RemainingData(
            "stripeCustomer",
            isRefused
                ? "the payment provider does not redact at our request; asked again every day"
                : "Stripe redacts payments only once they are 90 days old",
            order.removedAt().orElse(now).plus(UNREDACTED)));
  }
}
