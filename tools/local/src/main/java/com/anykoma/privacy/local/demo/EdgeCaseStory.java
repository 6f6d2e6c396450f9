package com.anykoma.privacy.local.demo;

import static com.anykoma.privacy.local.demo.PlanStory.ADA;
import static com.anykoma.privacy.local.demo.PlanStory.BEN;
import static com.anykoma.privacy.local.demo.PlanStory.CLEO;

import com.anykoma.privacy.Plan;
import com.anykoma.privacy.local.app.StripeJson;
import com.anykoma.privacy.local.app.StripeJson.Subscription;
import com.anykoma.privacy.usage.training.GateReason;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The part of the story about edge cases. */
record EdgeCaseStory(DemoCloud cloud, StoryOutput out) {
  private static final Duration A_YEAR = Duration.ofDays(365);

  void objections() {
    out.step("ben objects, cleo's browser sends Global Privacy Control; both are on Free");
    cloud.set(BEN, "objection", true);
    cloud.set(CLEO, "gpc", true);
    cloud.create(BEN, "prompts/lamp");
    out.gate(BEN, cloud.gate(BEN));
    out.gate(CLEO, cloud.gate(CLEO));
    out.claim(
        "an objection withdraws old content and blocks new content, also on Free",
        cloud.corpusState(BEN, "prompts/robot").equals("withdrawn")
            && cloud.isRecalled(BEN, "prompts/robot")
            && cloud.refuses(BEN, "prompts/lamp", GateReason.OBJECTION),
        "P25");
    out.claim(
        "a Global Privacy Control signal has the same effect",
        cloud.corpusState(CLEO, "stories/voyage").equals("withdrawn")
            && cloud.refuses(CLEO, "stories/voyage", GateReason.OBJECTION),
        "P25");
  }

  void twoSubscriptions() {
    out.step("ada takes two subscriptions; one ends, then the other");
    change("evt_two_a", "created", subscription("sub_a", "active", "starter_monthly"));
    change("evt_two_b", "created", subscription("sub_b", "active", "master_yearly"));
    change("evt_two_b_end", "deleted", subscription("sub_b", "canceled", "master_yearly"));
    cloud.create(ADA, "prompts/between");
    out.gate(ADA, cloud.gate(ADA));
    out.claim(
        "with one subscription she stays protected, on the plan of that one",
        cloud.planStatus(ADA).plan() == Plan.STARTER
            && cloud.refuses(ADA, "prompts/between", GateReason.PAID_WHEN_CREATED),
        "P8 E9");
    change("evt_two_a_end", "deleted", subscription("sub_a", "canceled", "starter_monthly"));
    out.claim(
        "she is on Free when both have ended; content made meanwhile stays out",
        cloud.planStatus(ADA).plan() == Plan.FREE
            && cloud.refuses(ADA, "prompts/between", GateReason.PAID_WHEN_CREATED)
            && cloud.corpusState(ADA, "prompts/spring").equals("withdrawn"),
        "P8 E2 E9");
  }

  private void change(String id, String change, Subscription subscription) {
    String answer = cloud.deliver(StripeJson.event(id, change, cloud.now(), subscription));
    out.detail(subscription.id() + " " + subscription.price() + " " + change + " -> " + answer);
  }

  private Subscription subscription(String id, String status, String price) {
    Instant paidUntil = status.equals("active") ? cloud.now().plus(A_YEAR) : cloud.now();
    return new Subscription(id, "cus_ada", Optional.of(ADA), status, price, paidUntil);
  }

  void refusals() {
    out.step("An attacker sends events: forged, old, from the future, of the wrong mode");
    long known = cloud.count("stripeEvents");
    JsonObject event =
        StripeJson.event(
            "evt_bad", "created", cloud.now(), subscription("sub_x", "active", "pro_monthly"));
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
        cloud.count("stripeEvents") == known && cloud.planStatus(ADA).plan() == Plan.FREE,
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
            "sub_cleo", "cus_cleo", Optional.empty(), "active", "starter_monthly", at.plus(A_YEAR));
    String answer = cloud.deliver(StripeJson.event("evt_nameless", "created", at, withoutUid));
    out.detail("customer.subscription.created without a uid -> " + answer);
    out.claim(
        "the event is parked, and no plan changes",
        eventState("evt_nameless").equals("parked") && cloud.planStatus(CLEO).plan() == Plan.FREE,
        "P7 E33");
    String mapped =
        cloud.deliver(
            StripeJson.checkoutCompleted("evt_mapping", at, "cus_cleo", CLEO, "sub_cleo"));
    out.detail("checkout.session.completed maps the customer to cleo -> " + mapped);
    out.claim(
        "then the parked event is applied: cleo is on Starter",
        eventState("evt_nameless").equals("applied")
            && cloud.planStatus(CLEO).plan() == Plan.STARTER
            && cloud.planClaim(CLEO).equals("starter"),
        "P7 E33");
  }

  private String eventState(String id) {
    return cloud
        .get("stripeEvents/" + id)
        .flatMap(mark -> mark.fields().string("state"))
        .orElse("absent");
  }

  void deletion() {
    out.step("ben's account is deleted; then a webhook and his phone write late");
    cloud.deleteInConsole(BEN);
    out.claim("he has a tombstone", cloud.count("tombstones") == 1, "P23 E14");
    Instant at = cloud.now();
    Optional<Object> before = cloud.get("subjects/ben").map(each -> each.updateTime());
    Subscription late =
        new Subscription(
            "sub_ben", "cus_ben", Optional.of(BEN), "active", "pro_monthly", at.plus(A_YEAR));
    String answer = cloud.deliver(StripeJson.event("evt_after", "created", at, late));
    out.detail("customer.subscription.created for ben -> " + answer);
    cloud.create(BEN, "prompts/ghost");
    out.gate(BEN, cloud.gate(BEN));
    out.claim(
        "the late webhook restores none of his data",
        answer.contains("erased")
            && cloud.get("customers/cus_ben").isEmpty()
            && cloud.get("stripeEvents/evt_after").isEmpty()
            && cloud.get("subjects/ben").map(each -> (Object) each.updateTime()).equals(before),
        "P23 E13");
    out.claim(
        "late writes of a phone that is still signed in are removed",
        cloud.get("users/ben/prompts/ghost").isEmpty()
            && cloud.corpusState(BEN, "prompts/ghost").equals("absent")
            && !cloud.isStamped(BEN, "prompts/ghost"),
        "P23 E13 E17");
  }
}
