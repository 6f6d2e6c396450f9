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

/** The last part of the story: proofs that a third party can check. */
record ProofStory(DemoCloud cloud, ProofDemoCloud proof, StoryOutput out) {
  private static final Set<String> PEOPLE =
      Set.of(Story.ADA, Story.BEN, Story.CLEO, Story.DORA, "dora2", "eve");

  void certificates() {
    out.step("A third party checks the certificate of dora's erasure");
    RemovalOrder order = cloud.fulfilled("erasures").get(0);
    Bytes file = proof.certificate(order).orElseThrow();
    Certificate certificate = verified(file.toArray()).orElseThrow();
    out.detail(
        "the certificate covers "
            + certificate.locations().size()
            + " locations and "
            + certificate.copies().size()
            + " stores of copies; last copy deleted by "
            + certificate.lastCopyUntil().map(Instant::toString).orElse("now"));
    String text = new String(file.toArray(), StandardCharsets.UTF_8);
    out.claim(
        "it verifies without access to our stores, and contains no identifiers",
        certificate.order().equals(order.id())
            && !text.contains("\"dora\"")
            && !text.contains("cus_"),
        "P20 P23");
    byte[] altered = file.toArray();
    altered[altered.length / 2] ^= 1;
    out.claim("with one changed bit, it is refused", verified(altered).isEmpty(), "P20");
    proof.certifyAgain(order);
    out.claim(
        "another certification returns the same certificate, byte for byte",
        proof.certificate(order).equals(Optional.of(file)),
        "E28");
    Overview orders = proof.orders();
    out.claim(
        "every fulfilled order has a certificate, and no order is overdue",
        orders.overdue().isEmpty()
            && !orders.recent().isEmpty()
            && orders.recent().stream()
                .filter(it -> it.order().fulfilledAt().orElseThrow().isBefore(cloud.now()))
                .allMatch(it -> it.certificate().isPresent()),
        "P20");
  }

  private Optional<Certificate> verified(byte[] file) {
    try {
      return Optional.of(Certificate.verified(file, proof.keys(), cloud.now()));
    } catch (PermanentFailure e) {
      return Optional.empty();
    }
  }

  void auditLog() {
    out.step("The audit log gets checkpoints, and an attacker changes an entry");
    proof.checkpoint();
    cloud.signUp("eve");
    proof.checkpoint();
    CheckpointedLog log = proof.log();
    out.detail(
        log.batches().size()
            + " checkpoints over "
            + log.latest().map(Checkpoint::size).orElse(0L)
            + " entries");
    List<Document> entries = proof.entriesOf(cloud.fulfilled("erasures").get(0));
    String last = entries.get(entries.size() - 1).path().id();
    byte[] inclusion = log.inclusion(last).orElseThrow().file();
    byte[] consistency = log.consistency(log.batches().size() - 1L, log.batches().size()).file();
    out.claim(
        "an inclusion proof shows that the log has dora's erasure as fulfilled",
        isProof(inclusion) && new String(inclusion, StandardCharsets.UTF_8).contains("fulfilled"),
        "P20 P23");
    out.claim(
        "a consistency proof shows that the later checkpoint only appends",
        isProof(consistency),
        "P20");
    boolean clean = proof.check().faults().isEmpty();
    Object was = proof.setField(last, "action", "denied");
    List<String> faults = proof.check().faults();
    out.detail("verified against the checkpoints: " + String.join("; ", faults));
    out.claim(
        "the verification finds and names the changed entry",
        clean && faults.size() == 1 && faults.get(0).contains(last),
        "P20 P21");
    proof.setField(last, "action", was);
    out.claim(
        "no entry contains a name, an e-mail address or a uid",
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

  /** On a real clock, checkpoints are ahead of the current time. */
  private Instant soon() {
    return cloud.now().plus(ProofDemoCloud.CHECKPOINT_DELAY);
  }
}
