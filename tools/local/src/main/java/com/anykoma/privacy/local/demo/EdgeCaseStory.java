package com.anykoma.privacy.local.demo;

import static com.anykoma.privacy.local.demo.Story.ADA;
import static com.anykoma.privacy.local.demo.Story.BEN;
import static com.anykoma.privacy.local.demo.Story.CLEO;

import com.anykoma.privacy.local.app.StripeJson;
import com.anykoma.privacy.local.app.StripeJson.Subscription;
import com.anykoma.privacy.local.product.SampleItem;
import com.anykoma.privacy.platform.BillingSubscription.Item;
import com.anykoma.privacy.usage.plan.Plan;
import com.anykoma.privacy.usage.training.GateReason;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The part of the story about edge cases. */
record EdgeCaseStory(DemoCloud cloud, StoryOutput out) {
  private static final Duration A_YEAR = Duration.ofDays(365);

  void objection() {
    out.step("ben objects, on the plan without payment");
    SampleItem robot = cloud.text(BEN, "robot");
    SampleItem lamp = cloud.text(BEN, "lamp");
    cloud.set(BEN, "objection", true);
    cloud.create(lamp);
    cloud.vault().sweepLater(Duration.ZERO);
    out.gate(BEN, cloud.gate(BEN));
    out.claim(
        "an objection withdraws old content and blocks new content, without payment too",
        cloud.corpusState(robot).equals("withdrawn")
            && cloud.isForgotten(robot)
            && cloud.refuses(lamp, GateReason.OBJECTION),
        "P25");
  }

  void globalPrivacyControl() {
    out.step("cleo's browser sends Global Privacy Control");
    SampleItem voyage = cloud.otherText(CLEO, "voyage");
    cloud.set(CLEO, "gpc", true);
    out.gate(CLEO, cloud.gate(CLEO));
    out.claim(
        "a Global Privacy Control signal has the same effect as an objection",
        cloud.corpusState(voyage).equals("withdrawn")
            && cloud.refuses(voyage, GateReason.OBJECTION),
        "P25");
  }

  void twoSubscriptions() {
    out.step("ada takes two subscriptions; one ends, then the other");
    SampleItem between = cloud.text(ADA, "between");
    Plan highest = cloud.product().highestPaidPlan().orElseThrow();
    change("evt_two_a", "created", subscription("sub_a", "active", lowest()));
    change("evt_two_b", "created", subscription("sub_b", "active", highest));
    change("evt_two_b_end", "deleted", subscription("sub_b", "canceled", highest));
    cloud.create(between);
    out.gate(ADA, cloud.gate(ADA));
    out.claim(
        "with one subscription she stays protected, on the plan of that one",
        cloud.planStatus(ADA).plan().equals(lowest().name())
            && cloud.refuses(between, GateReason.PAID_WHEN_CREATED),
        "P8 E9");
    change("evt_two_a_end", "deleted", subscription("sub_a", "canceled", lowest()));
    out.claim(
        "she has no paid plan when both have ended; content made meanwhile stays out",
        cloud.hasFreePlan(ADA)
            && cloud.refuses(between, GateReason.PAID_WHEN_CREATED)
            && !cloud.corpusState(cloud.text(ADA, "spring")).equals("admitted"),
        "P8 E2 E9");
  }

  private Plan lowest() {
    return cloud.product().lowestPaidPlan().orElseThrow();
  }

  private Item price(Plan plan) {
    return cloud.product().priceOf(plan);
  }

  private void change(String id, String change, Subscription subscription) {
    String answer = cloud.deliver(id, change, cloud.now(), subscription);
    out.detail(subscription.id() + " " + change + " -> " + answer);
  }

  private Subscription subscription(String id, String status, Plan plan) {
    Instant paidUntil = status.equals("active") ? cloud.now().plus(A_YEAR) : cloud.now();
    return new Subscription(id, "cus_ada", Optional.of(ADA), status, price(plan), paidUntil);
  }

  void refusals() {
    out.step("An attacker sends events: forged, old, from the future, of the wrong mode");
    long known = cloud.count("stripeEvents");
    JsonObject event =
        StripeJson.event(
            "evt_bad", "created", cloud.now(), subscription("sub_x", "active", lowest()));
    byte[] body = StripeJson.bytes(event);
    Instant now = cloud.now();
    claimRefused("signed with another secret", cloud.deliver(body, "whsec_not_the_right_one", now));
    claimRefused(
        "signed ten minutes ago",
        cloud.deliver(body, cloud.secret(), cloud.now().minus(Duration.ofMinutes(10))));
    claimRefused(
        "signed ten minutes from now",
        cloud.deliver(body, cloud.secret(), cloud.now().plus(Duration.ofMinutes(10))));
    event.addProperty("livemode", true);
    claimRefused("of the live mode, sent to the test mode", cloud.deliver(event));
    out.claim(
        "no refused event changed anything",
        cloud.count("stripeEvents") == known && cloud.hasFreePlan(ADA),
        "P17 E31");
  }

  private void claimRefused(String kind, String answer) {
    out.detail(kind + " -> " + answer);
    out.claim("an event " + kind + " is refused", answer.startsWith("400 "), "P17 E31");
  }

  void parking() {
    out.step("Stripe sends an event of an unknown customer");
    Instant at = cloud.now();
    Subscription withoutUid =
        new Subscription(
            "sub_cleo", "cus_cleo", Optional.empty(), "active", price(lowest()), at.plus(A_YEAR));
    String answer = cloud.deliver("evt_nameless", "created", at, withoutUid);
    out.detail("customer.subscription.created without a uid -> " + answer);
    out.claim(
        "the event is parked, and no plan changes",
        eventState("evt_nameless").equals("parked") && cloud.hasFreePlan(CLEO),
        "P7 E33");
    String mapped =
        cloud.deliver(
            StripeJson.checkoutCompleted("evt_mapping", at, "cus_cleo", CLEO, "sub_cleo"));
    out.detail("checkout.session.completed maps the customer to cleo -> " + mapped);
    out.claim(
        "then the parked event is applied, and cleo is on her plan",
        eventState("evt_nameless").equals("applied")
            && cloud.planStatus(CLEO).plan().equals(lowest().name())
            && cloud.planClaim(CLEO).equals(lowest().name()),
        "P7 E33");
  }

  private String eventState(String id) {
    return cloud
        .get("stripeEvents/" + id)
        .flatMap(mark -> mark.fields().string("state"))
        .orElse("absent");
  }

  /**
   * @param writes whether the phone has content to write
   * @param pays whether Stripe has a subscription to report
   */
  void deletion(boolean writes, boolean pays) {
    out.step("ben's account is deleted; then a webhook and his phone write late");
    cloud.deleteInConsole(BEN);
    out.claim("he has a tombstone", cloud.count("tombstones") == 1, "P23 E14");
    if (pays) {
      lateEvent();
    }
    if (writes) {
      cloud.create(cloud.text(BEN, "ghost"));
      out.gate(BEN, cloud.gate(BEN));
      out.claim(
          "late writes of a phone that is still signed in are removed",
          cloud.traces(BEN).isEmpty(),
          "P23 E13 E17");
    }
  }

  private void lateEvent() {
    Instant at = cloud.now();
    Optional<Instant> before = cloud.get("subjects/ben").map(each -> each.updateTime());
    Subscription late =
        new Subscription(
            "sub_ben", "cus_ben", Optional.of(BEN), "active", price(lowest()), at.plus(A_YEAR));
    String answer = cloud.deliver("evt_after", "created", at, late);
    out.detail("customer.subscription.created for ben -> " + answer);
    out.claim(
        "the late webhook restores none of his data",
        answer.contains("erased")
            && cloud.get("customers/cus_ben").isEmpty()
            && cloud.get("stripeEvents/evt_after").isEmpty()
            && cloud.get("subjects/ben").map(each -> each.updateTime()).equals(before),
        "P23 E13");
  }
}
