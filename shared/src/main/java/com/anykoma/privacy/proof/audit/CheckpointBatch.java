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
import java.util.stream.Collectors;

/**
 * One file of the checkpointed audit log: the entries since the previous checkpoint, and the signed
 * checkpoint over the tree whose latest leaves they are. The next batch continues its tree.
 * Immutable.
 *
 * @param entries objects in canonical JSON, in the order of the leaves
 * @param state the tree with these entries
 */
public record CheckpointBatch(Checkpoint checkpoint, List<JsonValue> entries, TreeState state) {
  private static final String TYPE = "audit-batch";
  private static final Set<String> ENTRY = Set.of("id", "at", "about", "action");

  /** Excludes addresses and free text. */
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_-]{1,40}");

  private static final Pattern HASH = Pattern.compile("[A-Za-z0-9_-]{43}(-[0-9]{1,18})?");
  private static final Set<String> HASHES = Set.of("subject", "digest", "object", "actor");
  private static final Set<String> OPTIONAL =
      Set.of("subject", "digest", "object", "actor", "cause");

  public CheckpointBatch {
    entries = List.copyOf(entries);
  }

  /**
   * Adds entries to the tree and signs its new checkpoint.
   *
   * @param before the previous batch; empty for the first
   * @param entries objects in canonical JSON
   * @param through exclusive end of the batch: later entries belong to the next one
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
        Checkpoint.sign(before.map(CheckpointBatch::checkpoint), state, through, now, signer),
        read,
        state);
  }

  /** The file, in canonical JSON. */
  public byte[] file() {
    return CanonicalJson.of(
        Map.of(
            Statement.TYPE,
            TYPE,
            "version",
            Statement.VERSION,
            "checkpoint",
            checkpoint.statement().members(),
            "entries",
            entries.stream().map(JsonValue::members).toList(),
            "subtrees",
            HexHash.of(state.subtrees())));
  }

  /**
   * Reads a file and checks its checkpoint's signature, and that its subtrees give the signed root.
   * Only {@link #requireFollows} checks the entries, because that needs the previous batch.
   *
   * @throws com.anykoma.privacy.json.MalformedJson if it is not canonical JSON of this form
   * @throws InvalidProof with the reason, if a check fails
   */
  public static CheckpointBatch verified(byte[] file, KeyRing keys, Instant now) {
    JsonValue json = CanonicalJson.read(file);
    if (!json.requiredString(Statement.TYPE).equals(TYPE)) {
      throw new InvalidProof("it is not a file of type '" + TYPE + "'");
    }
    Statement.requireVersion(json);
    json.requireNames(
        Set.of(Statement.TYPE, "version", "checkpoint", "entries", "subtrees"), Set.of());
    Checkpoint checkpoint = Checkpoint.verified(json.requiredObject("checkpoint"), keys, now);
    TreeState state = new TreeState(checkpoint.size(), HexHash.readAll(json, "subtrees"));
    if (!state.root().equals(checkpoint.root())) {
      throw new InvalidProof("the subtrees do not give the signed root");
    }
    List<JsonValue> entries = json.objects("entries");
    entries.forEach(CheckpointBatch::requireEntry);
    return new CheckpointBatch(checkpoint, entries, state);
  }

  /** Refuses an entry with missing, unknown or malformed members. */
  static void requireEntry(JsonValue entry) {
    entry.requireNames(ENTRY, OPTIONAL);
    Statement.instant(entry, "at");
    for (String each : entry.names()) {
      Pattern form = HASHES.contains(each) ? HASH : CODE;
      if (!each.equals("at") && !form.matcher(entry.requiredString(each)).matches()) {
        throw new InvalidProof("an entry of the audit log has a malformed member");
      }
    }
  }

  /** Whether the bytes are an entry of the audit log in canonical JSON. */
  public static boolean isEntry(byte[] entry) {
    try {
      requireEntry(CanonicalJson.read(entry));
      return true;
    } catch (PermanentFailure e) {
      return false;
    }
  }

  /**
   * Checks that this batch directly follows another, and that its entries are exactly the leaves
   * that were added.
   *
   * @param before the previous batch; empty if this must be the first
   * @throws InvalidProof if it does not follow
   */
  public void requireFollows(Optional<CheckpointBatch> before) {
    long number = before.map(it -> it.checkpoint.number()).orElse(0L) + 1;
    if (checkpoint.number() != number) {
      throw new InvalidProof("checkpoint " + number + " of the audit log is missing");
    }
    before.ifPresent(it -> checkpoint.requireContinues(it.checkpoint));
    TreeState expected = before.map(CheckpointBatch::state).orElse(TreeState.empty());
    for (Bytes each : leaves()) {
      expected = expected.append(each);
    }
    if (!expected.equals(state)) {
      throw new InvalidProof(
          "the entries are not the leaves of the signed root: altered or missing");
    }
  }

  /** The ids of the entries. */
  Set<String> ids() {
    return entries.stream().map(it -> it.requiredString("id")).collect(Collectors.toSet());
  }

  /** The leaf hashes of the entries, in their order. */
  public List<Bytes> leaves() {
    return entries.stream().map(each -> MerkleTree.leaf(CanonicalJson.of(each))).toList();
  }
}
