package com.anykoma.privacy.local.demo;

import com.anykoma.privacy.Purpose;
import com.anykoma.privacy.collection.datamap.DataField.Sealing;
import com.anykoma.privacy.local.product.SampleContent;
import com.anykoma.privacy.local.product.SampleProduct;
import java.time.Instant;
import java.util.Optional;

/** The order of the demo's chapters, without those whose subject the product lacks. */
final class Story {
  static final String ADA = "ada";
  static final String BEN = "ben";
  static final String CLEO = "cleo";
  static final String DORA = "dora";
  static final String EVA = "eva";
  static final String FAY = "fay";

  private Story() {}

  /** Plays the whole story. */
  static void play(DemoCloud cloud, StoryOutput out) {
    SampleProduct product = cloud.product();
    Optional<SampleContent> texts = product.texts();
    boolean writes = out.has(texts.isPresent(), "stamped content");
    boolean pays = out.has(product.lowestPaidPlan().isPresent(), "a paid plan with a price");
    boolean seals =
        out.has(texts.filter(it -> it.sealing() != Sealing.NEVER).isPresent(), "sealed fields");
    boolean uploads = out.has(product.images().isPresent(), "sealed images");
    boolean improves =
        out.has(writes && product.improvesAt(cloud.now()), "content that improves the service");

    PlanStory plans = new PlanStory(cloud, improves, out);
    VaultStory vault = new VaultStory(cloud, cloud.vault(), out);
    EdgeCaseStory edges = new EdgeCaseStory(cloud, out);
    plans.signUps();
    if (out.has(product.log().isPresent(), "logs with IP addresses")) {
      new LogStory(cloud, cloud.vault(), product.log().orElseThrow(), out).entries();
    }
    if (writes) {
      plans.freeContent();
    }
    if (improves) {
      ImprovementStory improvement = new ImprovementStory(cloud, cloud.improvement(), out);
      improvement.warning();
      improvement.release();
      if (out.has(product.accountHas("objection"), "objections")) {
        improvement.recall();
      }
    }
    if (writes && pays) {
      Instant checkout = plans.gap();
      Instant subscribed = cloud.now();
      plans.upgrade(checkout, subscribed);
      if (seals) {
        vault.fields();
      }
      plans.duplicatesAndLateness(checkout, subscribed);
      plans.downgrade();
    }
    if (improves && out.has(product.accountHas("objection"), "objections")) {
      edges.objection();
    }
    if (improves && out.has(product.accountHas("gpc"), "Global Privacy Control")) {
      edges.globalPrivacyControl();
    }
    if (writes && pays) {
      edges.twoSubscriptions();
    }
    if (pays) {
      edges.refusals();
      edges.parking();
    }
    if (uploads) {
      vault.images();
      vault.tampering();
      vault.lostEvent();
    }
    RightsStory rights = new RightsStory(cloud, cloud.rights(), out);
    if (writes) {
      rights.report(texts.orElseThrow().isFor(Purpose.SECURITY));
      rights.export();
    }
    edges.deletion(writes, pays);
    if (uploads) {
      vault.shredding();
    }
    end(cloud, writes, uploads, out);
  }

  private static void end(DemoCloud cloud, boolean writes, boolean uploads, StoryOutput out) {
    ErasureStory erasure = new ErasureStory(cloud, cloud.vault(), writes, uploads, out);
    erasure.signUps();
    if (writes && out.has(cloud.image(DORA, "cat").content().isRestorable(), "restorable items")) {
      erasure.items();
      erasure.changeOfMind();
    }
    erasure.account();
    ProofStory proof = new ProofStory(cloud, cloud.proof(), out);
    proof.certificates();
    proof.auditLog();
    new RightsStory(cloud, cloud.rights(), out).letter();
  }
}
