package com.anykoma.privacy.proof.audit;

import com.anykoma.privacy.json.CanonicalJson;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Fields;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The random HMAC-SHA-256 key that makes one subject's pseudonym in the audit log. It is stored in
 * the subject's record and deleted with it; without the key, entries cannot be linked to a subject.
 */
public final class AuditKey {
  static final int BYTES = 32;

  private static final byte[] SUBJECT = "subject".getBytes(StandardCharsets.UTF_8);

  private final Bytes key;

  /**
   * @param key 32 random bytes
   */
  public AuditKey(Bytes key) {
    if (key.toArray().length != BYTES) {
      throw new IllegalArgumentException("an audit key must have " + BYTES + " bytes");
    }
    this.key = key;
  }

  /** The secret key, to be stored in the subject's record. */
  public Bytes bytes() {
    return key;
  }

  /** The subject's pseudonym, the same in every entry. */
  public KeyedHash subject() {
    return KeyedHash.of(key.toArray(), SUBJECT);
  }

  /** The digest of a record: with the record and the key it can be recomputed and compared. */
  public KeyedHash digest(Fields record) {
    return KeyedHash.of(key.toArray(), CanonicalJson.of(json(record.asMap())));
  }

  private static Map<String, @Nullable Object> json(Map<?, ?> fields) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    fields.forEach((name, value) -> json.put(String.valueOf(name), json(value)));
    return json;
  }

  private static @Nullable Object json(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return json(map);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(AuditKey::json).toList();
    }
    return value instanceof Instant || value instanceof Bytes ? String.valueOf(value) : value;
  }

  @Override
  public String toString() {
    return "[audit key]";
  }
}
