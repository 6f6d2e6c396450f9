package com.anykoma.privacy.proof.audit;

import com.anykoma.privacy.proof.certificate.EvidenceStore;
import com.anykoma.privacy.proof.signature.InvalidProof;
import com.anykoma.privacy.proof.signature.KeyRing;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The checkpoints of the audit log up to the newest one. Each is verified when it is read.
 *
 * @param last the newest checkpoint
 * @param keys has the key of the last checkpoint, so the keys of all before it
 * @param now the time of the run
 */
record CheckpointFiles(CheckpointBatch last, EvidenceStore store, KeyRing keys, Instant now) {
  /** Finds the newest checkpoint; empty if there is none. */
  static Optional<CheckpointFiles> of(EvidenceStore store, Instant now) {
    long number = newest(store);
    if (number == 0) {
      return Optional.empty();
    }
    KeyRing keys =
        store.keyRing().orElseThrow(() -> new IllegalStateException("there are no public keys"));
    return Optional.of(new CheckpointFiles(read(number, store, keys, now), store, keys, now));
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

  /**
   * Reads the checkpoint of this number.
   *
   * @throws InvalidProof if it is missing or invalid
   */
  CheckpointBatch read(long number) {
    return number == lastNumber() ? last : read(number, store, keys, now);
  }

  long lastNumber() {
    return last.checkpoint().number();
  }

  /** The exclusive end of a checkpoint's time, where that of the next one begins. */
  Instant through(long number) {
    return number == 0 ? Instant.EPOCH : read(number).checkpoint().through();
  }

  /** Whether its time is empty: entries of earlier times filled it, and more of them are left. */
  boolean isFilledByEarlier(long number) {
    return number > 1 && through(number).equals(through(number - 1));
  }

  /** The ids of all entries in the checkpoints that may hold an entry of that time or later. */
  Set<String> idsSince(Instant from) {
    Set<String> ids = new HashSet<>();
    for (long number = lastNumber(); number > 0; number--) {
      CheckpointBatch batch = read(number);
      if (batch.checkpoint().through().isBefore(from)) {
        break;
      }
      ids.addAll(batch.ids());
    }
    return ids;
  }
}
