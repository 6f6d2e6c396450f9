package com.anykoma.privacy.local.demo;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.proof.audit.AuditProof;
import com.anykoma.privacy.proof.audit.Checkpoint;
import com.anykoma.privacy.proof.audit.CheckpointedLog;
import com.anykoma.privacy.proof.certificate.Certificate;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.rights.erasure.RemovalStatusService.Overview;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The last part of the demo's story: what a stranger can check of it. */
record ProofStory(
    DemoCloud stage, ErasureDemoCloud erasure, ProofDemoCloud proof, StoryOutput telling) {
  private static final Set<String> PEOPLE =
      Set.of(PlanStory.ADA, PlanStory.BEN, PlanStory.CLEO, "dora", "dora2", "eve");

  void certificates() {
    telling.step("A stranger is given the certificate of dora's erasure, and our public keys");
    RemovalOrder order = erasure.done("erasures").get(0);
    Bytes file = proof.certificate(order).orElseThrow();
    Certificate certificate = verified(file.toArray()).orElseThrow();
    telling.happens(
        "it speaks of "
            + certificate.locations().size()
            + " places and "
            + certificate.copies().size()
            + " stores of copies; the last copy is gone by "
            + certificate.lastCopyUntil().map(Instant::toString).orElse("now"));
    String text = new String(file.toArray(), StandardCharsets.UTF_8);
    telling.claim(
        "it verifies without any store of ours, and names nobody",
        certificate.order().equals(order.id())
            && !text.contains("\"dora\"")
            && !text.contains("cus_"),
        "P20 P23");
    byte[] altered = file.toArray();
    altered[altered.length / 2] ^= 1;
    telling.claim("one bit less and it is refused", verified(altered).isEmpty(), "P20");
    proof.certifyAgain(order);
    telling.claim(
        "asked for again, it is the same certificate to the last byte",
        proof.certificate(order).equals(Optional.of(file)),
        "E28");
    Overview orders = proof.orders();
    telling.claim(
        "every order that is fulfilled has its certificate, and none is overdue",
        orders.overdue().isEmpty()
            && !orders.recent().isEmpty()
            && orders.recent().stream()
                .filter(it -> it.order().fulfilledAt().orElseThrow().isBefore(stage.now()))
                .allMatch(it -> it.certificate().isPresent()),
        "P20");
  }

  private Optional<Certificate> verified(byte[] file) {
    try {
      return Optional.of(Certificate.verified(file, proof.keys(), stage.now()));
    } catch (PermanentFailure e) {
      return Optional.empty();
    }
  }

  void auditLog() {
    telling.step("The audit log gets checkpoints, and somebody alters an entry");
    proof.checkpoint();
    stage.signUp("eve");
    proof.checkpoint();
    CheckpointedLog log = proof.log();
    telling.happens(
        log.batches().size()
            + " checkpoints over "
            + log.latest().map(Checkpoint::size).orElse(0L)
            + " entries");
    List<Document> entries = proof.entriesOf(erasure.done("erasures").get(0));
    String last = entries.get(entries.size() - 1).path().id();
    byte[] inclusion = log.inclusion(last).orElseThrow().file();
    byte[] consistency = log.consistency(log.batches().size() - 1L, log.batches().size()).file();
    telling.claim(
        "a proof of a few hundred bytes shows that dora's erasure stands in it as fulfilled",
        isProof(inclusion) && new String(inclusion, StandardCharsets.UTF_8).contains("fulfilled"),
        "P20 P23");
    telling.claim(
        "another shows that the later checkpoint only adds to the earlier one",
        isProof(consistency),
        "P20");
    boolean clean = proof.check().faults().isEmpty();
    Object was = proof.alter(last, "action", "denied");
    List<String> faults = proof.check().faults();
    telling.happens("compared with its checkpoints: " + String.join("; ", faults));
    telling.claim(
        "what is altered in the database is found, and named",
        clean && faults.size() == 1 && faults.get(0).contains(last),
        "P20 P21");
    proof.alter(last, "action", was);
    telling.claim(
        "no entry holds a name, an address or a uid",
        log.entries().stream()
            .flatMap(it -> it.names().stream().map(it::requiredString))
            .noneMatch(it -> it.contains("@") || PEOPLE.contains(it)),
        "P21 E27");
  }

  private boolean isProof(byte[] file) {
    try {
      return AuditProof.verified(file, proof.keys(), soon()).file().length == file.length;
    } catch (PermanentFailure e) {
      return false;
    }
  }

  /** Where the time is the real one, the checkpoints were made a while ahead of it. */
  private Instant soon() {
    return stage.now().plus(ProofDemoCloud.A_WHILE);
  }
}
