package com.anykoma.privacy.proof.audit;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.json.CanonicalJson;
import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.proof.signature.HexHash;
import com.anykoma.privacy.proof.signature.InvalidProof;
import com.anykoma.privacy.proof.signature.KeyRing;
import com.anykoma.privacy.proof.signature.Signer;
import com.anykoma.privacy.proof.signature.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A sealed part of the audit log: the entries that came since the seal before, and the signed head
 * of the tree that they are the latest leaves of. Its subtrees are what the next seal goes on from.
 * Immutable.
 *
 * @param head signed
 * @param entries each an object in canonical JSON, in the order of the leaves
 * @param state the tree with these entries
 */
public record CheckpointBatch(Checkpoint head, List<JsonValue> entries, TreeState state) {
  private static final String TYPE = "audit-seal";
  private static final Set<String> ENTRY = Set.of("id", "at", "about", "action");

  /** No address, no blank, no free text. */
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_-]{1,40}");

  private static final Pattern HASH = Pattern.compile("[A-Za-z0-9_-]{43}(-[0-9]{1,18})?");
  private static final Set<String> HASHES = Set.of("subject", "digest", "object");

  private static final Set<String> OF_SOME = Set.of("subject", "digest", "object", "cause");

  public CheckpointBatch {
    entries = List.copyOf(entries);
  }

  /**
   * Seals further entries.
   *
   * @param before the seal before; empty for the first
   * @param entries each an object in canonical JSON
   * @param through entries of this time and later are for the next seal
   */
  public static CheckpointBatch next(
      Optional<CheckpointBatch> before,
      List<byte[]> entries,
      Instant through,
      Instant now,
      Signer signer) {
    TreeState state = before.map(CheckpointBatch::state).orElse(TreeState.empty());
    List<JsonValue> read = new ArrayList<>();
    for (byte[] each : entries) {
      read.add(CanonicalJson.read(each));
      state = state.append(MerkleTree.leaf(each));
    }
    return new CheckpointBatch(
        Checkpoint.sign(before.map(CheckpointBatch::head), state, through, now, signer),
        read,
        state);
  }

  /** The file. */
  public byte[] file() {
    return CanonicalJson.of(
        Map.of(
            Statement.TYPE,
            TYPE,
            "version",
            Statement.VERSION,
            "head",
            head.statement().members(),
            "entries",
            entries.stream().map(JsonValue::members).toList(),
            "subtrees",
            HexHash.of(state.subtrees())));
  }

  /**
   * Reads a file and checks that its head is signed by us, and that its subtrees are those of the
   * head's tree. Whether its entries are the leaves needs the seal before it: {@link
   * #requireFollows}.
   *
   * @throws com.anykoma.privacy.json.MalformedJson when it is not canonical JSON of this form
   * @throws InvalidProof saying why it proves nothing
   */
  public static CheckpointBatch verified(byte[] file, KeyRing keys, Instant now) {
    JsonValue said = CanonicalJson.read(file);
    if (!said.requiredString(Statement.TYPE).equals(TYPE)) {
      throw new InvalidProof("it is no statement of the type '" + TYPE + "'");
    }
    Statement.requireVersion(said);
    said.requireNames(Set.of(Statement.TYPE, "version", "head", "entries", "subtrees"), Set.of());
    Checkpoint head = Checkpoint.verified(said.requiredObject("head"), keys, now);
    TreeState state = new TreeState(head.size(), HexHash.readAll(said, "subtrees"));
    if (!state.root().equals(head.root())) {
      throw new InvalidProof("the subtrees are not those of the signed root");
    }
    List<JsonValue> entries = said.objects("entries");
    entries.forEach(CheckpointBatch::requireEntry);
    return new CheckpointBatch(head, entries, state);
  }

  /** An entry has these members, of this form, and no others. */
  static void requireEntry(JsonValue entry) {
    entry.requireNames(ENTRY, OF_SOME);
    Statement.instant(entry, "at");
    for (String each : entry.names()) {
      Pattern form = HASHES.contains(each) ? HASH : WORD;
      if (!each.equals("at") && !form.matcher(entry.requiredString(each)).matches()) {
        throw new InvalidProof("an entry of the audit log holds what none does");
      }
    }
  }

  /** Whether this is an entry of the audit log, in canonical JSON. */
  public static boolean isEntry(byte[] entry) {
    try {
      requireEntry(CanonicalJson.read(entry));
      return true;
    } catch (PermanentFailure e) {
      return false;
    }
  }

  /**
   * Checks that this seal goes on where the other ended, with its entries and no others.
   *
   * @param before empty when this has to be the first
   * @throws InvalidProof when it does not
   */
  public void requireFollows(Optional<CheckpointBatch> before) {
    long number = before.map(it -> it.head.number()).orElse(0L) + 1;
    if (head.number() != number) {
      throw new InvalidProof("seal " + number + " of the audit log is missing");
    }
    before.ifPresent(it -> head.requireContinues(it.head));
    TreeState expected = before.map(CheckpointBatch::state).orElse(TreeState.empty());
    for (Bytes each : leaves()) {
      expected = expected.append(each);
    }
    if (!expected.equals(state)) {
      throw new InvalidProof(
          "the entries are not the leaves of the signed root: altered or missing");
    }
  }

  /** The hashes of its entries, in their order. */
  public List<Bytes> leaves() {
    return entries.stream().map(each -> MerkleTree.leaf(CanonicalJson.of(each))).toList();
  }
}
