package com.anykoma.privacy.subject;

import com.anykoma.privacy.Sha256;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.proof.audit.KeyedHash;
import java.nio.charset.StandardCharsets;

/**
 * Derives opaque ids from subjects and their data. Only the holder of the key can link them back:
 * HMAC-SHA-256, base64url without padding, 43 characters. Ids of different kinds never collide,
 * because the kind is part of the hashed input.
 */
public final class SubjectHash {
  private static final byte[] SEPARATOR = {0};
  private static final int MIN_KEY_BYTES = 32;

  private final byte[] key;

  /** Needs at least 32 random bytes, identical in every function, that never change. */
  public SubjectHash(byte[] key) {
    if (key.length < MIN_KEY_BYTES) {
      throw new IllegalArgumentException(
          "the subject hash key has " + key.length + " bytes; it needs " + MIN_KEY_BYTES);
    }
    this.key = key.clone();
  }

  /** The opaque id of a subject for one kind, for example {@code tombstone}. */
  public String of(String kind, SubjectId subject) {
    return of(kind, subject.value());
  }

  /**
   * The id of the subject's tombstone. Ids of data that must be deleted while the tombstone exists
   * are derived from this one, so that they can be found from the tombstone alone, which contains
   * no uid.
   */
  public String tombstone(SubjectId subject) {
    return of("tombstone", subject);
  }

  /**
   * The id of the subject's fence for clients: SHA-256 without a key, 64 hexadecimal digits in
   * lower case, because security rules compute it too and cannot keep a secret. Anyone who knows
   * the uid can compute it, so the document exists for days only. The prefix makes the id differ
   * from hashes of uids held elsewhere.
   */
  public static String fence(SubjectId subject) {
    return Sha256.hex("fence/" + subject.value());
  }

  /** The opaque id of data that contains a uid, for example the path of a document. */
  public String of(String kind, String named) {
    return of(kind, named.getBytes(StandardCharsets.UTF_8));
  }

  /** The opaque id of some bytes, which only the holder of the key can compute. */
  public String of(String kind, byte[] bytes) {
    return KeyedHash.of(key, kind.getBytes(StandardCharsets.UTF_8), SEPARATOR, bytes).value();
  }
}
