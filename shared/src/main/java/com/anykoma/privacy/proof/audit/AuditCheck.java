package com.anykoma.privacy.proof.audit;

import com.anykoma.privacy.json.CanonicalJson;
import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Pages;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.proof.certificate.EvidenceStore;
import com.anykoma.privacy.proof.signature.InvalidProof;
import com.anykoma.privacy.proof.signature.KeyRing;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares the audit log in the database with its checkpoints (invariant 15): reports altered and
 * deleted entries, and old entries that are in no checkpoint yet. Only reads.
 */
public record AuditCheck(Documents documents, EvidenceStore store, InstantSource clock) {
  private static final int PAGE = 1_000;

  /** The age at which the newest checkpoint is late; one is made each hour. */
  private static final Duration LATEST = Duration.ofHours(3);

  /**
   * The result of a check.
   *
   * @param log from the checkpoint files
   * @param pending number of entries for the next checkpoint
   * @param faults one sentence each; they name entries by their opaque ids
   */
  public record Result(CheckpointedLog log, long pending, List<String> faults) {
    public Result {
      faults = List.copyOf(faults);
    }
  }

  /**
   * Checks the newest checkpoint only, with its signature: whether it is recent. Returns a sentence
   * for each problem.
   *
   * @throws InvalidProof if the checkpoint is invalid
   */
  public List<String> newest() {
    Instant now = clock.instant();
    return CheckpointFiles.of(store, now)
            .map(it -> it.last().checkpoint().issuedAt().plus(LATEST))
            .filter(now::isBefore)
            .isPresent()
        ? List.of()
        : List.of("the audit log has no checkpoint of the last three hours");
  }

  /**
   * Checks the whole log.
   *
   * @throws InvalidProof naming the checkpoint, if a checkpoint itself is invalid
   */
  public Result check() {
    CheckpointedLog log = log();
    Map<String, Bytes> checkpointed = new HashMap<>();
    for (JsonValue each : log.entries()) {
      checkpointed.put(each.requiredString("id"), Bytes.of(CanonicalJson.of(each)));
    }
    Optional<Instant> completeBefore =
        log.latest().map(it -> it.through().minus(CheckpointService.OVERLAP));
    List<String> faults = new ArrayList<>();
    long pending = 0;
    for (List<Document> page : Pages.of(documents, Query.in(OwnCollections.AUDIT).limit(PAGE))) {
      for (Document each : page) {
        Bytes expected = checkpointed.remove(each.path().id());
        Bytes actual = Bytes.of(AuditLog.canonical(each));
        if (expected == null && isOld(each, completeBefore)) {
          faults.add("entry " + each.path().id() + " is in no checkpoint");
        } else if (expected == null) {
          pending++;
        } else if (!expected.equals(actual)) {
          faults.add("entry " + each.path().id() + " was altered after its checkpoint");
        }
      }
    }
    checkpointed.keySet().stream()
        .sorted()
        .forEach(id -> faults.add("entry " + id + " is in a checkpoint, but not in the database"));
    return new Result(log, pending, faults);
  }

  /** Whether the entry should be in a checkpoint; also true for entries without a valid time. */
  private static boolean isOld(Document entry, Optional<Instant> completeBefore) {
    boolean isNew =
        entry
            .fields()
            .value(AuditLog.AT)
            .filter(it -> it instanceof Instant at && completeBefore.filter(at::isBefore).isEmpty())
            .isPresent();
    return !isNew;
  }

  /**
   * Reads the log from its checkpoint files.
   *
   * @throws InvalidProof if a checkpoint is invalid, or is missing before a later one
   */
  public CheckpointedLog log() {
    List<byte[]> files = store.batches();
    Optional<KeyRing> keys = store.keyRing();
    if (keys.isEmpty() && !files.isEmpty()) {
      throw new InvalidProof(
          "the audit log has checkpoints, but there is no public key to verify them with");
    }
    return keys.map(it -> CheckpointedLog.verified(files, it, clock.instant()))
        .orElseGet(() -> new CheckpointedLog(List.of()));
  }
}
