package com.anykoma.privacy.proof;

import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.platform.Bytes;
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
public record TreeHead(
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

  public TreeHead {
    Objects.requireNonNull(root);
    Objects.requireNonNull(through);
    Objects.requireNonNull(issuedAt);
    Objects.requireNonNull(previous);
    Objects.requireNonNull(statement);
  }

  /** Signs how the log stands. */
  static TreeHead sign(
      Optional<TreeHead> before, TreeState state, Instant through, Instant now, Signer signer) {
    Map<String, Object> members =
        new HashMap<>(
            Map.of(
                "number", before.map(TreeHead::number).orElse(0L) + 1,
                "size", state.size(),
                "root", HexHash.of(state.root()),
                "through", through.toString()));
    before.ifPresent(it -> members.put(PREVIOUS, it.hash()));
    return of(Statement.read(Statement.sign(TYPE, now, members, signer), TYPE));
  }

  /** The head that a statement is; its signature is checked elsewhere. */
  static TreeHead of(Statement statement) {
    JsonValue said = statement.said();
    Set<String> required = new HashSet<>(MEMBERS);
    required.addAll(Statement.ENVELOPE);
    said.requireNames(required, Set.of(PREVIOUS));
    TreeHead head =
        new TreeHead(
            said.number("number").orElse(0L),
            said.number("size").orElse(-1L),
            HexHash.read(said, "root"),
            Statement.instant(said, "through"),
            statement.issuedAt(),
            said.string(PREVIOUS).map(it -> HexHash.of(HexHash.read(said, PREVIOUS))),
            statement);
    if (head.number < 1 || head.size < 0 || (head.number == 1) == head.previous.isPresent()) {
      throw new Refuted("a head of the audit log contradicts itself");
    }
    return head;
  }

  /** Reads and checks one that stands in another file. */
  static TreeHead verified(JsonValue object, KeyRing keys, Instant now) {
    return of(keys.verified(Statement.of(object, TYPE), now));
  }

  /** The hash by which the next one refers to it. */
  public String hash() {
    return statement.hash();
  }
}
