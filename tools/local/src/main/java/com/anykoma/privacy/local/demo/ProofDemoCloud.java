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
import com.anykoma.privacy.rights.erasure.RemovalStatusService.Overview;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The demo's access to certificates and the audit log.
 *
 * @param settle waits until the functions have processed all events
 */
record ProofDemoCloud(LocalCloud local, StoryTime clock, Runnable settle) {
  /** After this time, all entries are old enough for a checkpoint. */
  static final Duration CHECKPOINT_DELAY = Duration.ofMinutes(15);

  private EvidenceStore evidence() {
    return local.services().evidence();
  }

  /** The published keys, with which anyone can verify certificates. */
  KeyRing keys() {
    return evidence().keyRing().orElseThrow();
  }

  /** The certificate of an order. */
  Optional<Bytes> certificate(RemovalOrder order) {
    return evidence().certificate(order.id(), order.requestedAt(), order.verificationRound());
  }

  /** Requests another certification of an order. */
  void certifyAgain(RemovalOrder order) {
    publish(Topic.CERTIFY, Map.of("order", order.id(), "orders", order.path().collection().id()));
    settle.run();
  }

  /** Runs the scheduled checkpoint of the audit log, after {@link #CHECKPOINT_DELAY}. */
  void checkpoint() {
    clock.later(
        CHECKPOINT_DELAY,
        () -> {
          publish(Topic.CHECKPOINT_AUDIT, Map.of());
          settle.run();
        });
  }

  /** Reads after {@link #CHECKPOINT_DELAY}: on a real clock, checkpoints are ahead. */
  private <T> T afterCheckpointDelay(Supplier<T> work) {
    List<T> result = new ArrayList<>();
    clock.later(CHECKPOINT_DELAY, () -> result.add(work.get()));
    return result.get(0);
  }

  private void publish(Topic topic, Map<String, String> attributes) {
    String id = topic.storedName() + "-" + clock.instant().toEpochMilli();
    local.cloud().tasks().publish(List.of(new Task(topic.storedName(), id, attributes)));
  }

  /** The log up to its latest checkpoint. */
  CheckpointedLog log() {
    return afterCheckpointDelay(() -> local.services().auditCheck().log());
  }

  /** Verifies the log against its checkpoints. */
  AuditCheck.Result check() {
    return afterCheckpointDelay(() -> local.services().auditCheck().check());
  }

  Overview orders() {
    return local.services().orders().overview();
  }

  /** Changes a field of an entry, as an attacker with write access does; returns the old value. */
  Object setField(String entry, String field, Object value) {
    Documents documents = local.documents();
    DocumentPath path = OwnCollections.AUDIT.document(entry);
    return documents.transact(
        tx -> {
          Fields before = tx.read(path).orElseThrow().fields();
          tx.set(path, before.with(field, value));
          return before.value(field).orElseThrow();
        });
  }

  /** The log entries about an order, oldest first. */
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
