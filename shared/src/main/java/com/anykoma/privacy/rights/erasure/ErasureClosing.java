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
 * Closes an erasure request once a certificate of the independent verifier lists the same pending
 * and retained data as the erasure found, and requests that certificate (P20, P23, P27; invariant
 * 3; decision 9). Data that third parties still hold is recorded as pending.
 */
public record ErasureClosing(
    CustomerRemoval customers,
    Holds holds,
    ShreddingService keys,
    Certificates certificates,
    OrderUpdates updates,
    InstantSource clock) {
  private static final Duration UNREDACTED = Duration.ofDays(90);

  private static final Duration ASK_AGAIN = Duration.ofDays(1);

  /**
   * Records the outcome if a certificate agrees: fulfilled, pending or retained. Requests
   * verification if none has happened yet.
   *
   * @return false, with no outcome recorded, if a late write started another verification round
   *     since the order was read
   */
  boolean close(RemovalOrder read, long removed) {
    Instant now = clock.instant();
    StepRunner steps = new StepRunner();
    Map<String, Redaction> redactions = redactions(read, steps);
    List<RemainingData> pending = pending(redactions.values(), read, now);
    List<RemainingData> retained = read.subject().map(holds::remainingData).orElse(List.of());
    if (retained.isEmpty()) {
      read.subject().ifPresent(it -> keys.shred(it, KeyClass.HELD));
    }
    Optional<Certificate> certificate = certificates.of(read);
    boolean agrees = certificate.filter(it -> agrees(it, pending, retained)).isPresent();
    boolean isStale =
        certificate.filter(it -> !agrees && !steps.hasFailed() && isStale(it, now)).isPresent();
    boolean[] recorded = {false};
    Optional<RemovalOrder> after =
        updates.change(
            read.path(),
            latest -> {
              RemovalOrder it = ErasureRequests.withRedactions(latest, requests(redactions));
              recorded[0] = it.verificationRound() == read.verificationRound();
              if (!recorded[0]) {
                return it;
              }
              RemovalOrder known =
                  RemainingData.recordIn(it.withMoreRemoved(removed), pending, retained);
              return agrees
                  ? closed(known, pending, retained, now)
                  : (isStale ? known.nextVerificationRound() : known).withRemovedAt(now);
            });
    if (recorded[0] && (certificate.isEmpty() || isStale)) {
      after.ifPresent(it -> certificates.requestVerification(it, now));
    }
    steps.throwFailure();
    return recorded[0];
  }

  /**
   * The state of the redaction of each customer in the order; requests those not requested before.
   * If the provider cannot be reached, returns the last known state.
   */
  private Map<String, Redaction> redactions(RemovalOrder order, StepRunner steps) {
    Map<String, String> requests = ErasureRequests.redactions(order);
    Map<String, Redaction> redactions = new LinkedHashMap<>();
    for (String each : ErasureRequests.customers(order)) {
      Optional<String> request = Optional.ofNullable(requests.get(each));
      Redaction known = request.map(Redaction::requested).orElseGet(Redaction::refused);
      redactions.put(
          each, steps.call(() -> customers.billing().requestRedaction(each, request), known));
    }
    return redactions;
  }

  private static Map<String, String> requests(Map<String, Redaction> redactions) {
    Map<String, String> requests = new LinkedHashMap<>();
    redactions.forEach(
        (customer, each) -> each.request().ifPresent(it -> requests.put(customer, it)));
    return requests;
  }

  /** Whether the independent verifier found the same places with remaining data. */
  private static boolean agrees(
      Certificate certificate, List<RemainingData> pending, List<RemainingData> retained) {
    return places(certificate.remaining().stream().map(Finding::place))
        .equals(
            places(Stream.concat(pending.stream(), retained.stream()).map(RemainingData::place)));
  }

  private static Set<String> places(Stream<String> places) {
    return places.collect(Collectors.toSet());
  }

  /** Requested at most once per lease: two parties that disagree would request forever. */
  private static boolean isStale(Certificate certificate, Instant now) {
    return !now.isBefore(certificate.issuedAt().plus(DueIndex.LEASE));
  }

  private static RemovalOrder closed(
      RemovalOrder order, List<RemainingData> pending, List<RemainingData> retained, Instant now) {
    if (!retained.isEmpty()) {
      Instant next =
          retained.stream().map(RemainingData::until).min(Instant::compareTo).orElseThrow();
      return order.withNextAttempt(next); // the holds still need the uid
    }
    RemovalOrder unnamed = order.unnamed().without(ErasureRequests.PLACES);
    return pending.isEmpty()
        ? unnamed
            .without(ErasureRequests.CUSTOMERS)
            .without(ErasureRequests.REDACTIONS)
            .closed(OrderState.FULFILLED, now)
        : unnamed.withNextAttempt(now.plus(ASK_AGAIN));
  }

  /** Data that the payment provider has not redacted. */
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
                ? "the payment provider refuses redaction requests; requested again every day"
                : "Stripe redacts payments only once they are 90 days old",
            order.removedAt().orElse(now).plus(UNREDACTED)));
  }
}
