package com.anykoma.privacy.proof.audit;

import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.proof.signature.HexHash;
import com.anykoma.privacy.proof.signature.InvalidProof;
import com.anykoma.privacy.proof.signature.KeyRing;
import com.anykoma.privacy.proof.signature.Signer;
import com.anykoma.privacy.proof.signature.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A signed tree head of the audit log: its size and the root of the Merkle tree over all entries,
 * chained to the previous checkpoint. Everyone who has a copy of a checkpoint can detect later
 * changes to the entries before it.
 *
 * @param number counts checkpoints from 1
 * @param size the number of entries in the log
 * @param through exclusive end: later entries belong to the next checkpoint
 * @param previous the hash of the previous checkpoint; empty for the first
 */
public record Checkpoint(
    long number,
    long size,
    Bytes root,
    Instant through,
    Instant issuedAt,
    Optional<String> previous,
    Statement statement) {
  static final String TYPE = "audit-checkpoint";
  private static final String PREVIOUS = "previous";
  private static final Set<String> MEMBERS = Set.of("number", "size", "root", "through");

  public Checkpoint {
    Objects.requireNonNull(root);
    Objects.requireNonNull(through);
    Objects.requireNonNull(issuedAt);
    Objects.requireNonNull(previous);
    Objects.requireNonNull(statement);
  }

  /** Signs the next checkpoint. */
  static Checkpoint sign(
      Optional<Checkpoint> before, TreeState state, Instant through, Instant now, Signer signer) {
    Map<String, Object> members =
        new HashMap<>(
            Map.of(
                "number", before.map(Checkpoint::number).orElse(0L) + 1,
                "size", state.size(),
                "root", HexHash.of(state.root()),
                "through", through.toString()));
    before.ifPresent(it -> members.put(PREVIOUS, it.hash()));
    return of(Statement.read(Statement.sign(TYPE, now, members, signer), TYPE));
  }

  /** Reads a checkpoint without checking the statement's signature. */
  static Checkpoint of(Statement statement) {
    JsonValue json = statement.content();
    Set<String> required = new HashSet<>(MEMBERS);
    required.addAll(Statement.ENVELOPE);
    json.requireNames(required, Set.of(PREVIOUS));
    Checkpoint checkpoint =
        new Checkpoint(
            json.requiredCount("number"),
            json.requiredCount("size"),
            HexHash.read(json, "root"),
            Statement.instant(json, "through"),
            statement.issuedAt(),
            json.string(PREVIOUS).map(it -> HexHash.of(HexHash.read(json, PREVIOUS))),
            statement);
    checkpoint.requireValid();
    return checkpoint;
  }

  private void requireValid() {
    if (number < 1 || (number == 1) == previous.isPresent()) {
      throw new InvalidProof(
          "a checkpoint contradicts itself: only number 1 has no previous checkpoint");
    }
    if (size == 0 && !root.equals(MerkleTree.EMPTY)) {
      throw new InvalidProof(
          "a checkpoint contradicts itself: its size is 0, but its root is of another tree");
    }
    if (through.isAfter(issuedAt)) {
      throw new InvalidProof("a checkpoint contradicts itself: 'through' is after 'issuedAt'");
    }
  }

  /**
   * Checks that one log can have both checkpoints, this one not before the other. Does not compare
   * entries: that takes the tree.
   *
   * @throws InvalidProof if they contradict each other, as only those of a forked or rewritten log
   *     do
   */
  void requireContinues(Checkpoint earlier) {
    if (number < earlier.number) {
      throw new InvalidProof("the second checkpoint has a lower number than the first");
    }
    if (number == earlier.number && !hash().equals(earlier.hash())) {
      throw new InvalidProof("two checkpoints of the same number differ: the log was forked");
    }
    boolean isChained = previous.equals(Optional.of(earlier.hash()));
    if (number > earlier.number && isChained != (number == earlier.number + 1)) {
      throw new InvalidProof("the checkpoint is not chained to the previous one");
    }
    if (issuedAt.isBefore(earlier.issuedAt) || through.isBefore(earlier.through)) {
      throw new InvalidProof("the checkpoint is older than the previous one");
    }
    if (size < earlier.size) {
      throw new InvalidProof("the checkpoint has fewer entries than the previous one");
    }
  }

  /** Reads a checkpoint within another file and checks its signature. */
  static Checkpoint verified(JsonValue object, KeyRing keys, Instant now) {
    return of(keys.verified(Statement.of(object, TYPE), now));
  }

  /** The hash by which the next checkpoint refers to this one. */
  public String hash() {
    return statement.hash();
  }
}
