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
 * Shows that an entry stands in the audit log, and just so, without showing any other.
 *
 * @param entry an object in canonical JSON
 * @param index of the entry, from 0
 * @param path the hashes from the leaf to the root, the leaf's neighbour first
 * @param head of the tree that it is in
 */
public record InclusionProof(JsonValue entry, long index, List<Bytes> path, Checkpoint head)
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
            head.size(),
            "path",
            HexHash.of(path),
            "head",
            head.statement().members()));
  }

  /** The proof that the object is, once it has shown what it is to show. */
  static InclusionProof verified(JsonValue said, KeyRing keys, Instant now) {
    said.requireNames(
        Set.of(Statement.TYPE, "version", "entry", "index", "size", "path", "head"), Set.of());
    InclusionProof proof =
        new InclusionProof(
            said.requiredObject("entry"),
            said.requiredCount("index"),
            HexHash.readAll(said, "path"),
            Checkpoint.verified(said.requiredObject("head"), keys, now));
    CheckpointBatch.requireEntry(proof.entry);
    if (said.requiredCount("size") != proof.head.size()) {
      throw new InvalidProof("it is a proof for a tree of another size than its head's");
    }
    if (!MerkleTree.isIncluded(
        MerkleTree.leaf(CanonicalJson.of(proof.entry)),
        proof.index,
        proof.head.size(),
        proof.path,
        proof.head.root())) {
      throw new InvalidProof("the path does not lead from the entry to the signed root");
    }
    return proof;
  }
}
