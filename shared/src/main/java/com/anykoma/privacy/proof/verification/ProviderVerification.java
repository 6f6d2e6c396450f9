package com.anykoma.privacy.proof.verification;

import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.EraseRule.Action;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.platform.Billing;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Redaction;
import com.anykoma.privacy.proof.certificate.Finding;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.retention.residency.Residency;
import com.anykoma.privacy.retention.residency.StoreResidency;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/** A look at what the payment provider has of the customers that an order names. */
public record ProviderVerification(Billing billing, DataMap dataMap, Residency residency) {
  /** The store of {@code residency.yaml} that says how long the provider keeps payments. */
  private static final String STORE = "stripe";

  static final String UNKNOWN_CUSTOMER =
      "the payment provider knows no such customer, so that it cannot be asked to redact";
  private static final Logger LOG = Logger.getLogger(ProviderVerification.class.getName());

  static List<String> customers(RemovalOrder order) {
    return order.fields().strings("customers");
  }

  /** The ids of the provider's requests to redact customers, by customer. */
  private static Map<String, String> requests(RemovalOrder order) {
    Map<String, String> requests = new HashMap<>();
    for (Fields each : order.fields().maps("redactions")) {
      requests.put(each.string("customer").orElseThrow(), each.string("request").orElseThrow());
    }
    return requests;
  }

  void at(RemovalOrder order, VerificationResult.Gathering gathering) {
    List<String> customers = customers(order);
    for (Location each : dataMap.locations()) {
      if (each.place() instanceof Place.Billing) {
        judge(each, customers, order, gathering);
      }
    }
  }

  private void judge(
      Location location,
      List<String> customers,
      RemovalOrder order,
      VerificationResult.Gathering gathering) {
    if (location.erase().action() != Action.DELETE) {
      gathering.says(
          customers.isEmpty()
              ? Finding.gone(location.name())
              : Finding.retained(
                  location.name(), Optional.empty(), location.erase().ground().orElseThrow()));
    } else if (customers.stream().anyMatch(this::isThere)) {
      gathering.addResidue(location.name());
    } else {
      gathering.says(redaction(location, customers, order));
    }
  }

  /**
   * What the provider says about the redaction of the customers. A redaction that can never be
   * made, because the provider knows no such customer, is disclosed and never called gone: our
   * records had the customer from the provider itself, so the provider's key may be another
   * account's.
   */
  private Finding redaction(Location location, List<String> customers, RemovalOrder order) {
    Map<String, String> requests = requests(order);
    Map<Answer, List<String>> answers =
        customers.stream().collect(Collectors.groupingBy(each -> ask(each, requests)));
    List<String> pending = answers.getOrDefault(Answer.PENDING, List.of());
    if (!pending.isEmpty()) {
      return pending(location, order, requests.keySet().containsAll(pending));
    }
    if (answers.containsKey(Answer.UNKNOWN)) {
      LOG.severe("alarm: the payment provider does not know a customer of an order=" + order.id());
      return Finding.retained(location.name(), Optional.empty(), UNKNOWN_CUSTOMER);
    }
    return Finding.gone(location.name());
  }

  private boolean isThere(String customer) {
    return billing.customer(customer).isPresent()
        || billing.subscriptions(customer).orElse(List.of()).stream()
            .anyMatch(each -> !each.status().isEnded());
  }

  /** What the provider says about the data of a customer. */
  private enum Answer {
    REDACTED,
    /** It knows the customer, and has not redacted the data. */
    PENDING,
    /** It knows no such customer, and has no redaction of one: it never redacts this one. */
    UNKNOWN
  }

  private Answer ask(String customer, Map<String, String> requests) {
    Optional<Redaction> redaction =
        Optional.ofNullable(requests.get(customer)).flatMap(billing::redaction);
    if (redaction.filter(it -> it.state() == Redaction.State.DONE).isPresent()) {
      return Answer.REDACTED;
    }
    return billing.subscriptions(customer).isPresent() ? Answer.PENDING : Answer.UNKNOWN;
  }

  /**
   * @param isRequested whether the provider has taken a request to redact each customer
   */
  private Finding pending(Location location, RemovalOrder order, boolean isRequested) {
    Optional<StoreResidency> store =
        residency.stores().stream().filter(each -> each.name().equals(STORE)).findFirst();
    String ground =
        isRequested
            ? store
                .flatMap(StoreResidency::disclosed)
                .orElse("the payment provider has yet to redact payments")
            : "the payment provider does not redact at our request; asked again every day";
    Duration window = store.map(StoreResidency::window).orElse(Duration.ZERO);
    return Finding.until(
        location.name(), false, order.removedAt().orElseThrow().plus(window), ground);
  }
}
