package com.anykoma.privacy.local.demo;

import com.anykoma.privacy.Plan;
import com.anykoma.privacy.local.app.StripeJson;
import com.anykoma.privacy.local.app.StripeJson.Subscription;
import com.anykoma.privacy.usage.training.GateReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The first part of the demo's story: how a plan decides what may improve the service. */
record PlanStory(DemoCloud stage, StoryOutput telling) {
  static final String ADA = "ada";
  static final String BEN = "ben";
  static final String CLEO = "cleo";

  private static final Duration A_MONTH = Duration.ofDays(30);

  /** Plays the whole story. */
  static void play(DemoCloud stage, StoryOutput telling) {
    PlanStory demo = new PlanStory(stage, telling);
    demo.signUps();
    demo.freeContent();
    Instant checkout = demo.gap();
    Instant subscribed = stage.now();
    demo.upgrade(checkout, subscribed);
    VaultStory vault = new VaultStory(stage, stage.vault(), telling);
    vault.fields();
    demo.duplicatesAndLateness(checkout, subscribed);
    demo.downgrade();
    EdgeCaseStory edges = new EdgeCaseStory(stage, telling);
    edges.objections();
    edges.twoSubscriptions();
    edges.refusals();
    edges.parking();
    vault.images();
    vault.tampering();
    vault.lostEvent();
    edges.deletion();
    vault.shredding();
    ErasureStory erasure = new ErasureStory(stage, stage.vault(), stage.erasure(), telling);
    erasure.items();
    erasure.changeOfMind();
    erasure.account();
    ProofStory proof = new ProofStory(stage, stage.erasure(), stage.proof(), telling);
    proof.certificates();
    proof.auditLog();
  }

  private void signUps() {
    telling.step("Three people sign up");
    for (String each : List.of(ADA, BEN, CLEO)) {
      stage.signUp(each);
      telling.happens(each + " has an account and the document users/" + each);
    }
    telling.claim(
        "each has a consent history that begins with the policy in force",
        stage.get("subjects/ada/consents/00000000").isPresent()
            && stage.get("subjects/ben/consents/00000000").isPresent()
            && stage.get("subjects/cleo/consents/00000000").isPresent(),
        "P1 P3");
  }

  private void freeContent() {
    telling.step("They make things on the free plan");
    stage.create(ADA, "prompts/castle");
    stage.create(BEN, "prompts/robot");
    stage.create(CLEO, "stories/voyage");
    show(ADA, BEN, CLEO);
    telling.claim(
        "the gate lets all three through",
        stage.passes(ADA, "prompts/castle")
            && stage.passes(BEN, "prompts/robot")
            && stage.passes(CLEO, "stories/voyage"),
        "P3");
    telling.claim(
        "all three are admitted to the corpus, with their lineage",
        stage.inCorpus(ADA, "prompts/castle").equals("admitted")
            && stage.inCorpus(BEN, "prompts/robot").equals("admitted")
            && stage.inCorpus(CLEO, "stories/voyage").equals("admitted"),
        "P3 P4");
  }

  private Instant gap() {
    telling.step("ada pays, and makes something before Stripe has told of her subscription");
    Instant paid = stage.now();
    String answer =
        stage.deliver(
            StripeJson.checkoutCompleted("evt_checkout", paid, "cus_ada", ADA, "sub_ada"));
    telling.happens("checkout.session.completed -> " + answer);
    stage.create(ADA, "prompts/gap");
    show(ADA);
    telling.claim(
        "what she makes in the gap is protected already",
        stage.refuses(ADA, "prompts/gap", GateReason.PAID_WHEN_CREATED)
            && stage.inCorpus(ADA, "prompts/gap").equals("absent"),
        "P8 E3");
    return paid;
  }

  private void upgrade(Instant checkout, Instant subscribed) {
    telling.step("Stripe tells of her subscription: she is on Pro");
    String answer =
        stage.deliver(
            StripeJson.event("evt_created", "created", subscribed, pro("active", checkout)));
    telling.happens("customer.subscription.created -> " + answer);
    stage.create(ADA, "images/portrait");
    show(ADA);
    telling.claim(
        "her plan is Pro, with paid features, in our records and in her next ID token",
        stage.standing(ADA).plan() == Plan.PRO
            && stage.standing(ADA).paidFeatures()
            && stage.planClaim(ADA).equals("pro"),
        "P7");
    telling.claim(
        "what she made while free is withdrawn from the corpus",
        stage.inCorpus(ADA, "prompts/castle").equals("withdrawn"),
        "P6 E1");
    telling.claim(
        "trainers are told to forget it, by an id that names nobody",
        stage.isRecalled(ADA, "prompts/castle"),
        "P6");
    telling.claim(
        "nothing that she makes now passes",
        stage.refuses(ADA, "images/portrait", GateReason.PAID_WHEN_CREATED),
        "P8");
  }

  private static Subscription pro(String status, Instant since) {
    return new Subscription(
        "sub_ada", "cus_ada", Optional.of(ADA), status, "pro_monthly", since.plus(A_MONTH));
  }

  private void duplicatesAndLateness(Instant checkout, Instant subscribed) {
    telling.step("Stripe delivers twice, late and out of order");
    Object before = state(ADA);
    long recalls = stage.count("withdrawals");
    String again =
        stage.deliver(
            StripeJson.event("evt_created", "created", subscribed, pro("active", checkout)));
    telling.happens("the same event again -> " + again);
    telling.claim("an event that comes twice counts once", again.contains("duplicate"), "P7 E8");
    String late =
        stage.deliver(
            StripeJson.event(
                "evt_late", "updated", checkout.plusSeconds(1), pro("incomplete", checkout)));
    telling.happens("an older state of the subscription, late -> " + late);
    telling.claim(
        "plan, gate and recalls are what they were",
        state(ADA).equals(before) && stage.count("withdrawals") == recalls,
        "P7 P8 E8");
  }

  private List<Object> state(String uid) {
    return List.of(stage.standing(uid), stage.gate(uid));
  }

  private void downgrade() {
    telling.step("Her paid month is over, and she goes back to the free plan");
    stage.forward(A_MONTH);
    Instant end = stage.now();
    Subscription canceled =
        new Subscription("sub_ada", "cus_ada", Optional.of(ADA), "canceled", "pro_monthly", end);
    String answer = stage.deliver(StripeJson.event("evt_deleted", "deleted", end, canceled));
    telling.happens("customer.subscription.deleted -> " + answer);
    stage.create(ADA, "prompts/spring");
    show(ADA);
    telling.claim(
        "what she made while paying never passes",
        stage.refuses(ADA, "images/portrait", GateReason.PAID_WHEN_CREATED)
            && stage.refuses(ADA, "prompts/gap", GateReason.PAID_WHEN_CREATED),
        "P8 E2");
    telling.claim(
        "what she made before stays withdrawn",
        stage.refuses(ADA, "prompts/castle", GateReason.PAID_SINCE_CREATED)
            && stage.inCorpus(ADA, "prompts/castle").equals("withdrawn"),
        "P6 E2");
    telling.claim(
        "what she makes from now on may improve the service, as the page says",
        stage.passes(ADA, "prompts/spring")
            && stage.inCorpus(ADA, "prompts/spring").equals("admitted")
            && stage.standing(ADA).plan() == Plan.FREE,
        "P3 E2");
  }

  private void show(String... people) {
    for (String each : people) {
      telling.gate(each, stage.gate(each));
    }
  }
}
