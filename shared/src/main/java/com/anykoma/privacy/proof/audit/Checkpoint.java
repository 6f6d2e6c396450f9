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
 * A signed word on how the audit log stands: how many entries it has by now and the root of the
 * Merkle tree over all of them, chained to the head before. Whoever has seen one can tell later
 * whether anything before it was altered.
 *
 * @param number of the head, from 1
 * @param size how many entries the log has
 * @param root over all of them
 * @param through entries of this time and later are for the next seal
 * @param previous the hash of the head before; empty for the first
 */
public record Checkpoint(
    long number,
    long size,
    Bytes root,
    Instant through,
    Instant issuedAt,
    Optional<String> previous,
    Statement statement) {
  static final String TYPE = "audit-head";
  private static final String PREVIOUS = "previous";
  private static final Set<String> MEMBERS = Set.of("number", "size", "root", "through");

  public Checkpoint {
    Objects.requireNonNull(root);
    Objects.requireNonNull(through);
    Objects.requireNonNull(issuedAt);
    Objects.requireNonNull(previous);
    Objects.requireNonNull(statement);
  }

  /** Signs how the log stands. */
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

  /** The head that a statement is; its signature is checked elsewhere. */
  static Checkpoint of(Statement statement) {
    JsonValue said = statement.said();
    Set<String> required = new HashSet<>(MEMBERS);
    required.addAll(Statement.ENVELOPE);
    said.requireNames(required, Set.of(PREVIOUS));
    Checkpoint head =
        new Checkpoint(
            said.requiredCount("number"),
            said.requiredCount("size"),
            HexHash.read(said, "root"),
            Statement.instant(said, "through"),
            statement.issuedAt(),
            said.string(PREVIOUS).map(it -> HexHash.of(HexHash.read(said, PREVIOUS))),
            statement);
    head.requireSound();
    return head;
  }

  private void requireSound() {
    if (number < 1 || (number == 1) == previous.isPresent()) {
      throw new InvalidProof(
          "a head of the audit log contradicts itself: only the first follows none");
    }
    if (size == 0 && !root.equals(MerkleTree.EMPTY)) {
      throw new InvalidProof(
          "a head of the audit log contradicts itself: no entries have another root");
    }
    if (through.isAfter(issuedAt)) {
      throw new InvalidProof(
          "a head of the audit log contradicts itself: it seals what is yet to come");
    }
  }

  /**
   * Checks that one log can have both heads, this one not before the other. Whether it has the
   * other's entries is for its tree to show.
   *
   * @throws InvalidProof when the two contradict each other, which only a forked or rewritten log
   *     does
   */
  void requireContinues(Checkpoint earlier) {
    if (number < earlier.number) {
      throw new InvalidProof("its second head is older than its first");
    }
    if (number == earlier.number && !hash().equals(earlier.hash())) {
      throw new InvalidProof(
          "two heads of the same number contradict each other: the log was forked");
    }
    boolean isChained = previous.equals(Optional.of(earlier.hash()));
    if (number > earlier.number && isChained != (number == earlier.number + 1)) {
      throw new InvalidProof("the head is not chained to the one before");
    }
    if (issuedAt.isBefore(earlier.issuedAt) || through.isBefore(earlier.through)) {
      throw new InvalidProof("the head is older than the one before");
    }
    if (size < earlier.size) {
      throw new InvalidProof("the head has fewer entries than the one before");
    }
  }

  /** Reads and checks one that stands in another file. */
  static Checkpoint verified(JsonValue object, KeyRing keys, Instant now) {
    return of(keys.verified(Statement.of(object, TYPE), now));
  }

  /** The hash by which the next one refers to it. */
  public String hash() {
    return statement.hash();
  }
}
