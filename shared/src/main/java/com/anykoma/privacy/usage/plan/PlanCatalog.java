package com.anykoma.privacy.usage.plan;

import com.anykoma.privacy.platform.BillingSubscription;
import com.anykoma.privacy.platform.BillingSubscription.Item;
import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsMistakes;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The settings in {@code plans.yaml}: the plans, their Stripe prices, and the names of the claims
 * that show a plan (P7). A price is looked up by its id, its product's id, its lookup key and the
 * plan names in its metadata, in this order; the first match counts. A price without a match is
 * unknown: the subscriber's content is protected, and an alarm is logged.
 */
public final class PlanCatalog {
  private static final Pattern ID = Pattern.compile("(price|prod)_.*");
  private static final Pattern GENERATED_ID =
      Pattern.compile("(?=.*[0-9])(?=.*[A-Z])(price|prod)_[A-Za-z0-9]{14,}");

  private final Plans plans;
  private final ClaimNames claims;
  private final Map<String, Plan> prices = new HashMap<>();
  private final Map<String, Plan> products = new HashMap<>();
  private final Map<String, Plan> lookupKeys = new HashMap<>();
  private final Map<String, Plan> planNames = new HashMap<>();
  private final Set<String> addOns = new HashSet<>();

  private PlanCatalog(Plans plans, ClaimNames claims) {
    this.plans = plans;
    this.claims = claims;
  }

  /**
   * Reads {@code plans: {NAME: {paid, lookupKeys, metadata, prices, products}, ...}}, {@code
   * addOns}, the price ids, product ids and lookup keys of products that are not a plan, and {@code
   * claims}.
   */
  public static PlanCatalog read(Setting file) {
    SettingsMistakes mistakes = new SettingsMistakes();
    mistakes.check(() -> file.allowKeys("plans", "addOns", "claims"));
    Optional<Plans> plans = mistakes.read(() -> Plans.read(file.get("plans")));
    Optional<ClaimNames> claims = mistakes.read(() -> ClaimNames.read(file));
    mistakes.throwIfAny();
    PlanCatalog catalog = new PlanCatalog(plans.orElseThrow(), claims.orElseThrow());
    mistakes.check(() -> file.get("plans").readEachMember(catalog::list));
    file.find("addOns").ifPresent(listed -> mistakes.check(() -> listed.readEach(catalog::addOn)));
    mistakes.throwIfAny();
    return catalog;
  }

  private Plan list(String name, Setting listed) {
    Plan plan = plans.find(name).orElseThrow();
    SettingsMistakes mistakes = new SettingsMistakes();
    mistakes.check(() -> listed.allowKeys("paid", "lookupKeys", "metadata", "prices", "products"));
    mistakes.check(() -> list(lookupKeys, listed, "lookupKeys", plan));
    mistakes.check(() -> list(planNames, listed, "metadata", plan));
    mistakes.check(() -> list(prices, listed, "prices", plan));
    mistakes.check(() -> list(products, listed, "products", plan));
    mistakes.throwIfAny();
    return plan;
  }

  private static void list(Map<String, Plan> into, Setting plans, String kind, Plan plan) {
    plans.find(kind).ifPresent(listed -> listed.readEach(each -> add(into, each, kind, plan)));
  }

  private static Plan add(Map<String, Plan> into, Setting each, String kind, Plan plan) {
    String named = each.string();
    String other = kindOf(named, kind);
    if (!other.isEmpty() && !other.equals(kind)) {
      throw each.error(
          "'" + named + "' is an id of " + other + "; list it there, not under " + kind);
    }
    Plan first = into.putIfAbsent(named, plan);
    if (first != null) {
      throw each.error("'" + named + "' is already listed for " + first.name() + "; list it once");
    }
    return plan;
  }

  /**
   * Returns the list where a Stripe id belongs; empty if it is no id. Lookup keys may look alike.
   */
  private static String kindOf(String named, String kind) {
    boolean holdsIds = kind.equals("prices") || kind.equals("products");
    Matcher id = (holdsIds ? ID : GENERATED_ID).matcher(named);
    if (!id.matches()) {
      return "";
    }
    return id.group(1).equals("prod") ? "products" : "prices";
  }

  private String addOn(Setting each) {
    String named = each.string();
    for (Map<String, Plan> plans : List.of(prices, products, lookupKeys)) {
      if (plans.containsKey(named)) {
        throw each.error(
            "'" + named + "' is already listed for a plan; list it as a plan or as an add-on");
      }
    }
    if (!addOns.add(named)) {
      throw each.error("'" + named + "' is listed twice; keep one");
    }
    return named;
  }

  /** Returns an item with which a plan can be bought, the inverse of {@link #planOf}. */
  public Optional<Item> itemOf(Plan plan) {
    Optional<String> none = Optional.empty();
    return first(lookupKeys, plan)
        .map(it -> new Item(none, none, Optional.of(it), List.of()))
        .or(() -> first(planNames, plan).map(it -> new Item(none, none, none, List.of(it))))
        .or(() -> first(prices, plan).map(it -> new Item(Optional.of(it), none, none, List.of())))
        .or(
            () ->
                first(products, plan).map(it -> new Item(none, Optional.of(it), none, List.of())));
  }

  private static Optional<String> first(Map<String, Plan> listed, Plan plan) {
    return listed.keySet().stream()
        .filter(each -> plan.equals(listed.get(each)))
        .sorted()
        .findFirst();
  }

  public Plans plans() {
    return plans;
  }

  public ClaimNames claims() {
    return claims;
  }

  /** Returns the highest plan among the subscription's items; empty if none is listed. */
  public Optional<Plan> planOf(BillingSubscription subscription) {
    return plansOf(subscription).max(Comparator.naturalOrder());
  }

  /**
   * Whether the subscription costs something: an item has a paid plan or is unknown, or none has a
   * plan.
   */
  boolean isPaid(BillingSubscription subscription) {
    return hasUnknownItem(subscription)
        || planOf(subscription).isEmpty()
        || plansOf(subscription).anyMatch(Plan::isPaid);
  }

  /** Whether the subscription has no items, or one that is neither a plan nor an add-on. */
  public boolean hasUnknownItem(BillingSubscription subscription) {
    return subscription.items().isEmpty()
        || subscription.items().stream().anyMatch(this::isUnknown);
  }

  /** Whether the item is neither a plan nor an add-on. */
  boolean isUnknown(Item item) {
    return planOf(item).isEmpty() && !isAddOn(item);
  }

  private Stream<Plan> plansOf(BillingSubscription subscription) {
    return subscription.items().stream().flatMap(item -> planOf(item).stream());
  }

  private Optional<Plan> planOf(Item item) {
    return item.price()
        .map(prices::get)
        .or(() -> item.product().map(products::get))
        .or(() -> item.lookupKey().map(lookupKeys::get))
        .or(() -> item.planNames().stream().flatMap(it -> named(it).stream()).findFirst());
  }

  private Optional<Plan> named(String planName) {
    return Optional.ofNullable(planNames.get(planName));
  }

  private boolean isAddOn(Item item) {
    return item.price().filter(addOns::contains).isPresent()
        || item.product().filter(addOns::contains).isPresent()
        || item.lookupKey().filter(addOns::contains).isPresent();
  }
}
