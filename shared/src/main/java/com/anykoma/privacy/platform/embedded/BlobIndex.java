package com.anykoma.privacy.platform.embedded;

import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Micros;
import com.anykoma.privacy.platform.Page;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The index from generations of blobs to files. A file that is being written or waits for removal
 * is listed as unindexed, so that its bytes are still found and removed after a crash.
 */
record BlobIndex(SqliteStore store) {
  private static final String COLUMNS =
      "SELECT bucket, name, generation, size, crc32c, content_type, metadata, created FROM blobs";

  /** An unindexed file and the process that writes it; empty for a file to remove. */
  record Unindexed(long file, String owner) {}

  /** A blob that was added to the index, and the files to remove now. */
  record Indexed(Blob blob, List<Long> removed) {}

  /** Reserves a file number and lists it as being written by {@code owner}. */
  long reserve(String owner) {
    return store.write(
        session -> {
          session.update("INSERT INTO unindexed_files (owner) VALUES (?)", owner);
          return lastId(session);
        });
  }

  private static long lastId(Session session) throws SQLException {
    return session.first("SELECT last_insert_rowid()", row -> row.getLong(1)).orElseThrow();
  }

  List<Unindexed> unindexed() {
    return store.list(
        "SELECT file, owner FROM unindexed_files",
        row -> new Unindexed(row.getLong(1), row.getString(2)));
  }

  /** Deletes the entries of files that no longer exist. */
  void removed(List<Long> files) {
    if (!files.isEmpty()) {
      store.write(
          session -> {
            for (Long file : files) {
              session.update("DELETE FROM unindexed_files WHERE file = ?", file);
            }
            return files;
          });
    }
  }

  /** Makes the file the live generation, unless another than {@code ifGeneration} is live. */
  Optional<Indexed> add(Blob blob, long file, OptionalLong ifGeneration) {
    return store.write(
        session -> {
          BlobId id = blob.id();
          Optional<Long> live =
              session.first(
                  "SELECT generation FROM blobs WHERE bucket = ? AND name = ? AND live = 1",
                  row -> row.getLong(1),
                  id.bucket(),
                  bytes(id.name()));
          if (ifGeneration.isPresent() && ifGeneration.getAsLong() != live.orElse(0L)) {
            return Optional.empty();
          }
          if (session.update("DELETE FROM unindexed_files WHERE file = ?", file) == 0) {
            throw new StoreFailure("the file of a blob was removed during the write");
          }
          List<Long> removed =
              live.isPresent() ? replace(session, id.bucket(), live.get()) : List.of();
          return Optional.of(new Indexed(insert(session, blob, file), removed));
        });
  }

  private static List<Long> replace(Session session, String bucket, long generation)
      throws SQLException {
    boolean isVersioned =
        session
            .first("SELECT 1 FROM versioned_buckets WHERE bucket = ?", row -> row.getInt(1), bucket)
            .isPresent();
    if (isVersioned) {
      session.update("UPDATE blobs SET live = 0 WHERE generation = ?", generation);
      return List.of();
    }
    return remove(session, "generation = ?", generation);
  }

  private static Blob insert(Session session, Blob blob, long file) throws SQLException {
    session.update(
        """
        INSERT INTO blobs
          (bucket, name, live, size, crc32c, content_type, metadata, created, file)
        VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?)""",
        blob.id().bucket(),
        bytes(blob.id().name()),
        blob.size(),
        blob.crc32c(),
        blob.contentType(),
        Attributes.write(blob.metadata()),
        Micros.of(blob.created()),
        file);
    return session
        .first(COLUMNS + " WHERE generation = ?", BlobIndex::blob, lastId(session))
        .orElseThrow();
  }

  /** Deletes the matching generations, lists their files as unindexed, and returns them. */
  private static List<Long> remove(Session session, String condition, Object... values)
      throws SQLException {
    List<Long> files =
        session.list("SELECT file FROM blobs WHERE " + condition, row -> row.getLong(1), values);
    for (Long file : files) {
      session.update("INSERT INTO unindexed_files (file, owner) VALUES (?, '')", file);
    }
    session.update("DELETE FROM blobs WHERE " + condition, values);
    return files;
  }

  List<Long> delete(Collection<Blob> blobs) {
    return store.write(
        session -> {
          List<Long> files = new ArrayList<>();
          for (Blob blob : blobs) {
            files.addAll(
                remove(
                    session,
                    "generation = ? AND bucket = ? AND name = ?",
                    blob.generation(),
                    blob.id().bucket(),
                    bytes(blob.id().name())));
          }
          return files;
        });
  }

  List<Long> deleteEveryGeneration(BlobId id) {
    return store.write(
        session -> remove(session, "bucket = ? AND name = ?", id.bucket(), bytes(id.name())));
  }

  Optional<Blob> live(BlobId id) {
    return store.first(
        COLUMNS + " WHERE bucket = ? AND name = ? AND live = 1",
        BlobIndex::blob,
        id.bucket(),
        bytes(id.name()));
  }

  /** The number of the file with this generation. */
  Optional<Long> file(Blob blob) {
    return store.first(
        "SELECT file FROM blobs WHERE generation = ? AND bucket = ? AND name = ?",
        row -> row.getLong(1),
        blob.generation(),
        blob.id().bucket(),
        bytes(blob.id().name()));
  }

  Page<Blob> list(String bucket, String prefix, Optional<String> pageToken, int limit) {
    return list(
        bucket,
        prefix,
        pageToken,
        limit,
        " AND live = 1 AND (name, generation) > (?, ?) ORDER BY name, generation LIMIT ?");
  }

  Page<Blob> listGenerations(String bucket, String prefix, Optional<String> pageToken, int limit) {
    return list(
        bucket,
        prefix,
        pageToken,
        limit,
        " AND (name, generation) > (?, ?) ORDER BY name, generation LIMIT ?");
  }

  private Page<Blob> list(
      String bucket, String prefix, Optional<String> pageToken, int limit, String rest) {
    byte[] start = bytes(prefix);
    byte[] end = prefix.isEmpty() ? new byte[] {(byte) 0xFF} : PathKey.after(start);
    String[] token =
        pageToken
            .orElse("AA.0")
            .split("\\.", -1); // the base64 of a NUL byte, which sorts before every name
    List<Blob> found =
        store.list(
            COLUMNS + " WHERE bucket = ? AND name >= ? AND name < ?" + rest,
            BlobIndex::blob,
            bucket,
            prefix.isEmpty() ? new byte[1] : start,
            end,
            Base64.getUrlDecoder().decode(token[0]),
            Long.parseLong(token[1]),
            limit + 1);
    return ListingPages.of(found, limit, BlobIndex::token);
  }

  private static String token(Blob last) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(last.id().name()))
        + "."
        + last.generation();
  }

  /** Blobs of all buckets whose generation is greater than {@code after}. */
  List<Blob> later(long after, int limit) {
    return store.list(
        COLUMNS + " WHERE generation > ? ORDER BY generation LIMIT ?",
        BlobIndex::blob,
        after,
        limit);
  }

  void keepGenerations(String bucket, boolean keep) {
    store.update(
        keep
            ? "INSERT INTO versioned_buckets (bucket) VALUES (?) ON CONFLICT DO NOTHING"
            : "DELETE FROM versioned_buckets WHERE bucket = ?",
        bucket);
  }

  private static byte[] bytes(String name) {
    return name.getBytes(StandardCharsets.UTF_8);
  }

  private static Blob blob(ResultSet row) throws SQLException {
    return new Blob(
        new BlobId(row.getString(1), new String(row.getBytes(2), StandardCharsets.UTF_8)),
        row.getLong(3),
        row.getLong(4),
        row.getInt(5),
        row.getString(6),
        Attributes.read(row.getString(7)),
        Micros.toInstant(row.getLong(8)));
  }
}
