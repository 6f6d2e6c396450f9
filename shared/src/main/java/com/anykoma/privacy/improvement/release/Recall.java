package com.anykoma.privacy.improvement.release;

import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.proof.signature.InvalidProof;
import com.anykoma.privacy.proof.signature.KeyRing;
import com.anykoma.privacy.proof.signature.Signer;
import com.anykoma.privacy.proof.signature.Statement;
import com.google.common.collect.Sets;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The signed order to forget one released copy (P6). It is never replaced, and says nothing about
 * the item, its owner or the reason.
 *
 * @param release the number of the release that the copy taints
 * @param id the copy's random id in that release
 * @param issuedAt when the copy had been deleted
 */
public record Recall(long release, String id, Instant issuedAt) {
  private static final String TYPE = "recall";

  public Recall {
    ReleaseLayout.requireId(id);
    Objects.requireNonNull(issuedAt);
  }

  /** The recall of the copy with this name. */
  static Recall of(String copy, Instant issuedAt) {
    String[] parts = copy.split("/", 2);
    return new Recall(Long.parseLong(parts[0]), parts[1], issuedAt);
  }

  /** The name of the recalled copy. */
  public String copy() {
    return ReleaseLayout.copy(release, id);
  }

  byte[] sign(Signer signer) {
    return Statement.sign(TYPE, issuedAt, Map.of("release", release, "id", id), signer);
  }

  /**
   * Reads a recall's file and checks its form and signature.
   *
   * @throws com.anykoma.privacy.json.MalformedJson if it is not canonical JSON of this form
   * @throws InvalidProof with the reason, if the check fails
   */
  public static Recall verified(byte[] file, KeyRing keys, Instant now) {
    Statement statement = keys.verified(file, TYPE, now);
    JsonValue json = statement.content();
    json.requireNames(Sets.union(Set.of("release", "id"), Statement.ENVELOPE), Set.of());
    try {
      return new Recall(
          json.requiredCount("release"), json.requiredString("id"), statement.issuedAt());
    } catch (IllegalArgumentException e) {
      throw new InvalidProof("the file is signed but not a valid recall: " + e.getMessage());
    }
  }
}
