package com.anykoma.privacy.proof.signature;

import com.anykoma.privacy.Sha256;
import com.anykoma.privacy.json.CanonicalJson;
import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.platform.Bytes;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something that we say and sign: one JSON object in canonical form with the members {@code type},
 * {@code version}, {@code issuedAt} and {@code signature}, and what the type adds. The signature
 * covers the canonical form of all but itself, so that no byte of the file can be another.
 *
 * @param said the object without its signature
 * @param file all of it, byte for byte
 * @param key the name of the key that is said to have signed it
 * @param signature its 64 bytes
 */
public record Statement(JsonValue said, Bytes file, String key, Bytes signature) {
  /** The version of all that is written today. */
  public static final long VERSION = 1;

  public static final String TYPE = "type";
  static final String ISSUED_AT = "issuedAt";
  private static final String VERSION_NAME = "version";
  private static final String SIGNATURE = "signature";
  private static final int SIGNATURE_BYTES = 64;

  /** The members of the envelope, which every type has. */
  public static final Set<String> ENVELOPE = Set.of(TYPE, VERSION_NAME, ISSUED_AT);

  /**
   * Signs what is said.
   *
   * @param members what the type adds
   * @return the file
   */
  public static byte[] sign(
      String type, Instant issuedAt, Map<String, Object> members, Signer signer) {
    Map<String, Object> all = new HashMap<>(members);
    all.put(TYPE, type);
    all.put(VERSION_NAME, VERSION);
    all.put(ISSUED_AT, issuedAt.toString());
    String signature = Base64Url.of(signer.sign(CanonicalJson.of(all)));
    all.put(SIGNATURE, Map.of("key", signer.key(), "value", signature));
    return CanonicalJson.of(all);
  }

  /**
   * Reads a file as a statement of this type; whether it is signed by a key of ours is for {@link
   * KeyRing} to say.
   *
   * @throws com.anykoma.privacy.json.MalformedJson when it is not canonical JSON of this form
   * @throws InvalidProof when it is of another type or version
   */
  public static Statement read(byte[] file, String type) {
    return of(CanonicalJson.read(file), type);
  }

  /** The statement that an object within a canonical file is. */
  public static Statement of(JsonValue object, String type) {
    String is = object.requiredString(TYPE);
    if (!is.equals(type)) {
      throw new InvalidProof("it is no statement of the type '" + type + "'");
    }
    requireVersion(object);
    JsonValue signature = object.requiredObject(SIGNATURE);
    signature.requireNames(Set.of("key", "value"), Set.of());
    return new Statement(
        object.without(SIGNATURE),
        Bytes.of(CanonicalJson.of(object)),
        signature.requiredString("key"),
        Bytes.of(
            Base64Url.read(signature.requiredString("value"), SIGNATURE_BYTES, "the signature")));
  }

  /** Checks that it is of the version that is known. */
  public static void requireVersion(JsonValue object) {
    if (object.requiredCount(VERSION_NAME) != VERSION) {
      throw new InvalidProof(
          "its version is unknown; this tool knows version " + VERSION + " only");
    }
  }

  /** When it was said. */
  public Instant issuedAt() {
    return instant(said, ISSUED_AT);
  }

  /** The hash by which others refer to it: SHA-256 of the file, in hexadecimal. */
  public String hash() {
    return Sha256.hex(file.toArray());
  }

  /** All of it as an object, to be put into another file. */
  public Map<String, @Nullable Object> members() {
    return CanonicalJson.read(file.toArray()).members();
  }

  /** What was signed. */
  byte[] signed() {
    return CanonicalJson.of(said);
  }

  /** A time as RFC 3339 has it, in UTC, spelt as we spell it. */
  public static Instant instant(JsonValue said, String name) {
    String text = said.requiredString(name);
    try {
      Instant at = Instant.parse(text);
      if (at.toString().equals(text)) {
        return at;
      }
    } catch (DateTimeException e) {
      throw said.problem(name, "is no time in UTC");
    }
    throw said.problem(name, "is no time in UTC");
  }

  @Override
  public String toString() {
    return "[statement]";
  }
}
