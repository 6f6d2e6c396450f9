package com.anykoma.privacy.plan;

import com.anykoma.privacy.Plan;
import com.anykoma.privacy.platform.BillingSubscription;
import com.anykoma.privacy.platform.BillingSubscription.Item;
import com.anykoma.privacy.settings.Setting;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which plan a Stripe price stands for, from {@code plans.yaml} (P7). A price is looked up by its
 * id, then its product's, then its lookup key, then its {@code metadata.plan}; the first that is
 * listed counts. A price that nothing lists is unknown: its payer is protected, and alarms.
 */
public final class PlanCatalog {
  private final Map<String, Plan> prices = new HashMap<>();
  private final Map<String, Plan> products = new HashMap<>();
  private final Map<String, Plan> lookupKeys = new HashMap<>();
  private final Map<String, Plan> planNames = new HashMap<>();
  private final Set<String> addOns = new HashSet<>();

  private PlanCatalog() {}

  /** The catalogue of the class path's {@code plans.yaml}. */
  public static PlanCatalog shipped() {
    return read(Setting.resource("plans.yaml"));
  }

  /**
   * Reads {@code plans: {starter: {lookupKeys, metadata, prices, products}, ...}} and {@code
   * addOns}, the ids of prices and products and the lookup keys that are sold beside a plan.
   */
  public static PlanCatalog read(Setting file) {
    PlanCatalog catalog = new PlanCatalog();
    file.allowing("plans", "addOns");
    file.get("plans")
        .members()
        .forEach(
            (word, listed) -> {
              Plan plan = Plan.of(word).orElseThrow(() -> listed.error("there is no plan " + word));
              listed.allowing("lookupKeys", "metadata", "prices", "products");
              list(catalog.lookupKeys, listed, "lookupKeys", plan);
              list(catalog.planNames, listed, "metadata", plan);
              list(catalog.prices, listed, "prices", plan);
              list(catalog.products, listed, "products", plan);
            });
    file.find("addOns").ifPresent(listed -> catalog.addOns.addAll(listed.strings()));
    return catalog;
  }

  private static void list(Map<String, Plan> into, Setting plans, String kind, Plan plan) {
    for (Setting each : plans.find(kind).map(Setting::list).orElse(List.of())) {
      Plan other = into.putIfAbsent(each.string(), plan);
      if (other != null) {
        throw each.error("'" + each.string() + "' stands for " + other.word() + " already");
      }
    }
  }

  /** The highest plan that an item of the subscription stands for; empty when none is listed. */
  public Optional<Plan> planOf(BillingSubscription subscription) {
    return subscription.items().stream()
        .flatMap(item -> planOf(item).stream())
        .max(Comparator.naturalOrder());
  }

  /** Whether the subscription has an item that is neither a plan nor a listed add-on. */
  public boolean hasUnknownItem(BillingSubscription subscription) {
    return subscription.items().isEmpty()
        || subscription.items().stream().anyMatch(item -> planOf(item).isEmpty() && !isAddOn(item));
  }

  private Optional<Plan> planOf(Item item) {
    return item.price()
        .map(prices::get)
        .or(() -> item.product().map(products::get))
        .or(() -> item.lookupKey().map(lookupKeys::get))
        .or(() -> item.planName().map(planNames::get));
  }

  private boolean isAddOn(Item item) {
    return item.price().filter(addOns::contains).isPresent()
        || item.product().filter(addOns::contains).isPresent()
        || item.lookupKey().filter(addOns::contains).isPresent();
  }
}
