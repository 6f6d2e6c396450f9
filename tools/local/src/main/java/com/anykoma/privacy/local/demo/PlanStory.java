package com.anykoma.privacy.local.demo;

import static com.anykoma.privacy.local.demo.Story.ADA;
import static com.anykoma.privacy.local.demo.Story.BEN;
import static com.anykoma.privacy.local.demo.Story.CLEO;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.local.app.StripeJson;
import com.anykoma.privacy.local.app.StripeJson.Subscription;
import com.anykoma.privacy.local.product.SampleItem;
import com.anykoma.privacy.platform.BillingSubscription.Item;
import com.anykoma.privacy.usage.plan.Plan;
import com.anykoma.privacy.usage.training.GateReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The first part of the story: how the plan decides whether content may improve the service.
 *
 * @param improves whether the page lets content of the free plan improve the service
 */
record PlanStory(DemoCloud cloud, boolean improves, StoryOutput out) {
  private static final Duration A_MONTH = Duration.ofDays(30);

  void signUps() {
    out.step("Three people sign up");
    List<String> people = List.of(ADA, BEN, CLEO);
    for (String each : people) {
      cloud.signUp(each);
      String document = cloud.product().account(new SubjectId(each)).value();
      out.detail(each + " has an account and the document " + document);
    }
    out.claim(
        "each has a consent history that begins with the policy in force",
        people.stream()
            .allMatch(it -> cloud.get("subjects/" + it + "/consents/00000000").isPresent()),
        "P1 P3");
  }

  void freeContent() {
    out.step("They create content on the plan " + cloud.product().freePlan().name());
    List<SampleItem> items =
        List.of(
            cloud.text(ADA, "castle"), cloud.text(BEN, "robot"), cloud.otherText(CLEO, "voyage"));
    items.forEach(cloud::create);
    show(ADA, BEN, CLEO);
    if (improves) {
      out.claim("the gate permits all three items", items.stream().allMatch(cloud::passes), "P3");
      out.claim(
          "all three items are in the corpus, with their lineage",
          items.stream().allMatch(it -> cloud.corpusState(it).equals("admitted")),
          "P3 P4");
    }
  }

  Instant gap() {
    out.step("ada pays, and creates content before the subscription event arrives");
    Instant paid = cloud.now();
    String answer =
        cloud.deliver(
            StripeJson.checkoutCompleted("evt_checkout", paid, "cus_ada", ADA, "sub_ada"));
    out.detail("checkout.session.completed -> " + answer);
    SampleItem gap = cloud.text(ADA, "gap");
    cloud.create(gap);
    show(ADA);
    out.claim(
        "content made in this gap is protected already",
        cloud.refuses(gap, GateReason.PAID_WHEN_CREATED) && cloud.corpusState(gap).equals("absent"),
        "P8 E3");
    return paid;
  }

  void upgrade(Instant checkout, Instant subscribed) {
    Plan plan = plan();
    out.step("The subscription event arrives: ada is on the plan " + plan.name());
    String answer = cloud.deliver("evt_created", "created", subscribed, active(checkout));
    out.detail("customer.subscription.created -> " + answer);
    SampleItem portrait = cloud.image(ADA, "portrait");
    cloud.create(portrait);
    show(ADA);
    out.claim(
        "she has the plan with paid features, in our records and her next ID token",
        cloud.planStatus(ADA).plan().equals(plan.name())
            && cloud.planStatus(ADA).paidFeatures()
            && cloud.planClaim(ADA).equals(plan.name()),
        "P7");
    if (improves) {
      out.claim(
          "content that she made before is withdrawn from the corpus",
          cloud.corpusState(cloud.text(ADA, "castle")).equals("withdrawn"),
          "P6 E1");
      cloud.vault().sweepLater(Duration.ZERO);
      out.claim(
          "no release has a copy of it after the next sweep, and none will",
          cloud.isForgotten(cloud.text(ADA, "castle")),
          "P6");
    }
    out.claim(
        "the gate refuses all her new content",
        cloud.refuses(portrait, GateReason.PAID_WHEN_CREATED),
        "P8");
  }

  private Plan plan() {
    return cloud.product().highestPaidPlan().orElseThrow();
  }

  private Subscription active(Instant since) {
    return subscription("active", since.plus(A_MONTH));
  }

  private Subscription subscription(String status, Instant paidUntil) {
    Item price = cloud.product().priceOf(plan());
    return new Subscription("sub_ada", "cus_ada", Optional.of(ADA), status, price, paidUntil);
  }

  void duplicatesAndLateness(Instant checkout, Instant subscribed) {
    out.step("Stripe delivers an event twice, and another late");
    Object before = state(ADA);
    String again = cloud.deliver("evt_created", "created", subscribed, active(checkout));
    out.detail("the same event again -> " + again);
    out.claim("a duplicate event has no further effect", again.contains("duplicate"), "P7 E8");
    Subscription incomplete = subscription("incomplete", checkout.plus(A_MONTH));
    String late = cloud.deliver("evt_late", "updated", checkout, incomplete);
    out.detail("an older state of the subscription, late -> " + late);
    out.claim("plan and gate decisions are unchanged", state(ADA).equals(before), "P7 P8 E8");
  }

  private List<Object> state(String uid) {
    return List.of(cloud.planStatus(uid), cloud.gate(uid));
  }

  void downgrade() {
    out.step("ada's paid month ends, and she returns to the plan without payment");
    cloud.forward(A_MONTH);
    Instant end = cloud.now();
    String answer = cloud.deliver("evt_deleted", "deleted", end, subscription("canceled", end));
    out.detail("customer.subscription.deleted -> " + answer);
    cloud.awaitNextSecond(); // Stripe's times are whole seconds: content of the same one is paid
    SampleItem spring = cloud.text(ADA, "spring");
    cloud.create(spring);
    show(ADA);
    out.claim(
        "the gate never permits content made while she paid",
        cloud.refuses(cloud.image(ADA, "portrait"), GateReason.PAID_WHEN_CREATED)
            && cloud.refuses(cloud.text(ADA, "gap"), GateReason.PAID_WHEN_CREATED),
        "P8 E2");
    if (improves) {
      SampleItem castle = cloud.text(ADA, "castle");
      out.claim(
          "content that she made before stays withdrawn",
          cloud.refuses(castle, GateReason.PAID_SINCE_CREATED)
              && cloud.corpusState(castle).equals("withdrawn"),
          "P6 E2");
      out.claim(
          "her new content may improve the service, as the page says",
          cloud.passes(spring)
              && cloud.corpusState(spring).equals("admitted")
              && cloud.hasFreePlan(ADA),
          "P3 E2");
    }
  }

  private void show(String... people) {
    for (String each : people) {
      out.gate(each, cloud.gate(each));
    }
  }
}
