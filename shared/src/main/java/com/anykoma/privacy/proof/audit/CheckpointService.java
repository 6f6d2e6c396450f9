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
 * Seals the audit log: puts the entries since the last seal into the Merkle tree over all of them,
 * and signs its root, chained to the last (P18-P23; decision 11). One file an hour, also when
 * nothing has happened, so that a missing hour is seen. Safe to repeat and to overlap.
 *
 * @param signing gives the newest signing key
 */
public record CheckpointService(
    Documents documents, EvidenceStore store, Supplier<Signer> signing, InstantSource clock) {
  /** How old an entry is at least: a transaction that was begun by then is over. */
  static final Duration GRACE = Duration.ofMinutes(10);

  /** How far a writer's clock may be behind: so far back an entry may still turn up unsealed. */
  static final Duration OVERLAP = Duration.ofHours(3);

  /** How many entries a seal has at most; with more, several are made. */
  static final int MAX_ENTRIES = 5_000;

  private static final Logger LOG = Logger.getLogger(CheckpointService.class.getName());
  private static final int PAGE = 500;
  private static final Comparator<Document> IN_TIME =
      Comparator.comparing(CheckpointService::at).thenComparing(each -> each.path().id());

  /**
   * Seals what there is to seal by now.
   *
   * @return how many entries that was; what another instance sealed meanwhile does not count
   */
  public int seal() {
    int sealed = 0;
    boolean more = true;
    while (more) {
      Optional<CheckpointBatch> last = last();
      Instant through = clock.instant().minus(GRACE);
      if (last.filter(it -> !through.isAfter(it.head().through())).isPresent()) {
        break; // whoever seals at the same time was faster
      }
      List<Document> entries = unsealed(last, through);
      more = entries.size() > MAX_ENTRIES;
      List<Document> some = more ? entries.subList(0, MAX_ENTRIES) : entries;
      boolean isKept = keep(last, some, more ? cut(last, at(entries.get(MAX_ENTRIES))) : through);
      sealed += isKept ? some.size() : 0;
    }
    LOG.info("sealed entries=" + sealed);
    return sealed;
  }

  /** Where late entries fill a seal, the time that is sealed does not go back. */
  private static Instant cut(Optional<CheckpointBatch> last, Instant next) {
    return last.map(it -> it.head().through()).filter(next::isBefore).orElse(next);
  }

  /** False when whoever seals at the same time was faster. */
  private boolean keep(Optional<CheckpointBatch> last, List<Document> entries, Instant through) {
    Signer signer = signing.get();
    Instant now = clock.instant();
    CheckpointBatch seal =
        CheckpointBatch.next(
            last,
            entries.stream().map(AuditLog::sealed).toList(),
            through,
            // the last seal's clock may have been a little ahead
            last.map(it -> it.head().issuedAt()).filter(now::isBefore).orElse(now),
            signer);
    Bytes file = Bytes.of(seal.file());
    return store.keepSeal(seal.head().number(), file).equals(file);
  }

  /** The entries of before {@code through} that no seal has, the oldest first: more than enough. */
  private List<Document> unsealed(Optional<CheckpointBatch> last, Instant through) {
    Instant from = last.map(it -> it.head().through().minus(OVERLAP)).orElse(Instant.EPOCH);
    Set<String> sealed = sealedSince(last, from);
    List<Document> found = new ArrayList<>();
    for (int shard = 0; shard < AuditLog.SHARDS; shard++) {
      found.addAll(unsealed(shard, from, through, sealed));
    }
    found.sort(IN_TIME);
    return found;
  }

  private List<Document> unsealed(int shard, Instant from, Instant through, Set<String> sealed) {
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
          .filter(each -> !sealed.contains(each.path().id()))
          .forEach(each -> add(found, each));
    }
    return found;
  }

  /** What somebody else wrote among the entries is no entry. */
  private static void add(List<Document> found, Document entry) {
    if (CheckpointBatch.isEntry(AuditLog.sealed(entry))) {
      found.add(entry);
    } else {
      LOG.severe("alarm: the audit log holds what is no entry, and it is not sealed");
    }
  }

  /** The ids of the entries in the seals that may hold one of since then. */
  private Set<String> sealedSince(Optional<CheckpointBatch> last, Instant from) {
    if (last.isEmpty()) {
      return Set.of();
    }
    Set<String> ids = new HashSet<>();
    Optional<CheckpointBatch> seal = last;
    KeyRing keys = keys(); // it has the key of the last seal, so the keys of all seals before it
    while (seal.filter(it -> !it.head().through().isBefore(from)).isPresent()) {
      for (JsonValue each : seal.get().entries()) {
        ids.add(each.requiredString("id"));
      }
      seal = read(seal.get().head().number() - 1, keys);
    }
    return ids;
  }

  /** The latest seal. */
  private Optional<CheckpointBatch> last() {
    long known = 0;
    long step = 1;
    while (store.hasSeal(known + step)) { // as far as there are any, in leaps that double
      known += step;
      step *= 2;
    }
    for (long half = step / 2; half > 0; half /= 2) {
      known += store.hasSeal(known + half) ? half : 0;
    }
    return known == 0 ? Optional.empty() : read(known, keys());
  }

  private KeyRing keys() {
    return store.keyRing().orElseThrow(() -> new IllegalStateException("there are no public keys"));
  }

  private Optional<CheckpointBatch> read(long number, KeyRing keys) {
    return store.seal(number).map(it -> CheckpointBatch.verified(it.toArray(), keys, clock.instant()));
  }

  private static Instant at(Document entry) {
    return entry.fields().instant(AuditLog.AT).orElseThrow();
  }
}
