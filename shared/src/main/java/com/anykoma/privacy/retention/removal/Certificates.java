package com.anykoma.privacy.retention.removal;

import com.anykoma.privacy.platform.TaskPayload.Removed;
import com.anykoma.privacy.platform.Tasks;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.proof.certificate.Certificate;
import com.anykoma.privacy.proof.certificate.EvidenceStore;
import com.anykoma.privacy.proof.signature.KeyRing;
import com.anykoma.privacy.work.DueIndex;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Reads the independent verifier's certificates of removal orders and requests new ones. No order
 * is closed without a certificate (invariant 3; decision 9).
 */
public record Certificates(EvidenceStore store, Tasks tasks, InstantSource clock) {
  /** Returns the verified certificate of the order's verification round; empty if none exists. */
  public Optional<Certificate> of(RemovalOrder order) {
    return store
        .certificate(order.id(), order.requestedAt(), order.verificationRound())
        .map(file -> Certificate.verified(file.toArray(), keys(), clock.instant()));
  }

  private KeyRing keys() {
    String missing = "no public keys are stored to verify certificates with";
    return store.keyRing().orElseThrow(() -> new IllegalStateException(missing));
  }

  /** Asks the independent verifier to verify that the data of the order is removed. */
  public void requestVerification(RemovalOrder order, Instant now) {
    Removed removed = new Removed(order.path().collection().id(), order.id());
    tasks.publish(
        List.of(
            DueIndex.task(
                Topic.CERTIFY, order.id(), "round-" + order.verificationRound(), now, removed)));
  }
}
