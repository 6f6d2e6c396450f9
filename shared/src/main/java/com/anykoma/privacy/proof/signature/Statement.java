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
 * A signed statement: one JSON object in canonical form with the members {@code type}, {@code
 * version}, {@code issuedAt}, {@code signature} and those of its type. The signature covers the
 * canonical form of all other members, so that no byte of the file can be altered.
 *
 * @param content the object without its signature
 * @param file the whole file
 * @param key the name of the signing key according to the file
 * @param signature 64 bytes
 */
public record Statement(JsonValue content, Bytes file, String key, Bytes signature) {
  /** The version of all files of evidence. */
  public static final long VERSION = 1;

  public static final String TYPE = "type";
  static final String ISSUED_AT = "issuedAt";
  private static final String VERSION_NAME = "version";
  private static final String SIGNATURE = "signature";
  private static final int SIGNATURE_BYTES = 64;

  /** The members that every type has, without the signature. */
  public static final Set<String> ENVELOPE = Set.of(TYPE, VERSION_NAME, ISSUED_AT);

  /** Signs the members of a type, and returns the file. */
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
   * Reads a file as a statement of this type without checking its signature, which {@link KeyRing}
   * does.
   *
   * @throws com.anykoma.privacy.json.MalformedJson if it is not canonical JSON of this form
   * @throws InvalidProof if it is of another type or version
   */
  public static Statement read(byte[] file, String type) {
    return of(CanonicalJson.read(file), type);
  }

  /** Reads an object of a canonical file as a statement. */
  public static Statement of(JsonValue object, String type) {
    if (!object.requiredString(TYPE).equals(type)) {
      throw new InvalidProof("it is not a statement of type '" + type + "'");
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

  /** Refuses other versions than {@link #VERSION}. */
  public static void requireVersion(JsonValue object) {
    if (object.requiredCount(VERSION_NAME) != VERSION) {
      throw new InvalidProof("its version is unknown; this tool supports only version " + VERSION);
    }
  }

  public Instant issuedAt() {
    return instant(content, ISSUED_AT);
  }

  /** SHA-256 of the file in hexadecimal, by which other files refer to this one. */
  public String hash() {
    return Sha256.hex(file.toArray());
  }

  /** The whole object, to be included in another file. */
  public Map<String, @Nullable Object> members() {
    return CanonicalJson.read(file.toArray()).members();
  }

  /** The signed bytes. */
  byte[] signed() {
    return CanonicalJson.of(content);
  }

  /** Reads a UTC time of RFC 3339, in the spelling of {@link Instant#toString} only. */
  public static Instant instant(JsonValue json, String name) {
    String text = json.requiredString(name);
    try {
      Instant at = Instant.parse(text);
      if (at.toString().equals(text)) {
        return at;
      }
    } catch (DateTimeException e) {
      throw json.problem(name, "is not a time in UTC");
    }
    throw json.problem(name, "is not a time in UTC");
  }

  @Override
  public String toString() {
    return "[statement]";
  }
}
