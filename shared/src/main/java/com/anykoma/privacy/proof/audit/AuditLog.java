package com.anykoma.privacy.proof.audit;

import com.anykoma.privacy.json.CanonicalJson;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Writes the entries {@code audit/{id}}, each a document of its own in the transaction that makes
 * the change, so that there is one for each change and none for a change that was not made; and
 * says what bytes of an entry are sealed. Ids are random, so that no index grows at its end.
 */
public final class AuditLog {
  /** Into how many parts the entries are cut, so that their index takes many writes a second. */
  public static final int SHARDS = 16;

  /** The field with the part that an entry is in. */
  public static final String SHARD = "shard";

  /** The field with the time of the change. */
  public static final String AT = "at";

  private static final int ID_BYTES = 16;

  private final RandomGenerator random;

  /**
   * @param random one that nobody can foretell: it makes the subjects' audit keys
   */
  public AuditLog(RandomGenerator random) {
    this.random = random;
  }

  /** A transaction that writes documents, and entries about what it changes. */
  public interface Noting {
    void set(DocumentPath path, Fields fields);

    void note(AuditEntry entry);
  }

  /** The transaction, with entries about what it changes. */
  public Noting noting(Documents.Transaction tx) {
    return noting(tx::set);
  }

  /** The same of whatever writes documents. */
  public Noting noting(BiConsumer<DocumentPath, Fields> writer) {
    return new Noting() {
      @Override
      public void set(DocumentPath path, Fields fields) {
        writer.accept(path, fields);
      }

      @Override
      public void note(AuditEntry entry) {
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(ID_BYTES));
        writer.accept(
            OwnCollections.AUDIT.document(id),
            entry.write().with(SHARD, Math.floorMod(id.hashCode(), SHARDS)));
      }
    };
  }

  /** A new key for a subject who has none yet. */
  public AuditKey newKey() {
    return new AuditKey(Bytes.of(bytes(AuditKey.BYTES)));
  }

  /**
   * What is sealed of a stored entry: its id and all its fields but the shard, in canonical JSON,
   * whatever they are. What no entry of ours has, such as a number or another id, becomes a list,
   * which no entry has either.
   */
  public static byte[] sealed(Document stored) {
    Map<String, Object> entry = new HashMap<>(Map.of("id", stored.path().id()));
    stored
        .fields()
        .without(SHARD)
        .asMap()
        .forEach((name, value) -> entry.merge(utf8(name), sealed(value), List::of));
    return CanonicalJson.of(entry);
  }

  private static Object sealed(@Nullable Object value) {
    String text = utf8(String.valueOf(value));
    return value instanceof String || value instanceof Instant ? text : List.of(text);
  }

  /** A lone surrogate becomes a question mark, which no entry has. */
  private static String utf8(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
