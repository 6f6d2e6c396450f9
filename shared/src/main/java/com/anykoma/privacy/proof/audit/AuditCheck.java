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
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds the audit log in the database against its seals: nothing altered since, nothing missing,
 * nothing that was never sealed (invariant 15). Only reads.
 */
public record AuditCheck(Documents documents, EvidenceStore store, InstantSource clock) {
  private static final int PAGE = 1_000;

  /**
   * What it came to.
   *
   * @param log as it is sealed
   * @param unsealed how many entries wait for the next seal
   * @param faults a sentence each; they name entries by their opaque ids
   */
  public record Result(CheckpointedLog log, long unsealed, List<String> faults) {
    public Result {
      faults = List.copyOf(faults);
    }
  }

  /**
   * Checks all of it.
   *
   * @throws InvalidProof when a seal itself proves nothing, naming it
   */
  public Result check() {
    CheckpointedLog log = log();
    Map<String, Bytes> sealed = new HashMap<>();
    for (JsonValue each : log.entries()) {
      sealed.put(each.requiredString("id"), Bytes.of(CanonicalJson.of(each)));
    }
    Optional<Instant> sealedFor =
        log.head().map(it -> it.through().minus(CheckpointService.OVERLAP));
    List<String> faults = new ArrayList<>();
    long unsealed = 0;
    for (List<Document> page : Pages.of(documents, Query.in(OwnCollections.AUDIT).limit(PAGE))) {
      for (Document each : page) {
        Bytes was = sealed.remove(each.path().id());
        Bytes is = Bytes.of(AuditLog.sealed(each));
        if (was == null && isOld(each, sealedFor)) {
          faults.add("entry " + each.path().id() + " was never sealed");
        } else if (was == null) {
          unsealed++;
        } else if (!was.equals(is)) {
          faults.add("entry " + each.path().id() + " was altered since it was sealed");
        }
      }
    }
    sealed.keySet().stream()
        .sorted()
        .forEach(id -> faults.add("entry " + id + " is sealed, and gone from the database"));
    return new Result(log, unsealed, faults);
  }

  /** What has no time of ours is old: nobody of us wrote it. */
  private static boolean isOld(Document entry, Optional<Instant> sealedFor) {
    boolean isNew =
        entry
            .fields()
            .value(AuditLog.AT)
            .filter(
                it ->
                    it instanceof Instant at
                        && sealedFor.filter(through -> at.isBefore(through)).isEmpty())
            .isPresent();
    return !isNew;
  }

  /**
   * The log as it is sealed.
   *
   * @throws InvalidProof when a seal proves nothing, or is missing though a later one is there
   */
  public CheckpointedLog log() {
    List<byte[]> files = store.seals();
    Optional<KeyRing> keys = store.keyRing();
    if (keys.isEmpty() && !files.isEmpty()) {
      throw new InvalidProof(
          "the audit log has seals, and there is no public key to check them with");
    }
    return keys.map(it -> CheckpointedLog.verified(files, it, clock.instant()))
        .orElseGet(() -> new CheckpointedLog(List.of()));
  }
}
