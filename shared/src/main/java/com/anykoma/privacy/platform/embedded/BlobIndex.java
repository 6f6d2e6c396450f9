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
      "bucket, name, generation, size, crc32c, content_type, metadata, created";
  private static final String SELECT = "SELECT " + COLUMNS + " FROM blobs WHERE ";
  private static final String INSERT =
      """
      INSERT INTO blobs (live, bucket, name, size, crc32c, content_type, metadata, created, file)
      VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING\s"""
          + COLUMNS;
  private static final String OBJECT = "bucket = ? AND name = ?";
  private static final String GENERATION = "generation = ? AND " + OBJECT;

  /** An unindexed file and the process that writes it; empty for a file to remove. */
  record Unindexed(long file, String owner) {}

  /** A blob that was added to the index, and the files to remove now. */
  record Indexed(Blob blob, List<Long> removed) {}

  /** Reserves a file number and lists it as being written by {@code owner}. */
  long reserve(String owner) {
    return store.write(
        session ->
            session
                .first(
                    "INSERT INTO unindexed_files (owner) VALUES (?) RETURNING file",
                    row -> row.getLong(1),
                    owner)
                .orElseThrow());
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
    if (session.exists("SELECT 1 FROM versioned_buckets WHERE bucket = ?", bucket)) {
      session.update("UPDATE blobs SET live = 0 WHERE generation = ?", generation);
      return List.of();
    }
    return remove(session, "generation = ?", generation);
  }

  private static Blob insert(Session session, Blob blob, long file) throws SQLException {
    return session
        .first(
            INSERT,
            BlobIndex::blob,
            blob.id().bucket(),
            bytes(blob.id().name()),
            blob.size(),
            blob.crc32c(),
            blob.contentType(),
            Attributes.write(blob.metadata()),
            Micros.of(blob.created()),
            file)
        .orElseThrow();
  }

  /** Deletes the matching generations, lists their files as unindexed, and returns them. */
  private static List<Long> remove(Session session, String condition, Object... values)
      throws SQLException {
    List<Long> files =
        session.list(
            "DELETE FROM blobs WHERE " + condition + " RETURNING file",
            row -> row.getLong(1),
            values);
    for (Long file : files) {
      session.update("INSERT INTO unindexed_files (file, owner) VALUES (?, '')", file);
    }
    return files;
  }

  List<Long> delete(Collection<Blob> blobs) {
    return store.write(
        session -> {
          List<Long> files = new ArrayList<>();
          for (Blob blob : blobs) {
            files.addAll(remove(session, GENERATION, generation(blob)));
          }
          return files;
        });
  }

  List<Long> deleteEveryGeneration(BlobId id) {
    return store.write(session -> remove(session, OBJECT, id.bucket(), bytes(id.name())));
  }

  Optional<Blob> live(BlobId id) {
    return store.first(
        SELECT + OBJECT + " AND live = 1", BlobIndex::blob, id.bucket(), bytes(id.name()));
  }

  /** The number of the file with this generation. */
  Optional<Long> file(Blob blob) {
    return store.first(
        "SELECT file FROM blobs WHERE " + GENERATION, row -> row.getLong(1), generation(blob));
  }

  private static Object[] generation(Blob blob) {
    return new Object[] {blob.generation(), blob.id().bucket(), bytes(blob.id().name())};
  }

  Page<Blob> list(String bucket, String prefix, Optional<String> pageToken, int limit) {
    return list(bucket, prefix, pageToken, limit, " AND live = 1");
  }

  Page<Blob> listGenerations(String bucket, String prefix, Optional<String> pageToken, int limit) {
    return list(bucket, prefix, pageToken, limit, "");
  }

  private Page<Blob> list(
      String bucket, String prefix, Optional<String> pageToken, int limit, String condition) {
    byte[] start = bytes(prefix);
    byte[] end = prefix.isEmpty() ? new byte[] {(byte) 0xFF} : PathKey.after(start);
    // the base64 of a NUL byte, which sorts before every name
    String[] token = pageToken.orElse("AA.0").split("\\.", -1);
    List<Blob> found =
        store.list(
            SELECT
                + "bucket = ? AND name >= ? AND name < ? AND (name, generation) > (?, ?)"
                + condition
                + " ORDER BY name, generation LIMIT ?",
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
        SELECT + "generation > ? ORDER BY generation LIMIT ?", BlobIndex::blob, after, limit);
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
