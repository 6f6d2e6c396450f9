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
 * Writes the entries {@code audit/{id}} in the transactions of the changes that they record, so
 * that every change has one entry and a failed change has none. Ids are random, because sequential
 * ids would make one index range hot.
 */
public final class AuditLog {
  /** Number of parts that entries are spread over, which multiplies their index's write limit. */
  public static final int SHARDS = 16;

  /** The field with the number of the entry's shard, from 0. */
  public static final String SHARD = "shard";

  /** The field with the time of the change. */
  public static final String AT = "at";

  private static final int ID_BYTES = 16;

  private final RandomGenerator random;

  /**
   * @param random cryptographically secure: it makes the subjects' audit keys
   */
  public AuditLog(RandomGenerator random) {
    this.random = random;
  }

  /** Writes documents, and the entries about them, in one transaction. */
  public interface Writer {
    void set(DocumentPath path, Fields fields);

    void append(AuditEntry entry);
  }

  /** A writer in this transaction. */
  public Writer writer(Documents.Transaction tx) {
    return writer(tx::set);
  }

  /** A writer that stores documents with {@code store}. */
  public Writer writer(BiConsumer<DocumentPath, Fields> store) {
    return new Writer() {
      @Override
      public void set(DocumentPath path, Fields fields) {
        store.accept(path, fields);
      }

      @Override
      public void append(AuditEntry entry) {
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(ID_BYTES));
        store.accept(
            OwnCollections.AUDIT.document(id),
            entry.write().with(SHARD, Math.floorMod(id.hashCode(), SHARDS)));
      }
    };
  }

  /** A new random key for a subject that has none. */
  public AuditKey newKey() {
    return new AuditKey(Bytes.of(bytes(AuditKey.BYTES)));
  }

  /**
   * The canonical JSON of a stored entry, which becomes a leaf of the tree: its id and all fields
   * except the shard. A value that no entry of ours has, such as a number or a second id, becomes a
   * list, so that it cannot equal one of ours.
   */
  public static byte[] canonical(Document stored) {
    Map<String, Object> entry = new HashMap<>(Map.of("id", stored.path().id()));
    stored
        .fields()
        .without(SHARD)
        .asMap()
        .forEach((name, value) -> entry.merge(utf8(name), canonical(value), List::of));
    return CanonicalJson.of(entry);
  }

  private static Object canonical(@Nullable Object value) {
    String text = utf8(String.valueOf(value));
    return value instanceof String || value instanceof Instant ? text : List.of(text);
  }

  /** Replaces lone surrogates by question marks, which no entry of ours contains. */
  private static String utf8(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
