package com.anykoma.privacy.local.demo;

import com.anykoma.privacy.local.app.StripeJson;
import com.anykoma.privacy.local.app.StripeJson.Subscription;
import com.anykoma.privacy.usage.training.GateReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The first part of the story: how the plan decides whether content may improve the service. */
record PlanStory(DemoCloud cloud, StoryOutput out) {
  static final String ADA = "ada";
  static final String BEN = "ben";
  static final String CLEO = "cleo";

  private static final Duration A_MONTH = Duration.ofDays(30);

  /** Plays the whole story. */
  static void play(DemoCloud cloud, StoryOutput out) {
    PlanStory demo = new PlanStory(cloud, out);
    demo.signUps();
    demo.freeContent();
    Instant checkout = demo.gap();
    Instant subscribed = cloud.now();
    demo.upgrade(checkout, subscribed);
    VaultStory vault = new VaultStory(cloud, cloud.vault(), out);
    vault.fields();
    demo.duplicatesAndLateness(checkout, subscribed);
    demo.downgrade();
    EdgeCaseStory edges = new EdgeCaseStory(cloud, out);
    edges.objections();
    edges.twoSubscriptions();
    edges.refusals();
    edges.parking();
    vault.images();
    vault.tampering();
    vault.lostEvent();
    edges.deletion();
    vault.shredding();
    ErasureStory erasure = new ErasureStory(cloud, cloud.vault(), cloud.erasure(), out);
    erasure.items();
    erasure.changeOfMind();
    erasure.account();
    ProofStory proof = new ProofStory(cloud, cloud.erasure(), cloud.proof(), out);
    proof.certificates();
    proof.auditLog();
  }

  private void signUps() {
    out.step("Three people sign up");
    for (String each : List.of(ADA, BEN, CLEO)) {
      cloud.signUp(each);
      out.detail(each + " has an account and the document users/" + each);
    }
    out.claim(
        "each has a consent history that begins with the policy in force",
        cloud.get("subjects/ada/consents/00000000").isPresent()
            && cloud.get("subjects/ben/consents/00000000").isPresent()
            && cloud.get("subjects/cleo/consents/00000000").isPresent(),
        "P1 P3");
  }

  private void freeContent() {
    out.step("They create content on the Free plan");
    cloud.create(ADA, "prompts/castle");
    cloud.create(BEN, "prompts/robot");
    cloud.create(CLEO, "stories/voyage");
    show(ADA, BEN, CLEO);
    out.claim(
        "the gate permits all three items",
        cloud.passes(ADA, "prompts/castle")
            && cloud.passes(BEN, "prompts/robot")
            && cloud.passes(CLEO, "stories/voyage"),
        "P3");
    out.claim(
        "all three items are in the corpus, with their lineage",
        cloud.corpusState(ADA, "prompts/castle").equals("admitted")
            && cloud.corpusState(BEN, "prompts/robot").equals("admitted")
            && cloud.corpusState(CLEO, "stories/voyage").equals("admitted"),
        "P3 P4");
  }

  private Instant gap() {
    out.step("ada pays, and creates content before the subscription event arrives");
    Instant paid = cloud.now();
    String answer =
        cloud.deliver(
            StripeJson.checkoutCompleted("evt_checkout", paid, "cus_ada", ADA, "sub_ada"));
    out.detail("checkout.session.completed -> " + answer);
    cloud.create(ADA, "prompts/gap");
    show(ADA);
    out.claim(
        "content made in this gap is protected already",
        cloud.refuses(ADA, "prompts/gap", GateReason.PAID_WHEN_CREATED)
            && cloud.corpusState(ADA, "prompts/gap").equals("absent"),
        "P8 E3");
    return paid;
  }

  private void upgrade(Instant checkout, Instant subscribed) {
    out.step("The subscription event arrives: ada is on Pro");
    String answer =
        cloud.deliver(
            StripeJson.event("evt_created", "created", subscribed, pro("active", checkout)));
    out.detail("customer.subscription.created -> " + answer);
    cloud.create(ADA, "images/portrait");
    show(ADA);
    out.claim(
        "she has Pro with paid features, in our records and her next ID token",
        cloud.planStatus(ADA).plan().equals("pro")
            && cloud.planStatus(ADA).paidFeatures()
            && cloud.planClaim(ADA).equals("pro"),
        "P7");
    out.claim(
        "content that she made on Free is withdrawn from the corpus",
        cloud.corpusState(ADA, "prompts/castle").equals("withdrawn"),
        "P6 E1");
    out.claim(
        "trainers get a withdrawal that does not identify her",
        cloud.isRecalled(ADA, "prompts/castle"),
        "P6");
    out.claim(
        "the gate refuses all her new content",
        cloud.refuses(ADA, "images/portrait", GateReason.PAID_WHEN_CREATED),
        "P8");
  }

  private static Subscription pro(String status, Instant since) {
    return new Subscription(
        "sub_ada", "cus_ada", Optional.of(ADA), status, "pro_monthly", since.plus(A_MONTH));
  }

  private void duplicatesAndLateness(Instant checkout, Instant subscribed) {
    out.step("Stripe delivers an event twice, and another late");
    Object before = state(ADA);
    long recalls = cloud.count("withdrawals");
    String again =
        cloud.deliver(
            StripeJson.event("evt_created", "created", subscribed, pro("active", checkout)));
    out.detail("the same event again -> " + again);
    out.claim("a duplicate event has no further effect", again.contains("duplicate"), "P7 E8");
    String late =
        cloud.deliver(
            StripeJson.event(
                "evt_late", "updated", checkout.plusSeconds(1), pro("incomplete", checkout)));
    out.detail("an older state of the subscription, late -> " + late);
    out.claim(
        "plan, gate decisions and withdrawals are unchanged",
        state(ADA).equals(before) && cloud.count("withdrawals") == recalls,
        "P7 P8 E8");
  }

  private List<Object> state(String uid) {
    return List.of(cloud.planStatus(uid), cloud.gate(uid));
  }

  private void downgrade() {
    out.step("ada's paid month ends, and she returns to the Free plan");
    cloud.forward(A_MONTH);
    Instant end = cloud.now();
    Subscription canceled =
        new Subscription("sub_ada", "cus_ada", Optional.of(ADA), "canceled", "pro_monthly", end);
    String answer = cloud.deliver(StripeJson.event("evt_deleted", "deleted", end, canceled));
    out.detail("customer.subscription.deleted -> " + answer);
    cloud.create(ADA, "prompts/spring");
    show(ADA);
    out.claim(
        "the gate never permits content made while she paid",
        cloud.refuses(ADA, "images/portrait", GateReason.PAID_WHEN_CREATED)
            && cloud.refuses(ADA, "prompts/gap", GateReason.PAID_WHEN_CREATED),
        "P8 E2");
    out.claim(
        "content that she made before stays withdrawn",
        cloud.refuses(ADA, "prompts/castle", GateReason.PAID_SINCE_CREATED)
            && cloud.corpusState(ADA, "prompts/castle").equals("withdrawn"),
        "P6 E2");
    out.claim(
        "her new content may improve the service, as the page says",
        cloud.passes(ADA, "prompts/spring")
            && cloud.corpusState(ADA, "prompts/spring").equals("admitted")
            && cloud.planStatus(ADA).plan().equals("free"),
        "P3 E2");
  }

  private void show(String... people) {
    for (String each : people) {
      out.gate(each, cloud.gate(each));
    }
  }
}
