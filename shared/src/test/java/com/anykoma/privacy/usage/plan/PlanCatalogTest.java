package com.anykoma.privacy.usage.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.Plan;
import com.anykoma.privacy.platform.BillingSubscription;
import com.anykoma.privacy.platform.BillingSubscription.Item;
import com.anykoma.privacy.platform.SubscriptionStatus;
import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanCatalogTest {
  private static final PlanCatalog CATALOG =
      read(
          """
          plans:
            free: { prices: [price_free] }
            starter: { lookupKeys: [starter_monthly], metadata: [starter] }
            pro: { prices: [price_pro, price_pro_2025], products: [prod_pro] }
            master: { metadata: [master] }
          addOns: [price_seats, prod_gift, extra_storage]
          """);

  private static final Item SEATS = item("price_seats", "prod_x", "", "");
  private static final Item UNKNOWN = item("price_x", "prod_x", "key_x", "plan_x");

  private static PlanCatalog read(String yaml) {
    return PlanCatalog.read(Setting.parse("plans.yaml", yaml));
  }

  private static Item item(String price, String product, String lookupKey, String planName) {
    return new Item(word(price), word(product), word(lookupKey), word(planName));
  }

  private static Optional<String> word(String text) {
    return Optional.of(text).filter(it -> !it.isEmpty());
  }

  private static BillingSubscription of(Item... items) {
    return new BillingSubscription(
        "sub_1", "cus_1", SubscriptionStatus.ACTIVE, List.of(items), Optional.empty());
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          price_pro,      '',       '',              '',      PRO
          price_pro_2025, '',       '',              '',      PRO
          '',             prod_pro, '',              '',      PRO
          price_x,        prod_x,   starter_monthly, '',      STARTER
          price_x,        prod_x,   key_x,           master,  MASTER
          price_pro,      prod_x,   starter_monthly, master,  PRO
          price_free,     prod_pro, '',              '',      FREE
          '',             prod_pro, starter_monthly, '',      PRO
          """)
  @Keeps("P7")
  void priceIsMatchedByIdProductLookupKeyAndMetadataInOrder(
      String price, String product, String lookupKey, String planName, Plan plan) {
    BillingSubscription subscription = of(item(price, product, lookupKey, planName));

    assertThat(CATALOG.planOf(subscription)).contains(plan);
    assertThat(CATALOG.hasUnknownItem(subscription)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          price_x,   '',       '',              ''
          PRICE_PRO, '',       '',              ''
          '',        prod_pro2, '',             ''
          '',        '',       starter_monthly2, ''
          '',        '',       '',              Starter
          '',        '',       '',              ''
          """)
  @Keeps("P7")
  void unlistedPriceIsUnknown(String price, String product, String lookupKey, String planName) {
    BillingSubscription subscription = of(item(price, product, lookupKey, planName));

    assertThat(CATALOG.planOf(subscription)).isEmpty();
    assertThat(CATALOG.hasUnknownItem(subscription)).isTrue();
  }

  @Test
  @Keeps("P7")
  void paidItemCountsInAnyPosition() {
    Item pro = item("price_pro", "", "", "");
    Item starter = item("", "", "starter_monthly", "");

    assertThat(CATALOG.planOf(of(SEATS, pro))).contains(Plan.PRO);
    assertThat(CATALOG.planOf(of(starter, SEATS, pro))).contains(Plan.PRO);
    assertThat(CATALOG.planOf(of(pro, starter))).contains(Plan.PRO);
    assertThat(CATALOG.hasUnknownItem(of(starter, SEATS, pro))).isFalse();
  }

  @Test
  @Keeps("P7")
  void addOnIsNoPlanAndRaisesNoAlarm() {
    assertThat(CATALOG.planOf(of(SEATS))).isEmpty();
    assertThat(CATALOG.hasUnknownItem(of(SEATS))).isFalse();
    assertThat(CATALOG.hasUnknownItem(of(item("price_x", "prod_gift", "", "")))).isFalse();
    assertThat(CATALOG.hasUnknownItem(of(item("price_x", "", "extra_storage", "")))).isFalse();
    assertThat(CATALOG.hasUnknownItem(of(SEATS, UNKNOWN))).isTrue();
  }

  @Test
  @Keeps("P7")
  void subscriptionWithoutItemsIsUnknown() {
    assertThat(CATALOG.hasUnknownItem(of())).isTrue();
    assertThat(CATALOG.planOf(of())).isEmpty();
  }

  @Test
  @Keeps("P7")
  void unknownItemBesideAFreeOneProtects() {
    SubscriptionEvent template = EventFixtures.created("s").event();
    BillingSubscription mixed = of(item("price_free", "", "", ""), UNKNOWN);
    SubscriptionEvent event =
        new SubscriptionEvent(
            template.id(),
            template.type(),
            template.at(),
            template.customer(),
            Optional.empty(),
            new SubscriptionEvent.SubscriptionSnapshot(mixed));
    PlanRules rules = new PlanRules(CATALOG, FixtureProduct.POLICIES);

    Subscriptions subscriptions = rules.apply(Subscriptions.NONE, event, Optional.empty());

    assertThat(subscriptions.statusAt(EventFixtures.at(1)).isProtected()).isTrue();
    assertThat(rules.unknownPrice(event)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"lookupKeys", "metadata", "prices", "products"})
  void refusesDuplicateEntriesWithTheirLine(String kind) {
    String yaml =
        "plans:\n  starter:\n    %s: [same]\n  pro:\n    %s: [same]\n".formatted(kind, kind);

    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith("plans.yaml:5: ")
        .hasMessageEndingWith("'same' is already listed for starter; list it once");
  }

  @Test
  void refusesAStripeIdInAnotherList() {
    wrong("prices: [prod_1]", "prices", "'prod_1' is an id of products; list it there");
    wrong("products: [price_1]", "products", "'price_1' is an id of prices; list it there");
    wrong("lookupKeys: [price_1MoBy5LkdIwHu7ixZhnattbh]", "lookupKeys", "is an id of prices");
    wrong("metadata: [prod_NWjs8kKbJWmuuc1]", "metadata", "is an id of products");
    assertThat(read("plans: { pro: { lookupKeys: [price_monthly] } }")).isNotNull();
  }

  private static void wrong(String line, String kind, String problem) {
    assertThatThrownBy(() -> read("plans:\n  pro:\n    " + line + "\n"))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith("plans.yaml:3: plans.pro." + kind + "[0]: ")
        .hasMessageContaining(problem);
  }

  @Test
  void refusesAnAddOnThatIsDuplicateOrAPlan() {
    assertThatThrownBy(() -> read("plans: { pro: { prices: [p] } }\naddOns: [p, q, q]\n"))
        .hasMessage(
            """
            plans.yaml:2: addOns[0]: 'p' is already listed for a plan; list it as a plan or as an add-on
            plans.yaml:2: addOns[2]: 'q' is listed twice; keep one""");
  }

  @Test
  void twoListsMayShareAName() {
    PlanCatalog catalog = read("plans: { pro: { metadata: [x] }, starter: { lookupKeys: [x] } }");

    assertThat(catalog.planOf(of(item("", "", "", "x")))).contains(Plan.PRO);
    assertThat(catalog.planOf(of(item("", "", "x", "")))).contains(Plan.STARTER);
  }

  @Test
  void refusesAPlanThatThePageDoesNotHave() {
    assertThatThrownBy(() -> read("plans:\n  gold:\n    prices: [p]\n"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("plans.yaml:2")
        .hasMessageContaining("there is no plan 'gold'; plans are free, starter, pro, master");
  }

  @ParameterizedTest
  @CsvSource({
    "starter_monthly,STARTER",
    "starter_yearly,STARTER",
    "pro_monthly,PRO",
    "pro_yearly,PRO",
    "master_monthly,MASTER",
    "master_yearly,MASTER"
  })
  @Keeps("P7")
  void shippedCatalogueHasAllPlansOfThePage(String lookupKey, Plan plan) {
    PlanCatalog shipped = FixtureProduct.FILES.plans();

    assertThat(shipped.planOf(of(item("price_x", "prod_x", lookupKey, "")))).contains(plan);
    assertThat(shipped.planOf(of(item("price_x", "prod_x", "", plan.storedName())))).contains(plan);
    assertThat(shipped.hasUnknownItem(of(UNKNOWN))).isTrue();
  }
}
