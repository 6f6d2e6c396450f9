package com.anykoma.privacy.proof.verification;

import com.anykoma.privacy.PermanentFailure;
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
import java.util.logging.Logger;

/**
 * Certifies what is gone, when whoever removed it asks: looks into every store by code of its own,
 * and signs what it finds, or tells where something is left and signs nothing (P20, P23; E28;
 * invariants 2 and 3; decision 9). It changes nothing but the bucket of evidence. Asked again, it
 * gives the same certificate.
 *
 * @param dataMapHash SHA-256 of the data map's file, in hexadecimal
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
  private static final Logger LOG = Logger.getLogger(CertifyService.class.getName());
  private static final int MAX_NAMED = 1_000;

  /**
   * Certifies what an order has removed, or signs with a new key from now on.
   *
   * @throws PermanentFailure when the task names no order of ours
   */
  public void handle(CertifyTask task) {
    if (task instanceof RotateSigningKey) {
      rotate();
    } else if (task instanceof Removed removed) {
      certify(kind(removed.orders()), removed.order());
    }
  }

  /** A person's command has no lease, and is not redelivered: a failure is told to people. */
  private void rotate() {
    try {
      signing.rotate();
    } catch (RuntimeException e) {
      throw new PermanentFailure("the signing key is not replaced: publish the task again", e);
    }
    LOG.warning("a person had the signing key replaced");
  }

  private static Certificate.Kind kind(String orders) {
    return Arrays.stream(Certificate.Kind.values())
        .filter(each -> collection(each).id().equals(orders))
        .findFirst()
        .orElseThrow(() -> new PermanentFailure("a task to certify names no order of ours"));
  }

  private static CollectionPath collection(Certificate.Kind kind) {
    return kind == Certificate.Kind.ERASURE ? OwnCollections.ERASURES : OwnCollections.PURGES;
  }

  /** Nothing where nothing waits to be certified. */
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
      VerificationResult verdict =
          kind == Certificate.Kind.ERASURE ? erasures.at(order) : purges.at(order);
      if (!verdict.residue().isEmpty()) {
        reportDiscrepancies(kind, order, verdict.residue());
        return;
      }
      keep(kind, order, verdict);
    }
    tell(kind, order, "certified-" + order.verificationRound(), new Due(order.id()));
  }

  private void keep(Certificate.Kind kind, RemovalOrder order, VerificationResult verdict) {
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
            verdict.findings(),
            copies.of(kind, order.removedAt().orElseThrow()),
            before(order));
    store.keepCertificate(certificate, certificate.sign(signer).file());
    LOG.info("certified order=" + order.id() + " round=" + order.verificationRound());
  }

  private Optional<String> before(RemovalOrder order) {
    return order.verificationRound() == 0
        ? Optional.empty()
        : store
            .certificate(order.id(), order.requestedAt(), order.verificationRound() - 1)
            .map(Certificate::hash);
  }

  /** Nothing is certified; whoever removes is told where to look. */
  private void reportDiscrepancies(
      Certificate.Kind kind, RemovalOrder order, List<String> residue) {
    String where = String.join(",", residue);
    LOG.severe("alarm: something is left of an order=" + order.id() + " in=" + where);
    String named = where.length() <= MAX_NAMED ? where : where.substring(0, MAX_NAMED);
    tell(
        kind,
        order,
        "discrepancies",
        new DiscrepanciesFound(order.id(), List.of(named.split(",", -1))));
  }

  private void tell(Certificate.Kind kind, RemovalOrder order, String what, TaskPayload payload) {
    Topic topic = kind == Certificate.Kind.ERASURE ? Topic.ERASE : Topic.PURGE;
    tasks.publish(List.of(DueIndex.task(topic, order.id(), what, clock.instant(), payload)));
  }
}
