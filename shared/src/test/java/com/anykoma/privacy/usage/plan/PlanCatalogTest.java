package com.anykoma.privacy.usage.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.collection.datamap.DataMap;
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
            free: { paid: no, prices: [price_free] }
            starter: { paid: yes, lookupKeys: [starter_monthly], metadata: [starter] }
            pro: { paid: yes, prices: [price_pro, price_pro_2025], products: [prod_pro] }
            master: { paid: yes, metadata: [master] }
            guest: { paid: no, metadata: [guest] }
          addOns: [price_seats, prod_gift, extra_storage]
          """);

  private static final Item SEATS = item("price_seats", "prod_x", "", "");
  private static final Item UNKNOWN = item("price_x", "prod_x", "key_x", "plan_x");

  private static PlanCatalog read(String yaml) {
    return PlanCatalog.read(Setting.parse("plans.yaml", yaml));
  }

  private static Item item(String price, String product, String lookupKey, String planName) {
    return new Item(word(price), word(product), word(lookupKey), word(planName).stream().toList());
  }

  private static Optional<String> word(String text) {
    return Optional.of(text).filter(it -> !it.isEmpty());
  }

  private static BillingSubscription of(Item... items) {
    return new BillingSubscription(
        "sub_1", "cus_1", SubscriptionStatus.ACTIVE, List.of(items), Optional.empty());
  }

  private static Optional<String> planOf(PlanCatalog catalog, BillingSubscription subscription) {
    return catalog.planOf(subscription).map(Plan::name);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          price_pro,      '',       '',              '',      pro
          price_pro_2025, '',       '',              '',      pro
          '',             prod_pro, '',              '',      pro
          price_x,        prod_x,   starter_monthly, '',      starter
          price_x,        prod_x,   key_x,           master,  master
          price_pro,      prod_x,   starter_monthly, master,  pro
          price_free,     prod_pro, '',              '',      free
          '',             prod_pro, starter_monthly, '',      pro
          """)
  @Keeps("P7")
  void priceIsMatchedByIdProductLookupKeyAndMetadataInOrder(
      String price, String product, String lookupKey, String planName, String plan) {
    BillingSubscription subscription = of(item(price, product, lookupKey, planName));

    assertThat(planOf(CATALOG, subscription)).contains(plan);
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

    assertThat(planOf(CATALOG, subscription)).isEmpty();
    assertThat(CATALOG.hasUnknownItem(subscription)).isTrue();
  }

  @Test
  @Keeps("P7")
  void paidItemCountsInAnyPosition() {
    Item pro = item("price_pro", "", "", "");
    Item starter = item("", "", "starter_monthly", "");

    assertThat(planOf(CATALOG, of(SEATS, pro))).contains("pro");
    assertThat(planOf(CATALOG, of(starter, SEATS, pro))).contains("pro");
    assertThat(planOf(CATALOG, of(pro, starter))).contains("pro");
    assertThat(CATALOG.hasUnknownItem(of(starter, SEATS, pro))).isFalse();
  }

  @Test
  @Keeps("P7")
  void addOnIsNoPlanAndRaisesNoAlarm() {
    assertThat(planOf(CATALOG, of(SEATS))).isEmpty();
    assertThat(CATALOG.hasUnknownItem(of(SEATS))).isFalse();
    assertThat(CATALOG.hasUnknownItem(of(item("price_x", "prod_gift", "", "")))).isFalse();
    assertThat(CATALOG.hasUnknownItem(of(item("price_x", "", "extra_storage", "")))).isFalse();
    assertThat(CATALOG.hasUnknownItem(of(SEATS, UNKNOWN))).isTrue();
  }

  @Test
  @Keeps("P7")
  void subscriptionWithoutItemsIsUnknown() {
    assertThat(CATALOG.hasUnknownItem(of())).isTrue();
    assertThat(planOf(CATALOG, of())).isEmpty();
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

    assertThat(subscriptions.statusAt(EventFixtures.at(1), CATALOG.plans()).isProtected()).isTrue();
    assertThat(rules.unknownPrice(event)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"lookupKeys", "metadata", "prices", "products"})
  void refusesDuplicateEntriesWithTheirLine(String kind) {
    String yaml =
        "plans:\n  free: { paid: no, %s: [same] }\n  pro: { paid: yes, %s: [same] }\n"
            .formatted(kind, kind);

    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith("plans.yaml:3: ")
        .hasMessageEndingWith("'same' is already listed for free; list it once");
  }

  @Test
  void refusesAStripeIdInAnotherList() {
    wrong("prices: [prod_1]", "prices", "'prod_1' is an id of products; list it there");
    wrong("products: [price_1]", "products", "'price_1' is an id of prices; list it there");
    wrong("lookupKeys: [price_1MoBy5LkdIwHu7ixZhnattbh]", "lookupKeys", "is an id of prices");
    wrong("metadata: [prod_NWjs8kKbJWmuuc1]", "metadata", "is an id of products");
    assertThat(read("plans: { free: { paid: no, lookupKeys: [price_monthly] } }")).isNotNull();
  }

  private static void wrong(String line, String kind, String problem) {
    assertThatThrownBy(() -> read("plans:\n  free:\n    paid: no\n    " + line + "\n"))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith("plans.yaml:4: plans.free." + kind + "[0]: ")
        .hasMessageContaining(problem);
  }

  @Test
  void refusesAnAddOnThatIsDuplicateOrAPlan() {
    assertThatThrownBy(
            () -> read("plans: { free: { paid: no, prices: [p] } }\naddOns: [p, q, q]\n"))
        .hasMessage(
            """
            plans.yaml:2: addOns[0]: 'p' is already listed for a plan; list it as a plan or as an add-on
            plans.yaml:2: addOns[2]: 'q' is listed twice; keep one""");
  }

  @Test
  void twoListsMayShareAName() {
    PlanCatalog catalog =
        read(
            """
            plans:
              free: { paid: no, lookupKeys: [x] }
              pro: { paid: yes, metadata: [x] }
            """);

    assertThat(planOf(catalog, of(item("", "", "", "x")))).contains("pro");
    assertThat(planOf(catalog, of(item("", "", "x", "")))).contains("free");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                             | 1: plans: no plan is listed
          {free: {}}                                     | 1: plans.free: 'paid' is missing
          {pro: {paid: yes}}                             | 1: plans.pro.paid: the first plan is the plan of people without
          {free: {paid: maybe}}                          | 1: plans.free.paid: yes or no is expected here, not 'maybe'
          {free: {paid: no, price: [p]}}                 | 1: plans.free.price: unknown key 'price'
          {free: {paid: no}, 9lives: {paid: yes}}        | 1: plans.9lives: a plan's name is a letter and then
          {free: {paid: no}, 'a b': {paid: yes}}         | 1: plans.a b: a plan's name is a letter and then
          {free: {paid: no}, free: {paid: yes}}          | 1: plans.free: duplicate key
          """)
  void refusesInvalidPlans(String plans, String problem) {
    assertThatThrownBy(() -> read("plans: " + plans))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("plans.yaml:" + problem);
  }

  @Test
  void refusesAFileWithoutPlans() {
    assertThatThrownBy(() -> read("addOns: []\n"))
        .hasMessage("plans.yaml:1: 'plans' is missing; add it");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {role: x}                  | claims.role: unknown key 'role'; known are plan, paidFeatures
          {plan: firebase}           | claims.plan: Firebase reserves the claim 'firebase'
          {paidFeatures: a.b}        | claims.paidFeatures: a claim's name is a letter and then
          {plan: x, paidFeatures: x} | claims: both claims have the name 'x'; rename one
          {plan: paidFeatures}       | claims: both claims have the name 'paidFeatures'
          """)
  void refusesInvalidClaims(String claims, String problem) {
    assertThatThrownBy(() -> read("plans: { free: { paid: no } }\nclaims: " + claims))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("plans.yaml:2: " + problem);
  }

  @Test
  void claimsHaveDefaultNames() {
    assertThat(CATALOG.claims()).isEqualTo(new ClaimNames("plan", "paidFeatures"));
    assertThat(read("plans: { free: { paid: no } }\nclaims: { plan: stripeRole }").claims())
        .isEqualTo(new ClaimNames("stripeRole", "paidFeatures"));
  }

  @Test
  @Keeps("P2")
  void mapMustListTheClaims() {
    PlanCatalog renamed = read("plans: { free: { paid: no } }\nclaims: { plan: stripeRole }");
    DataMap map = FixtureProduct.FILES.dataMap();
    int line = map.definition("accounts").get("fields").line();

    CATALOG.claims().requireListed(map);
    assertThatThrownBy(() -> renamed.claims().requireListed(map))
        .hasMessage(
            "datamap.yaml:%d: locations.accounts.fields: 'claims.stripeRole', which plans.yaml sets, is missing; add it"
                .formatted(line));
  }

  @Test
  @Keeps("P7")
  void plansAreOrderedAsInTheFileAndAnUnknownOneIsTheHighest() {
    Plans plans = CATALOG.plans();

    assertThat(plans.base().name()).isEqualTo("free");
    assertThat(plans.higher("pro", "starter")).isEqualTo("pro");
    assertThat(plans.higher("starter", "pro")).isEqualTo("pro");
    assertThat(plans.higher("guest", "master")).isEqualTo("guest");
    assertThat(plans.higher("gone", "master")).isEqualTo("gone");
    assertThat(plans.higher("gone", "lost")).isEqualTo(plans.higher("lost", "gone"));
  }

  @Test
  @Keeps({"P7", "P8"})
  void paidItemBesideAHigherUnpaidOneProtects() {
    Item guest = item("", "", "", "guest");
    Item pro = item("price_pro", "", "", "");

    assertThat(planOf(CATALOG, of(guest, pro))).contains("guest");
    assertThat(CATALOG.isPaid(of(guest, pro))).isTrue();
    assertThat(CATALOG.isPaid(of(guest))).isFalse();
    assertThat(CATALOG.isPaid(of(guest, SEATS))).isFalse();
    assertThat(CATALOG.isPaid(of(SEATS))).isTrue();
    assertThat(CATALOG.isPaid(of())).isTrue();
  }

  @Test
  @Keeps("P7")
  void laterPlanNameCountsIfTheFirstIsNotListed() {
    Item item = item("price_x", "prod_x", "", "monthly").withPlanNames(List.of("pro", "starter"));

    assertThat(planOf(CATALOG, of(item))).contains("starter");
  }

  @ParameterizedTest
  @CsvSource({
    "starter_monthly,starter",
    "starter_yearly,starter",
    "pro_monthly,pro",
    "pro_yearly,pro",
    "master_monthly,master",
    "master_yearly,master"
  })
  @Keeps("P7")
  void fixturesCatalogueHasAllPlansOfItsPage(String lookupKey, String plan) {
    PlanCatalog shipped = FixtureProduct.FILES.plans();

    assertThat(planOf(shipped, of(item("price_x", "prod_x", lookupKey, "")))).contains(plan);
    assertThat(planOf(shipped, of(item("price_x", "prod_x", "", plan)))).contains(plan);
    assertThat(shipped.hasUnknownItem(of(UNKNOWN))).isTrue();
  }
}
