package com.anykoma.privacy.proof.audit;

import com.anykoma.privacy.json.CanonicalJson;
import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.proof.signature.HexHash;
import com.anykoma.privacy.proof.signature.InvalidProof;
import com.anykoma.privacy.proof.signature.KeyRing;
import com.anykoma.privacy.proof.signature.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A proof that the audit log at one checkpoint is a prefix of the log at a later one: entries were
 * only appended, none was altered, removed or inserted.
 *
 * @param path the hashes that lead to both roots
 */
public record ConsistencyProof(Checkpoint first, Checkpoint second, List<Bytes> path)
    implements AuditProof {
  static final String TYPE = "consistency-proof";

  public ConsistencyProof {
    path = List.copyOf(path);
  }

  @Override
  public byte[] file() {
    return CanonicalJson.of(
        Map.of(
            Statement.TYPE,
            TYPE,
            "version",
            Statement.VERSION,
            "first",
            first.statement().members(),
            "second",
            second.statement().members(),
            "path",
            HexHash.of(path)));
  }

  /** Reads a proof and verifies it. */
  static ConsistencyProof verified(JsonValue json, KeyRing keys, Instant now) {
    json.requireNames(Set.of(Statement.TYPE, "version", "first", "second", "path"), Set.of());
    ConsistencyProof proof =
        new ConsistencyProof(
            Checkpoint.verified(json.requiredObject("first"), keys, now),
            Checkpoint.verified(json.requiredObject("second"), keys, now),
            HexHash.readAll(json, "path"));
    proof.second.requireContinues(proof.first);
    if (!MerkleTree.isConsistent(
        proof.first.size(),
        proof.first.root(),
        proof.second.size(),
        proof.second.root(),
        proof.path)) {
      throw new InvalidProof("the first tree is not a prefix of the second");
    }
    return proof;
  }
}
