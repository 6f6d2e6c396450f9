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
 * A proof that the audit log contains an entry with exactly this content. It discloses no other
 * entry.
 *
 * @param entry an object in canonical JSON
 * @param index of the entry's leaf, from 0
 * @param path the hashes from the leaf to the root, the leaf's sibling first
 * @param checkpoint of the tree that contains the entry
 */
public record InclusionProof(JsonValue entry, long index, List<Bytes> path, Checkpoint checkpoint)
    implements AuditProof {
  static final String TYPE = "inclusion-proof";

  public InclusionProof {
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
            "entry",
            entry.members(),
            "index",
            index,
            "size",
            checkpoint.size(),
            "path",
            HexHash.of(path),
            "checkpoint",
            checkpoint.statement().members()));
  }

  /** Reads a proof and verifies it. */
  static InclusionProof verified(JsonValue json, KeyRing keys, Instant now) {
    json.requireNames(
        Set.of(Statement.TYPE, "version", "entry", "index", "size", "path", "checkpoint"),
        Set.of());
    InclusionProof proof =
        new InclusionProof(
            json.requiredObject("entry"),
            json.requiredCount("index"),
            HexHash.readAll(json, "path"),
            Checkpoint.verified(json.requiredObject("checkpoint"), keys, now));
    CheckpointBatch.requireEntry(proof.entry);
    if (json.requiredCount("size") != proof.checkpoint.size()) {
      throw new InvalidProof("the proof's size differs from the size of its checkpoint");
    }
    if (!MerkleTree.isIncluded(
        MerkleTree.leaf(CanonicalJson.of(proof.entry)),
        proof.index,
        proof.checkpoint.size(),
        proof.path,
        proof.checkpoint.root())) {
      throw new InvalidProof("the path does not lead from the entry to the signed root");
    }
    return proof;
  }
}
