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

/** The part of the demo's story about what happens at the edges. */
record EdgeCaseStory(DemoCloud stage, StoryOutput telling) {
  private static final Duration A_YEAR = Duration.ofDays(365);

  void objections() {
    telling.step("ben objects, and cleo's browser sends Global Privacy Control; neither pays");
    stage.set(BEN, "objection", true);
    stage.set(CLEO, "gpc", true);
    stage.create(BEN, "prompts/lamp");
    telling.gate(BEN, stage.gate(BEN));
    telling.gate(CLEO, stage.gate(CLEO));
    telling.claim(
        "an objection withdraws what was admitted and bars what follows, free of charge",
        stage.inCorpus(BEN, "prompts/robot").equals("withdrawn")
            && stage.isRecalled(BEN, "prompts/robot")
            && stage.refuses(BEN, "prompts/lamp", GateReason.OBJECTION),
        "P25");
    telling.claim(
        "so does the signal of a browser",
        stage.inCorpus(CLEO, "stories/voyage").equals("withdrawn")
            && stage.refuses(CLEO, "stories/voyage", GateReason.OBJECTION),
        "P25");
  }

  void twoSubscriptions() {
    telling.step("ada takes two subscriptions; one ends, then the other");
    change("evt_two_a", "created", subscription("sub_a", "active", "starter_monthly"));
    change("evt_two_b", "created", subscription("sub_b", "active", "master_yearly"));
    change("evt_two_b_end", "deleted", subscription("sub_b", "canceled", "master_yearly"));
    stage.create(ADA, "prompts/between");
    telling.gate(ADA, stage.gate(ADA));
    telling.claim(
        "with one left she stays protected, on that one's plan",
        stage.standing(ADA).plan() == Plan.STARTER
            && stage.refuses(ADA, "prompts/between", GateReason.PAID_WHEN_CREATED),
        "P8 E9");
    change("evt_two_a_end", "deleted", subscription("sub_a", "canceled", "starter_monthly"));
    telling.claim(
        "free only when none is left; what she made meanwhile stays out",
        stage.standing(ADA).plan() == Plan.FREE
            && stage.refuses(ADA, "prompts/between", GateReason.PAID_WHEN_CREATED)
            && stage.inCorpus(ADA, "prompts/spring").equals("withdrawn"),
        "P8 E2 E9");
  }

  private void change(String id, String change, Subscription subscription) {
    String answer = stage.deliver(StripeJson.event(id, change, stage.now(), subscription));
    telling.happens(
        subscription.id() + " " + subscription.price() + " " + change + " -> " + answer);
  }

  private Subscription subscription(String id, String status, String price) {
    Instant paidUntil = status.equals("active") ? stage.now().plus(A_YEAR) : stage.now();
    return new Subscription(id, "cus_ada", Optional.of(ADA), status, price, paidUntil);
  }

  void refusals() {
    telling.step("Somebody forges an event, replays an old one, dates one ahead, mixes worlds up");
    long known = stage.count("stripeEvents");
    JsonObject event =
        StripeJson.event(
            "evt_bad", "created", stage.now(), subscription("sub_x", "active", "pro_monthly"));
    byte[] body = StripeJson.bytes(event);
    Instant now = stage.now();
    refused("signed with another secret", stage.deliver(body, "whsec_not_the_right_one", now));
    refused(
        "signed ten minutes ago",
        stage.deliver(body, stage.secret(), stage.now().minus(Duration.ofMinutes(10))));
    refused(
        "signed ten minutes from now",
        stage.deliver(body, stage.secret(), stage.now().plus(Duration.ofMinutes(10))));
    event.addProperty("livemode", true);
    refused("of the live mode, sent to the test mode", stage.deliver(event));
    telling.claim(
        "none of them left a trace",
        stage.count("stripeEvents") == known && stage.standing(ADA).plan() == Plan.FREE,
        "P17 E31");
  }

  private void refused(String what, String answer) {
    telling.happens(what + " -> " + answer);
    telling.claim("an event " + what + " is refused", answer.startsWith("400 "), "P17 E31");
  }

  void parking() {
    telling.step("Stripe tells of a customer that nobody knows yet");
    Instant at = stage.now();
    Subscription nameless =
        new Subscription(
            "sub_cleo", "cus_cleo", Optional.empty(), "active", "starter_monthly", at.plus(A_YEAR));
    String answer = stage.deliver(StripeJson.event("evt_nameless", "created", at, nameless));
    telling.happens("customer.subscription.created without a uid -> " + answer);
    telling.claim(
        "the event waits, and nobody's plan changes",
        eventState("evt_nameless").equals("parked") && stage.standing(CLEO).plan() == Plan.FREE,
        "P7 E33");
    String mapped =
        stage.deliver(
            StripeJson.checkoutCompleted("evt_mapping", at, "cus_cleo", CLEO, "sub_cleo"));
    telling.happens("checkout.session.completed says that it is cleo -> " + mapped);
    telling.claim(
        "then it is applied: cleo is on Starter",
        eventState("evt_nameless").equals("applied")
            && stage.standing(CLEO).plan() == Plan.STARTER
            && stage.planClaim(CLEO).equals("starter"),
        "P7 E33");
  }

  private String eventState(String id) {
    return stage
        .get("stripeEvents/" + id)
        .flatMap(mark -> mark.fields().string("state"))
        .orElse("absent");
  }

  void deletion() {
    telling.step("ben's account is deleted in the console; a webhook and his phone come late");
    stage.deleteInConsole(BEN);
    telling.claim("a tombstone stands for him", stage.count("tombstones") == 1, "P23 E14");
    Instant at = stage.now();
    Optional<Object> before = stage.get("subjects/ben").map(each -> each.updateTime());
    Subscription late =
        new Subscription(
            "sub_ben", "cus_ben", Optional.of(BEN), "active", "pro_monthly", at.plus(A_YEAR));
    String answer = stage.deliver(StripeJson.event("evt_after", "created", at, late));
    telling.happens("customer.subscription.created for ben -> " + answer);
    stage.create(BEN, "prompts/ghost");
    telling.gate(BEN, stage.gate(BEN));
    telling.claim(
        "the webhook brings nothing of his back",
        answer.contains("erased")
            && stage.get("customers/cus_ben").isEmpty()
            && stage.get("stripeEvents/evt_after").isEmpty()
            && stage.get("subjects/ben").map(each -> (Object) each.updateTime()).equals(before),
        "P23 E13");
    telling.claim(
        "what a phone that is still signed in writes is removed too",
        stage.get("users/ben/prompts/ghost").isEmpty()
            && stage.inCorpus(BEN, "prompts/ghost").equals("absent")
            && stage.get("subjects/ben/items/prompts:ghost").isEmpty(),
        "P23 E13 E17");
  }
}
