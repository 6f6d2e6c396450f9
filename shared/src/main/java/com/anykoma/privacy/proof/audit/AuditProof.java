package com.anykoma.privacy.proof.audit;

import com.anykoma.privacy.json.CanonicalJson;
import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.proof.signature.InvalidProof;
import com.anykoma.privacy.proof.signature.KeyRing;
import com.anykoma.privacy.proof.signature.Statement;
import java.time.Instant;

/** A proof about the audit log, in a file of its own that needs only our public keys to check. */
public sealed interface AuditProof permits InclusionProof, ConsistencyProof {
  /** The file. */
  byte[] file();

  /**
   * Reads a file and checks that it shows what it is to show.
   *
   * @throws com.anykoma.privacy.json.MalformedJson when it is not canonical JSON of this form
   * @throws InvalidProof saying why it proves nothing
   */
  static AuditProof verified(byte[] file, KeyRing keys, Instant now) {
    JsonValue said = CanonicalJson.read(file);
    String type = said.requiredString(Statement.TYPE);
    if (!type.equals(InclusionProof.TYPE) && !type.equals(ConsistencyProof.TYPE)) {
      throw new InvalidProof("it is no proof about the audit log");
    }
    Statement.requireVersion(said);
    return type.equals(InclusionProof.TYPE)
        ? InclusionProof.verified(said, keys, now)
        : ConsistencyProof.verified(said, keys, now);
  }
}
