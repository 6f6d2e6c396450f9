package com.anykoma.privacy.proof.audit;

import com.anykoma.privacy.proof.certificate.EvidenceStore;
import com.anykoma.privacy.proof.signature.InvalidProof;
import com.anykoma.privacy.proof.signature.KeyRing;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;

/** The checkpoints of the audit log up to the newest one. Each is read and verified once. */
final class CheckpointFiles {
  private final CheckpointBatch last;
  private final LongFunction<CheckpointBatch> reader;
  private final Map<Long, Summary> known = new HashMap<>();

  /** The end of a checkpoint's time, and the ids of its entries. */
  private record Summary(Instant through, List<String> ids) {
    static Summary of(CheckpointBatch batch) {
      return new Summary(batch.checkpoint().through(), List.copyOf(batch.ids()));
    }
  }

  private CheckpointFiles(CheckpointBatch last, LongFunction<CheckpointBatch> reader) {
    this.last = last;
    this.reader = reader;
    known.put(lastNumber(), Summary.of(last));
  }

  /** Finds the newest checkpoint; empty if there is none. */
  static Optional<CheckpointFiles> of(EvidenceStore store, Instant now) {
    long number = newest(store);
    if (number == 0) {
      return Optional.empty();
    }
    KeyRing keys =
        store.keyRing().orElseThrow(() -> new IllegalStateException("there are no public keys"));
    LongFunction<CheckpointBatch> reader = each -> read(each, store, keys, now);
    return Optional.of(new CheckpointFiles(reader.apply(number), reader));
  }

  /** Doubles the step until there is no such checkpoint, then halves it. */
  private static long newest(EvidenceStore store) {
    long known = 0;
    long step = 1;
    while (store.hasBatch(known + step)) {
      known += step;
      step *= 2;
    }
    for (long half = step / 2; half > 0; half /= 2) {
      known += store.hasBatch(known + half) ? half : 0;
    }
    return known;
  }

  private static CheckpointBatch read(long number, EvidenceStore store, KeyRing keys, Instant now) {
    return CheckpointBatch.verified(
        store
            .batch(number)
            .orElseThrow(() -> new InvalidProof("checkpoint " + number + " is missing"))
            .toArray(),
        keys,
        now);
  }

  private Summary summary(long number) {
    return known.computeIfAbsent(number, each -> Summary.of(reader.apply(each)));
  }

  CheckpointBatch last() {
    return last;
  }

  long lastNumber() {
    return last.checkpoint().number();
  }

  /**
   * The exclusive end of a checkpoint's time, where that of the next one begins.
   *
   * @throws InvalidProof if it is missing or invalid
   */
  Instant through(long number) {
    return number == 0 ? Instant.EPOCH : summary(number).through();
  }

  /**
   * The ids of the entries in a checkpoint.
   *
   * @throws InvalidProof if it is missing or invalid
   */
  List<String> ids(long number) {
    return summary(number).ids();
  }

  /** Whether its time is empty: entries of earlier times filled it, and more of them are left. */
  boolean isFilledByEarlier(long number) {
    return number > 1 && through(number).equals(through(number - 1));
  }

  /** The ids of all entries in the checkpoints that may hold an entry of that time or later. */
  Set<String> idsSince(Instant from) {
    Set<String> ids = new HashSet<>();
    for (long number = lastNumber(); number > 0; number--) {
      if (through(number).isBefore(from)) {
        break;
      }
      ids.addAll(ids(number));
    }
    return ids;
  }
}
