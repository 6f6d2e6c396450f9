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
 * The audit log from its first checkpoint on. {@link #verified} checks each checkpoint: its
 * signature, its link to the previous one, and that its entries are exactly the tree's new leaves.
 *
 * @param batches in their order, the first one first
 */
public record CheckpointedLog(List<CheckpointBatch> batches) {
  public CheckpointedLog {
    batches = List.copyOf(batches);
  }

  /**
   * Reads and checks the files of a log.
   *
   * @param files of the checkpoints, the first one first
   * @throws InvalidProof naming the checkpoint and its fault
   */
  public static CheckpointedLog verified(Iterable<byte[]> files, KeyRing keys, Instant now) {
    List<CheckpointBatch> batches = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (byte[] file : files) {
      Optional<CheckpointBatch> before =
          batches.isEmpty() ? Optional.empty() : Optional.of(batches.get(batches.size() - 1));
      try {
        CheckpointBatch batch = CheckpointBatch.verified(file, keys, now);
        batch.requireFollows(before);
        for (JsonValue each : batch.entries()) {
          if (!ids.add(each.requiredString("id"))) {
            throw new InvalidProof("the audit log contains an entry twice");
          }
        }
        batches.add(batch);
      } catch (PermanentFailure e) {
        throw new InvalidProof("checkpoint " + (batches.size() + 1) + ": " + e.getMessage());
      }
    }
    return new CheckpointedLog(batches);
  }

  /** All entries, in the order of the leaves. */
  public List<JsonValue> entries() {
    return batches.stream().flatMap(each -> each.entries().stream()).toList();
  }

  /** The newest checkpoint; empty if there is none. */
  public Optional<Checkpoint> latest() {
    return batches.isEmpty()
        ? Optional.empty()
        : Optional.of(batches.get(batches.size() - 1).checkpoint());
  }

  /** Proves that the entry of this id is in the latest checkpoint; empty if it is in none. */
  public Optional<InclusionProof> inclusion(String id) {
    List<JsonValue> entries = entries();
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).requiredString("id").equals(id)) {
        return Optional.of(
            new InclusionProof(
                entries.get(i), i, MerkleTree.inclusion(leaves(), i), latest().orElseThrow()));
      }
    }
    return Optional.empty();
  }

  /**
   * Proves that the log at one checkpoint is a prefix of the log at a later one.
   *
   * @param first number of the earlier checkpoint, from 1
   * @param second number of the later checkpoint, at least {@code first}
   * @throws IllegalArgumentException if the log has no such checkpoints
   */
  public ConsistencyProof consistency(long first, long second) {
    if (first < 1 || first > second || second > batches.size()) {
      throw new IllegalArgumentException(
          "the log has no such checkpoints; it has numbers from 1 to " + batches.size());
    }
    Checkpoint earlier = batches.get((int) first - 1).checkpoint();
    Checkpoint later = batches.get((int) second - 1).checkpoint();
    return new ConsistencyProof(
        earlier,
        later,
        MerkleTree.consistency(leaves().subList(0, (int) later.size()), (int) earlier.size()));
  }

  private List<Bytes> leaves() {
    return batches.stream().flatMap(each -> each.leaves().stream()).toList();
  }

  @Override
  public String toString() {
    return "[audit log of " + batches.size() + " checkpoints]";
  }
}
