package com.anykoma.privacy.local.demo;

import com.anykoma.privacy.local.cloud.StoryTime;
import com.anykoma.privacy.local.host.LocalCloud;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.proof.audit.AuditCheck;
import com.anykoma.privacy.proof.audit.AuditLog;
import com.anykoma.privacy.proof.audit.CheckpointedLog;
import com.anykoma.privacy.proof.certificate.EvidenceStore;
import com.anykoma.privacy.proof.signature.KeyRing;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.rights.erasure.OrdersService.Overview;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The part of the demo's stage with what is certified and sealed.
 *
 * @param settle lets everything that follows from what was done happen
 */
record ProofDemoCloud(LocalCloud local, StoryTime clock, Runnable settle) {
  /** After this, all that was written is old enough to be sealed. */
  static final Duration A_WHILE = Duration.ofMinutes(15);

  private EvidenceStore evidence() {
    return local.services().evidence();
  }

  /** What anybody can be given to check certificates with. */
  KeyRing keys() {
    return evidence().keyRing().orElseThrow();
  }

  /** The certificate of an order. */
  Optional<Bytes> certificate(RemovalOrder order) {
    return evidence().certificate(order.id(), order.requestedAt(), order.round());
  }

  /** Asks once more for an order to be certified. */
  void certifyAgain(RemovalOrder order) {
    publish(Topic.CERTIFY, Map.of("order", order.id(), "orders", order.path().collection().id()));
    settle.run();
  }

  /** The schedule has the audit log sealed, a while later. */
  void seal() {
    clock.later(
        A_WHILE,
        () -> {
          publish(Topic.CHECKPOINT_AUDIT, Map.of());
          settle.run();
        });
  }

  /** Where the time is the real one, the seals were made ahead of it. */
  private <T> T aWhileLater(Supplier<T> work) {
    List<T> result = new ArrayList<>();
    clock.later(A_WHILE, () -> result.add(work.get()));
    return result.get(0);
  }

  private void publish(Topic topic, Map<String, String> attributes) {
    String id = topic.word() + "-" + clock.instant().toEpochMilli();
    local.cloud().tasks().publish(List.of(new Task(topic.word(), id, attributes)));
  }

  /** The log as it is sealed. */
  CheckpointedLog log() {
    return aWhileLater(() -> local.services().auditCheck().log());
  }

  /** What holding the log against its seals comes to. */
  AuditCheck.Result check() {
    return aWhileLater(() -> local.services().auditCheck().check());
  }

  Overview orders() {
    return local.services().orders().overview();
  }

  /** Somebody who can write into the database puts another word into an entry, or the old one. */
  Object alter(String entry, String field, Object value) {
    Documents documents = local.documents();
    DocumentPath path = OwnCollections.AUDIT.document(entry);
    return documents.transact(
        tx -> {
          Fields before = tx.read(path).orElseThrow().fields();
          tx.set(path, before.with(field, value));
          return before.value(field).orElseThrow();
        });
  }

  /** The entries of the log about an order, the first one first. */
  List<Document> entriesOf(RemovalOrder order) {
    return local
        .documents()
        .find(Query.in(OwnCollections.AUDIT).whereEqual("object", order.id()))
        .stream()
        .sorted((one, other) -> at(one).compareTo(at(other)))
        .toList();
  }

  private static Instant at(Document entry) {
    return entry.fields().instant(AuditLog.AT).orElseThrow();
  }
}
