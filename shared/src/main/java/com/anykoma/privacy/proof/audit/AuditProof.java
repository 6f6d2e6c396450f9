package com.anykoma.privacy.proof.audit;

import com.anykoma.privacy.json.CanonicalJson;
import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.proof.signature.InvalidProof;
import com.anykoma.privacy.proof.signature.KeyRing;
import com.anykoma.privacy.proof.signature.Statement;
import java.time.Instant;

/** A proof about the audit log in one file, which can be verified with our public keys alone. */
public sealed interface AuditProof permits InclusionProof, ConsistencyProof {
  /** The file, in canonical JSON. */
  byte[] file();

  /**
   * Reads a file and verifies its proof.
   *
   * @throws com.anykoma.privacy.json.MalformedJson if it is not canonical JSON of this form
   * @throws InvalidProof with the reason, if the proof does not hold
   */
  static AuditProof verified(byte[] file, KeyRing keys, Instant now) {
    JsonValue json = CanonicalJson.read(file);
    String type = json.requiredString(Statement.TYPE);
    if (!type.equals(InclusionProof.TYPE) && !type.equals(ConsistencyProof.TYPE)) {
      throw new InvalidProof("the file is not a proof about the audit log");
    }
    Statement.requireVersion(json);
    return type.equals(InclusionProof.TYPE)
        ? InclusionProof.verified(json, keys, now)
        : ConsistencyProof.verified(json, keys, now);
  }
}
