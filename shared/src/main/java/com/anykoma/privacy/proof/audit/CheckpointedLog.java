package com.anykoma.privacy.proof.audit;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.proof.signature.InvalidProof;
import com.anykoma.privacy.proof.signature.KeyRing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The sealed audit log from its first seal on, checked seal by seal: signed by us, chained, and
 * with all its entries and no others.
 *
 * @param seals from the first on
 */
public record CheckpointedLog(List<CheckpointBatch> seals) {
  public CheckpointedLog {
    seals = List.copyOf(seals);
  }

  /**
   * Checks the files of a log, which go on from each other.
   *
   * @param files of the seals, the first one first
   * @throws InvalidProof naming the seal and what is wrong with it
   */
  public static CheckpointedLog verified(Iterable<byte[]> files, KeyRing keys, Instant now) {
    List<CheckpointBatch> seals = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (byte[] file : files) {
      Optional<CheckpointBatch> before =
          seals.isEmpty() ? Optional.empty() : Optional.of(seals.get(seals.size() - 1));
      try {
        CheckpointBatch seal = CheckpointBatch.verified(file, keys, now);
        seal.requireFollows(before);
        for (JsonValue each : seal.entries()) {
          if (!ids.add(each.requiredString("id"))) {
            throw new InvalidProof("an entry stands in the audit log twice");
          }
        }
        seals.add(seal);
      } catch (PermanentFailure e) {
        throw new InvalidProof("seal " + (seals.size() + 1) + ": " + e.getMessage());
      }
    }
    return new CheckpointedLog(seals);
  }

  /** All entries, in the order of the leaves. */
  public List<JsonValue> entries() {
    return seals.stream().flatMap(each -> each.entries().stream()).toList();
  }

  /** The latest head; empty before the first seal. */
  public Optional<Checkpoint> head() {
    return seals.isEmpty() ? Optional.empty() : Optional.of(seals.get(seals.size() - 1).head());
  }

  /**
   * Shows that an entry is in the log as it stands now; empty when it is not.
   *
   * @param id of the entry
   */
  public Optional<InclusionProof> inclusion(String id) {
    List<JsonValue> entries = entries();
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).requiredString("id").equals(id)) {
        return Optional.of(
            new InclusionProof(
                entries.get(i), i, MerkleTree.inclusion(leaves(), i), head().orElseThrow()));
      }
    }
    return Optional.empty();
  }

  /**
   * Shows that the log at one head is the beginning of the log at a later one.
   *
   * @param first the number of the earlier seal, from 1
   * @param second that of the later one, not before the first
   * @throws IllegalArgumentException when there are no such seals
   */
  public ConsistencyProof consistency(long first, long second) {
    if (first < 1 || first > second || second > seals.size()) {
      throw new IllegalArgumentException("the log has no such two seals");
    }
    Checkpoint earlier = seals.get((int) first - 1).head();
    Checkpoint later = seals.get((int) second - 1).head();
    return new ConsistencyProof(
        earlier,
        later,
        MerkleTree.consistency(leaves().subList(0, (int) later.size()), (int) earlier.size()));
  }

  private List<Bytes> leaves() {
    return seals.stream().flatMap(each -> each.leaves().stream()).toList();
  }

  @Override
  public String toString() {
    return "[audit log of " + seals.size() + " seals]";
  }
}
