package com.anykoma.privacy.subject;

import com.anykoma.privacy.Sha256;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.proof.audit.KeyedHash;
import java.nio.charset.StandardCharsets;

/**
 * Turns a subject, or something of theirs, into an opaque id that only the holder of the key can
 * link back: HMAC-SHA-256, base64url without padding, 43 characters. Different kinds of ids never
 * collide because the kind is hashed too.
 */
public final class SubjectHash {
  private static final byte[] SEPARATOR = {0};
  private static final int MIN_KEY_BYTES = 32;

  private final byte[] key;

  /**
   * @param key at least 32 random bytes, the same for every function and for ever
   */
  public SubjectHash(byte[] key) {
    if (key.length < MIN_KEY_BYTES) {
      throw new IllegalArgumentException(
          "the subject hash key has " + key.length + " bytes; it needs " + MIN_KEY_BYTES);
    }
    this.key = key.clone();
  }

  /** The opaque id of a subject among ids of one kind, for example {@code tombstone}. */
  public String of(String kind, SubjectId subject) {
    return of(kind, subject.value());
  }

  /**
   * The id of the subject's tombstone. What has to be gone for as long as the tombstone stands has
   * an id made from this one, so that it can be found from the tombstone alone, which names nobody.
   */
  public String tombstone(SubjectId subject) {
    return of("tombstone", subject);
  }

  /**
   * The id of the subject's fence for clients: SHA-256 without a key, 64 hexadecimal digits in
   * lower case, because security rules have to make it too and can keep no secret. Whoever knows
   * the uid can make it, so it stands for days only. What is put before the uid keeps it from being
   * found by hashes of uids that others may hold.
   */
  public static String fence(SubjectId subject) {
    return Sha256.hex("fence/" + subject.value());
  }

  /** The opaque id of something that names a subject, for example the path of a document. */
  public String of(String kind, String named) {
    return of(kind, named.getBytes(StandardCharsets.UTF_8));
  }

  /** The opaque word for some bytes, which only the holder of the key can make. */
  public String of(String kind, byte[] bytes) {
    return KeyedHash.of(key, kind.getBytes(StandardCharsets.UTF_8), SEPARATOR, bytes).value();
  }
}
