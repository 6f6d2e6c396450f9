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
 * The key under which the audit log names one subject: random, kept in the subject's own record and
 * gone with it. Without it nobody, we included, can tell whose entries are whose (HMAC-SHA-256).
 */
public final class AuditKey {
  /** How long it is. */
  static final int BYTES = 32;

  private static final byte[] SUBJECT = "subject".getBytes(StandardCharsets.UTF_8);

  private final Bytes key;

  /**
   * @param key 32 random bytes
   */
  public AuditKey(Bytes key) {
    if (key.toArray().length != BYTES) {
      throw new IllegalArgumentException("an audit key has " + BYTES + " bytes");
    }
    this.key = key;
  }

  /** The secret, to be kept in the subject's record. */
  public Bytes bytes() {
    return key;
  }

  /** What stands for the subject in every entry. */
  public KeyedHash subject() {
    return KeyedHash.of(key.toArray(), SUBJECT);
  }

  /** What stands for a record: whoever has the record and the key can tell that it was this one. */
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
