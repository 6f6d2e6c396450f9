package com.anykoma.privacy.proof.verification;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.log.Log;
import com.anykoma.privacy.log.LogField;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.TaskPayload;
import com.anykoma.privacy.platform.TaskPayload.CertifyTask;
import com.anykoma.privacy.platform.TaskPayload.DiscrepanciesFound;
import com.anykoma.privacy.platform.TaskPayload.Due;
import com.anykoma.privacy.platform.TaskPayload.Removed;
import com.anykoma.privacy.platform.TaskPayload.RotateSigningKey;
import com.anykoma.privacy.platform.Tasks;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.proof.certificate.Certificate;
import com.anykoma.privacy.proof.certificate.EvidenceStore;
import com.anykoma.privacy.proof.signature.Signer;
import com.anykoma.privacy.protection.vault.SigningService;
import com.anykoma.privacy.retention.removal.OrderState;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.work.DueIndex;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The independent verifier: after a removal it re-reads every store with its own code. It signs a
 * certificate of its findings, or reports the places with remaining data and signs nothing (P20,
 * P23; E28; invariants 2 and 3; decision 9). Writes only to the bucket of evidence. Idempotent: a
 * repeated request gives the same certificate.
 *
 * @param dataMapHash SHA-256 of the data map's files, in hexadecimal
 */
public record CertifyService(
    Documents documents,
    Tasks tasks,
    EvidenceStore store,
    SigningService signing,
    ErasureVerification erasures,
    PurgeVerification purges,
    RemainingCopies copies,
    String dataMapHash,
    InstantSource clock) {
  private static final Log LOG = Log.of(CertifyService.class);
  private static final int MAX_PLACES_LENGTH = 1_000;

  /** Verifies and certifies an order, or rotates the signing key. */
  public void handle(CertifyTask task) {
    if (task instanceof RotateSigningKey) {
      rotate();
    } else if (task instanceof Removed removed) {
      certify(kind(removed.orders()), removed.order());
    }
  }

  /**
   * Fails permanently, because an operator's command is not redelivered: the operator repeats it.
   */
  private void rotate() {
    try {
      signing.rotate();
    } catch (RuntimeException e) {
      throw new PermanentFailure("the signing key was not rotated: publish the task again", e);
    }
    LOG.warning("the signing key was rotated by an operator");
  }

  private static Certificate.Kind kind(String orders) {
    return Arrays.stream(Certificate.Kind.values())
        .filter(each -> collection(each).id().equals(orders))
        .findFirst()
        .orElseThrow(() -> new PermanentFailure("a certify task names an unknown kind of order"));
  }

  private static CollectionPath collection(Certificate.Kind kind) {
    return kind == Certificate.Kind.ERASURE ? OwnCollections.ERASURES : OwnCollections.PURGES;
  }

  /** Does nothing unless the order is waiting for its certificate. */
  private void certify(Certificate.Kind kind, String id) {
    Optional<RemovalOrder> waiting =
        documents
            .get(collection(kind).document(id))
            .map(RemovalOrder::of)
            .filter(it -> it.state() == OrderState.IN_PROGRESS && it.removedAt().isPresent());
    waiting.ifPresent(order -> certify(kind, order));
  }

  private void certify(Certificate.Kind kind, RemovalOrder order) {
    if (store.certificate(order.id(), order.requestedAt(), order.verificationRound()).isEmpty()) {
      VerificationResult result =
          kind == Certificate.Kind.ERASURE ? erasures.verify(order) : purges.verify(order);
      if (!result.residue().isEmpty()) {
        reportDiscrepancies(kind, order, result.residue());
        return;
      }
      store(kind, order, result);
    }
    publish(kind, order, "certified-" + order.verificationRound(), new Due(order.id()));
  }

  private void store(Certificate.Kind kind, RemovalOrder order, VerificationResult result) {
    Signer signer = signing.signer();
    Certificate certificate =
        new Certificate(
            kind,
            order.id(),
            order.verificationRound(),
            order.cause(),
            order.requestedAt(),
            order.dueAt(),
            clock.instant(),
            dataMapHash,
            result.findings(),
            copies.of(kind, order.removedAt().orElseThrow()),
            order.recalled(),
            order.commitment(),
            before(order));
    store.storeCertificate(certificate, certificate.sign(signer).file());
    LOG.info(
        "certified", LogField.ORDER.of(order.id()), LogField.ROUND.of(order.verificationRound()));
  }

  private Optional<String> before(RemovalOrder order) {
    return order.verificationRound() == 0
        ? Optional.empty()
        : store
            .certificate(order.id(), order.requestedAt(), order.verificationRound() - 1)
            .map(Certificate::hash);
  }

  /** Sends the places with remaining data back to the removal. */
  private void reportDiscrepancies(
      Certificate.Kind kind, RemovalOrder order, List<String> residue) {
    String places = String.join(",", residue);
    LOG.severe(
        "alarm: verification found remaining data",
        LogField.ORDER.of(order.id()),
        LogField.IN.of(residue));
    String sent = places.substring(0, Math.min(places.length(), MAX_PLACES_LENGTH));
    publish(
        kind,
        order,
        "discrepancies",
        new DiscrepanciesFound(order.id(), List.of(sent.split(",", -1))));
  }

  private void publish(
      Certificate.Kind kind, RemovalOrder order, String step, TaskPayload payload) {
    Topic topic = kind == Certificate.Kind.ERASURE ? Topic.ERASE : Topic.PURGE;
    tasks.publish(List.of(DueIndex.task(topic, order.id(), step, clock.instant(), payload)));
  }
}
