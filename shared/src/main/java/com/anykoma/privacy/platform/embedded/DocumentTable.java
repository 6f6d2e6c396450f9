package com.anykoma.privacy.platform.embedded;

import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Micros;
import com.google.common.collect.Lists;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The table of documents: batched reads, and writes that log their changes in the same transaction.
 * Each write of a path gets a later time than the previous one, even when the clock stops or goes
 * back, so the update time is a version.
 */
final class DocumentTable {
  private static final int MAX_KEYS = 64;
  private static final int MAX_DELETED_VERSIONS = 4096;

  private final InstantSource clock;
  private volatile Predicate<DocumentPath> recorded = path -> true;

  /** The last update times of deleted documents; used only by the writer. */
  private final Map<DocumentPath, Long> deletedVersions = new HashMap<>();

  DocumentTable(InstantSource clock) {
    this.clock = clock;
  }

  /** Logs only changes of these paths from now on. */
  void recordOnly(Predicate<DocumentPath> paths) {
    recorded = paths;
  }

  /** The documents that exist, read with one statement per 64 paths. */
  Map<DocumentPath, StoredDocument> read(Session session, Collection<DocumentPath> paths)
      throws SQLException {
    Map<DocumentPath, StoredDocument> found = new HashMap<>();
    for (List<DocumentPath> some : Lists.partition(List.copyOf(paths), MAX_KEYS)) {
      session.scan(
          StoredDocument.SELECT + "key IN (?" + ",?".repeat(some.size() - 1) + ")",
          row -> {
            found.put(PathKey.path(row.getBytes(1)), StoredDocument.read(row));
            return true;
          },
          some.stream().map(PathKey::of).toArray());
    }
    return found;
  }

  /**
   * Applies all writes, or none when a document differs from {@code expected}.
   *
   * @param expected the read version of each path; empty where no document existed
   * @return whether the writes were applied
   */
  boolean write(
      Session session,
      Map<DocumentPath, Optional<StoredDocument>> expected,
      Collection<DocumentWrite> writes)
      throws SQLException {
    Set<DocumentPath> paths = new LinkedHashSet<>(expected.keySet());
    writes.forEach(write -> paths.add(write.path()));
    Map<DocumentPath, StoredDocument> now = read(session, paths);
    if (!unchanged(expected, now)
        || writes.stream().anyMatch(each -> each.ifAbsent() && now.containsKey(each.path()))) {
      return false;
    }
    long time = Micros.of(clock.instant());
    ChangeRow changes = new ChangeRow();
    for (DocumentWrite write : writes) {
      StoredDocument before = now.get(write.path());
      StoredDocument after = write(session, write, before, time);
      if ((before != null || after != null) && recorded.test(write.path())) {
        changes.add(write.path(), before, after);
      }
    }
    changes.insert(session);
    return true;
  }

  /** The number of statements for a read of this many paths. Each statement reads at one moment. */
  static int statementsFor(int paths) {
    return (paths + MAX_KEYS - 1) / MAX_KEYS;
  }

  /** Whether every document still has its read version. */
  static boolean unchanged(
      Map<DocumentPath, Optional<StoredDocument>> expected, Map<DocumentPath, StoredDocument> now) {
    return expected.entrySet().stream()
        .allMatch(
            each ->
                Optional.ofNullable(now.get(each.getKey()))
                    .map(StoredDocument::version)
                    .equals(each.getValue().map(StoredDocument::version)));
  }

  /** Applies one write. Returns the document after it; null after a deletion. */
  private @Nullable StoredDocument write(
      Session session, DocumentWrite write, @Nullable StoredDocument before, long time)
      throws SQLException {
    if (write.fields().isEmpty()) {
      if (before != null) {
        session.update("DELETE FROM documents WHERE row = ?", before.row());
        rememberVersion(write.path(), before.updated(), time);
      }
      return null;
    }
    StoredDocument after = next(write.path(), write.fields().get(), before, time);
    if (before == null) {
      session.update(
          "INSERT INTO documents (key, grp, fields, created, updated) VALUES (?, ?, ?, ?, ?)",
          PathKey.of(write.path()),
          PathKey.nestedGroup(write.path()),
          after.fields(),
          after.created(),
          after.updated());
    } else {
      session.update(
          "UPDATE documents SET fields = ?, updated = ? WHERE row = ?",
          after.fields(),
          after.updated(),
          before.row());
    }
    return after;
  }

  private StoredDocument next(
      DocumentPath path, String fields, @Nullable StoredDocument before, long time) {
    if (before != null) {
      return new StoredDocument(
          fields, before.created(), Math.max(time, before.updated() + 1), before.row());
    }
    Long deletedVersion = deletedVersions.isEmpty() ? null : deletedVersions.get(path);
    long created = deletedVersion == null ? time : Math.max(time, deletedVersion + 1);
    return new StoredDocument(fields, created, created, 0);
  }

  private void rememberVersion(DocumentPath path, long updated, long time) {
    if (deletedVersions.size() >= MAX_DELETED_VERSIONS) {
      deletedVersions.values().removeIf(last -> last < time);
    }
    deletedVersions.put(path, updated);
  }
}
