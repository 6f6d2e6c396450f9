package com.anykoma.privacy.proof.verification;

import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.EraseRule.Action;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.platform.Cloud;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Redaction;
import com.anykoma.privacy.proof.certificate.Finding;
import com.anykoma.privacy.retention.removal.Order;
import com.anykoma.privacy.retention.residency.Residency;
import com.anykoma.privacy.retention.residency.StoreResidency;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A look at what the payment provider has of the customers that an order names. */
final class ProviderLook {
  /** The store of {@code residency.yaml} that says how long the provider keeps payments. */
  private static final String STORE = "stripe";

  private final Cloud cloud;
  private final DataMap dataMap;
  private final Residency residency;

  ProviderLook(Cloud cloud, DataMap dataMap, Residency residency) {
    this.cloud = cloud;
    this.dataMap = dataMap;
    this.residency = residency;
  }

  static List<String> customers(Order order) {
    return order.fields().strings("customers");
  }

  /** The ids of the provider's requests to redact customers, by customer. */
  private static Map<String, String> requests(Order order) {
    Map<String, String> requests = new HashMap<>();
    for (Fields each : order.fields().maps("redactions")) {
      requests.put(each.string("customer").orElseThrow(), each.string("request").orElseThrow());
    }
    return requests;
  }

  void at(Order order, Verdict.Gathering gathering) {
    List<String> customers = customers(order);
    for (Location each : dataMap.locations()) {
      if (each.place() instanceof Place.Billing) {
        judge(each, customers, order, gathering);
      }
    }
  }

  private void judge(
      Location location, List<String> customers, Order order, Verdict.Gathering gathering) {
    if (location.erase().action() != Action.DELETE) {
      gathering.says(
          customers.isEmpty()
              ? Finding.gone(location.name())
              : Finding.retained(
                  location.name(), Optional.empty(), location.erase().ground().orElseThrow()));
    } else if (customers.stream().anyMatch(this::isThere)) {
      gathering.doubts(location.name());
    } else {
      Map<String, String> requests = requests(order);
      List<String> pending =
          customers.stream().filter(each -> !isRedacted(each, requests)).toList();
      gathering.says(
          pending.isEmpty()
              ? Finding.gone(location.name())
              : pending(location, order, requests.keySet().containsAll(pending)));
    }
  }

  private boolean isThere(String customer) {
    return cloud.billing().customer(customer).isPresent()
        || cloud.billing().subscriptions(customer).orElse(List.of()).stream()
            .anyMatch(each -> !each.status().isEnded());
  }

  /** Nothing is to be redacted of a customer whom the provider does not know. */
  private boolean isRedacted(String customer, Map<String, String> requests) {
    return Optional.ofNullable(requests.get(customer))
            .flatMap(cloud.billing()::redaction)
            .filter(it -> it.state() == Redaction.State.DONE)
            .isPresent()
        || cloud.billing().subscriptions(customer).isEmpty();
  }

  /**
   * @param isRequested whether the provider has taken a request to redact each customer
   */
  private Finding pending(Location location, Order order, boolean isRequested) {
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
