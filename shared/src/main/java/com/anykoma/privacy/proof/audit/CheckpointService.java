package com.anykoma.privacy.proof.audit;

import com.anykoma.privacy.log.Log;
import com.anykoma.privacy.log.LogField;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.proof.certificate.EvidenceStore;
import com.anykoma.privacy.proof.signature.Signer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Adds the new entries of the audit log, and those that earlier runs missed, to its Merkle tree and
 * signs the root as a checkpoint that is chained to the previous one (P18-P23; decision 11).
 * Creates one file an hour even if there are no entries, so that a missing hour is noticed.
 * Idempotent; concurrent runs are allowed.
 *
 * @param signing gives the newest signing key
 * @param maxEntries the most entries of one checkpoint; more entries make several checkpoints
 */
public record CheckpointService(
    Documents documents,
    EvidenceStore store,
    Supplier<Signer> signing,
    InstantSource clock,
    int maxEntries) {
  /** The minimum age of an entry: transactions that were open then have ended. */
  static final Duration GRACE = Duration.ofMinutes(10);

  /** How far a writer's clock may be behind: entries of this age may still be in no checkpoint. */
  static final Duration OVERLAP = Duration.ofHours(3);

  private static final int MAX_ENTRIES = 5_000;

  private static final Log LOG = Log.of(CheckpointService.class);
  private static final Comparator<Document> IN_TIME =
      Comparator.comparing(CheckpointService::at).thenComparing(each -> each.path().id());

  /** Puts at most 5,000 entries into a checkpoint. */
  public CheckpointService(
      Documents documents, EvidenceStore store, Supplier<Signer> signing, InstantSource clock) {
    this(documents, store, signing, clock, MAX_ENTRIES);
  }

  /**
   * Creates checkpoints for all entries that are old enough.
   *
   * @return the number of entries added; those that another instance added meanwhile do not count
   */
  public int checkpoint() {
    int added = 0;
    boolean more = true;
    while (more) {
      Instant now = clock.instant();
      Optional<CheckpointFiles> files = CheckpointFiles.of(store, now);
      Optional<CheckpointBatch> last = files.map(CheckpointFiles::last);
      Instant through = now.minus(GRACE);
      if (last.filter(it -> !through.isAfter(it.checkpoint().through())).isPresent()) {
        break; // another instance has created this checkpoint
      }
      List<Document> pending = pending(files, through);
      more = pending.size() > maxEntries;
      List<Document> entries = more ? pending.subList(0, maxEntries) : pending;
      Instant end = more ? end(last, at(pending.get(maxEntries))) : through;
      added += store(last, entries, end) ? entries.size() : 0;
    }
    LOG.info("checkpointed", LogField.ENTRIES.of(added));
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
  private List<Document> pending(Optional<CheckpointFiles> files, Instant through) {
    StoredEntries entries = new StoredEntries(documents, maxEntries);
    Set<Document> found = new TreeSet<>(IN_TIME);
    if (files.isEmpty()) {
      found.addAll(entries.find(Instant.EPOCH, through, Set.of()));
    } else {
      Instant from = files.get().last().checkpoint().through().minus(OVERLAP);
      found.addAll(entries.find(from, through, files.get().idsSince(from)));
      found.addAll(new MissedEntries(entries, files.get()).find());
    }
    return List.copyOf(found);
  }

  private static Instant at(Document entry) {
    return entry.fields().instant(AuditLog.AT).orElseThrow();
  }
}
