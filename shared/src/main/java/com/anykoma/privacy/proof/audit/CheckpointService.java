package com.anykoma.privacy.proof.audit;

import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Pages;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.proof.certificate.EvidenceStore;
import com.anykoma.privacy.proof.signature.KeyRing;
import com.anykoma.privacy.proof.signature.Signer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.logging.Logger;

/**
 * Adds the new entries of the audit log to its Merkle tree and signs the root as a checkpoint that
 * is chained to the previous one (P18-P23; decision 11). Creates one file an hour even if there are
 * no entries, so that a missing hour is noticed. Idempotent; concurrent runs are allowed.
 *
 * @param signing gives the newest signing key
 */
public record CheckpointService(
    Documents documents, EvidenceStore store, Supplier<Signer> signing, InstantSource clock) {
  /** The minimum age of an entry: transactions that were open then have ended. */
  static final Duration GRACE = Duration.ofMinutes(10);

  /** How far a writer's clock may be behind: entries of this age may still be in no checkpoint. */
  static final Duration OVERLAP = Duration.ofHours(3);

  /** The most entries of one checkpoint; more entries make several checkpoints. */
  static final int MAX_ENTRIES = 5_000;

  private static final Logger LOG = Logger.getLogger(CheckpointService.class.getName());
  private static final int PAGE = 500;
  private static final Comparator<Document> IN_TIME =
      Comparator.comparing(CheckpointService::at).thenComparing(each -> each.path().id());

  /**
   * Creates checkpoints for all entries that are old enough.
   *
   * @return the number of entries added; those that another instance added meanwhile do not count
   */
  public int checkpoint() {
    int added = 0;
    boolean more = true;
    while (more) {
      Optional<CheckpointBatch> last = last();
      Instant through = clock.instant().minus(GRACE);
      if (last.filter(it -> !through.isAfter(it.checkpoint().through())).isPresent()) {
        break; // another instance has created this checkpoint
      }
      List<Document> pending = pending(last, through);
      more = pending.size() > MAX_ENTRIES;
      List<Document> entries = more ? pending.subList(0, MAX_ENTRIES) : pending;
      Instant end = more ? end(last, at(pending.get(MAX_ENTRIES))) : through;
      added += store(last, entries, end) ? entries.size() : 0;
    }
    LOG.info("checkpointed entries=" + added);
    return added;
  }

  /** Never before the previous checkpoint's time, even if late entries fill the new one. */
  private static Instant end(Optional<CheckpointBatch> last, Instant next) {
    return last.map(it -> it.checkpoint().through()).filter(next::isBefore).orElse(next);
  }

  /** Returns false if another instance has stored a checkpoint of this number first. */
  private boolean store(Optional<CheckpointBatch> last, List<Document> entries, Instant through) {
    Signer signer = signing.get();
    Instant now = clock.instant();
    CheckpointBatch batch =
        CheckpointBatch.next(
            last,
            entries.stream().map(AuditLog::canonical).toList(),
            through,
            // the previous signer's clock may have been a little ahead
            last.map(it -> it.checkpoint().issuedAt()).filter(now::isBefore).orElse(now),
            signer);
    Bytes file = Bytes.of(batch.file());
    return store.storeBatch(batch.checkpoint().number(), file).equals(file);
  }

  /**
   * Finds the entries from before {@code through} that are in no checkpoint, the oldest first. May
   * return more than one checkpoint holds.
   */
  private List<Document> pending(Optional<CheckpointBatch> last, Instant through) {
    Instant from = last.map(it -> it.checkpoint().through().minus(OVERLAP)).orElse(Instant.EPOCH);
    Set<String> known = checkpointedSince(last, from);
    List<Document> found = new ArrayList<>();
    for (int shard = 0; shard < AuditLog.SHARDS; shard++) {
      found.addAll(pending(shard, from, through, known));
    }
    found.sort(IN_TIME);
    return found;
  }

  private List<Document> pending(int shard, Instant from, Instant through, Set<String> known) {
    Query query =
        Query.in(OwnCollections.AUDIT)
            .whereEqual(AuditLog.SHARD, shard)
            .where(AuditLog.AT, Query.Operator.GREATER_OR_EQUAL, from)
            .where(AuditLog.AT, Query.Operator.LESS, through)
            .limit(PAGE);
    List<Document> found = new ArrayList<>();
    for (List<Document> page : Pages.untilShort(documents, query)) {
      if (found.size() > MAX_ENTRIES) {
        break;
      }
      page.stream()
          .filter(each -> !known.contains(each.path().id()))
          .forEach(each -> add(found, each));
    }
    return found;
  }

  /** Skips and reports documents of another form: other writers may have put them there. */
  private static void add(List<Document> found, Document entry) {
    if (CheckpointBatch.isEntry(AuditLog.canonical(entry))) {
      found.add(entry);
    } else {
      LOG.severe("alarm: the audit log contains an invalid entry; it was skipped");
    }
  }

  /** The ids of all entries in the checkpoints that may hold an entry of that time or later. */
  private Set<String> checkpointedSince(Optional<CheckpointBatch> last, Instant from) {
    if (last.isEmpty()) {
      return Set.of();
    }
    Set<String> ids = new HashSet<>();
    Optional<CheckpointBatch> batch = last;
    KeyRing keys = keys(); // it has the key of the last batch, so the keys of all batches before it
    while (batch.filter(it -> !it.checkpoint().through().isBefore(from)).isPresent()) {
      for (JsonValue each : batch.get().entries()) {
        ids.add(each.requiredString("id"));
      }
      long previous = batch.get().checkpoint().number() - 1;
      batch = previous == 0 ? Optional.empty() : read(previous, keys);
    }
    return ids;
  }

  /** Finds the newest checkpoint by doubling steps, then by halving them. */
  private Optional<CheckpointBatch> last() {
    long known = 0;
    long step = 1;
    while (store.hasBatch(known + step)) {
      known += step;
      step *= 2;
    }
    for (long half = step / 2; half > 0; half /= 2) {
      known += store.hasBatch(known + half) ? half : 0;
    }
    return known == 0 ? Optional.empty() : read(known, keys());
  }

  private KeyRing keys() {
    return store.keyRing().orElseThrow(() -> new IllegalStateException("there are no public keys"));
  }

  private Optional<CheckpointBatch> read(long number, KeyRing keys) {
    return store
        .batch(number)
        .map(it -> CheckpointBatch.verified(it.toArray(), keys, clock.instant()));
  }

  private static Instant at(Document entry) {
    return entry.fields().instant(AuditLog.AT).orElseThrow();
  }
}
