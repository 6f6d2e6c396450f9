package com.anykoma.privacy.proof.verification;

import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.EraseRule.Action;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.log.Log;
import com.anykoma.privacy.log.LogField;
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
import java.util.stream.Collectors;

/** Verifies that the payment provider has deleted or redacted the customers of an order. */
public record ProviderVerification(Billing billing, DataMap dataMap, Residency residency) {
  /** The store of {@code residency.yaml} that says how long the provider keeps payments. */
  private static final String STORE = "stripe";

  static final String UNKNOWN_CUSTOMER =
      "the payment provider has no such customer, so that no redaction can be requested";
  private static final Log LOG = Log.of(ProviderVerification.class);

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

  void verify(RemovalOrder order, VerificationResult.Builder result) {
    List<String> customers = customers(order);
    for (Location each : dataMap.locations()) {
      if (each.place() instanceof Place.Billing) {
        assess(each, customers, order, result);
      }
    }
  }

  private void assess(
      Location location,
      List<String> customers,
      RemovalOrder order,
      VerificationResult.Builder result) {
    if (location.erase().action() != Action.DELETE) {
      result.add(
          customers.isEmpty()
              ? Finding.gone(location.name())
              : Finding.retained(
                  location.name(), Optional.empty(), location.erase().ground().orElseThrow()));
    } else if (customers.stream().anyMatch(this::exists)) {
      result.addResidue(location.name());
    } else {
      result.add(redaction(location, customers, order));
    }
  }

  /**
   * The state of the customers' redaction. If the provider has no such customer, the finding is
   * retained, never gone: our records had the customer from the provider, so we may be using the
   * key of another account.
   */
  private Finding redaction(Location location, List<String> customers, RemovalOrder order) {
    Map<String, String> requests = requests(order);
    Map<RedactionStatus, List<String>> byStatus =
        customers.stream().collect(Collectors.groupingBy(each -> status(each, requests)));
    List<String> pending = byStatus.getOrDefault(RedactionStatus.PENDING, List.of());
    if (!pending.isEmpty()) {
      return pending(location, order, requests.keySet().containsAll(pending));
    }
    if (byStatus.containsKey(RedactionStatus.UNKNOWN)) {
      LOG.severe(
          "alarm: the payment provider does not know a customer", LogField.ORDER.of(order.id()));
      return Finding.retained(location.name(), Optional.empty(), UNKNOWN_CUSTOMER);
    }
    return Finding.gone(location.name());
  }

  private boolean exists(String customer) {
    return billing.customer(customer).isPresent()
        || billing.subscriptions(customer).orElse(List.of()).stream()
            .anyMatch(each -> !each.status().isEnded());
  }

  private enum RedactionStatus {
    REDACTED,
    /** The provider has the customer and has not redacted the data. */
    PENDING,
    /** The provider has neither the customer nor a completed redaction. */
    UNKNOWN
  }

  private RedactionStatus status(String customer, Map<String, String> requests) {
    Optional<Redaction> redaction =
        Optional.ofNullable(requests.get(customer)).flatMap(billing::redaction);
    if (redaction.filter(it -> it.state() == Redaction.State.DONE).isPresent()) {
      return RedactionStatus.REDACTED;
    }
    return billing.subscriptions(customer).isPresent()
        ? RedactionStatus.PENDING
        : RedactionStatus.UNKNOWN;
  }

  /** Assesses redaction, which the provider has accepted for each customer or not. */
  private Finding pending(Location location, RemovalOrder order, boolean isRequested) {
    Optional<StoreResidency> store =
        residency.stores().stream().filter(each -> each.name().equals(STORE)).findFirst();
    String ground =
        isRequested
            ? store
                .flatMap(StoreResidency::disclosed)
                .orElse("the payment provider has not redacted the payments yet")
            : "the payment provider refuses redaction requests; requested again every day";
    Duration window = store.map(StoreResidency::window).orElse(Duration.ZERO);
    return Finding.until(
        location.name(), false, order.removedAt().orElseThrow().plus(window), ground);
  }
}
