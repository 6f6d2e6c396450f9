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
 * Shows that the audit log as it stood at one head is the beginning of the log as it stood at a
 * later one: nothing was altered, taken out or put in between.
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

  /** The proof that the object is, once it has shown what it is to show. */
  static ConsistencyProof verified(JsonValue said, KeyRing keys, Instant now) {
    said.requireNames(Set.of(Statement.TYPE, "version", "first", "second", "path"), Set.of());
    ConsistencyProof proof =
        new ConsistencyProof(
            Checkpoint.verified(said.requiredObject("first"), keys, now),
            Checkpoint.verified(said.requiredObject("second"), keys, now),
            HexHash.readAll(said, "path"));
    proof.second.requireContinues(proof.first);
    if (!MerkleTree.isConsistent(
        proof.first.size(),
        proof.first.root(),
        proof.second.size(),
        proof.second.root(),
        proof.path)) {
      throw new InvalidProof("the second tree does not continue the first");
    }
    return proof;
  }
}
