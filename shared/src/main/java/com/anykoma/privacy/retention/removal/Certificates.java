package com.anykoma.privacy.retention.removal;

import com.anykoma.privacy.platform.Bytes;
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
 * What the second reader says of orders. Whoever removes asks it here, and takes no order for done
 * without its certificate (invariant 3; decision 9).
 */
public record Certificates(EvidenceStore store, Tasks tasks, InstantSource clock) {
  /**
   * The certificate of the order's present round, its signature checked; empty while there is none.
   *
   * @throws com.anykoma.privacy.PermanentFailure when there is one that proves nothing
   */
  public Optional<Certificate> of(RemovalOrder order) {
    Optional<Bytes> file = store.certificate(order.id(), order.requestedAt(), order.round());
    if (file.isEmpty()) {
      return Optional.empty();
    }
    KeyRing keys =
        store.keyRing().orElseThrow(() -> new IllegalStateException("there are no public keys"));
    return Optional.of(Certificate.verified(file.get().toArray(), keys, clock.instant()));
  }

  /** Asks the second reader to look at what the order is about. */
  public void ask(RemovalOrder order, Instant now) {
    Removed removed = new Removed(order.path().collection().id(), order.id());
    tasks.publish(
        List.of(DueIndex.task(Topic.CERTIFY, order.id(), "round-" + order.round(), now, removed)));
  }
}
