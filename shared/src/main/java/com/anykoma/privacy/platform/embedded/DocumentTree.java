package com.anykoma.privacy.platform.embedded;

import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Page;
import com.anykoma.privacy.platform.Subtrees;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Listings under a document or in a collection; each depth is one range of the key index. */
record DocumentTree(SqliteStore store) {
  /** The ids of the collections that contain documents at any depth under {@code parent}. */
  List<String> collections(Optional<DocumentPath> parent) {
    Set<String> ids = new TreeSet<>(ValueOrder::strings);
    return store.read(
        session -> {
          int depth = parent.map(each -> PathKey.depth(PathKey.of(each))).orElse(0);
          int deepest = deepest(session);
          for (int each = depth + 1; each <= deepest; each++) {
            byte[] start = PathKey.below(parent, each);
            addIds(session, start, start, Integer.MAX_VALUE, ids);
          }
          return List.copyOf(ids);
        });
  }

  /** The document ids in a collection. The page token is the last id. */
  Page<String> ids(CollectionPath collection, Optional<String> pageToken, int limit) {
    Set<String> ids = new TreeSet<>(ValueOrder::strings);
    byte[] shallowest = PathKey.ofCollection(collection.value());
    store.read(
        session -> {
          int deepest = deepest(session);
          for (int depth = PathKey.depth(shallowest); depth <= deepest; depth++) {
            byte[] start = shallowest.clone();
            start[0] = (byte) depth;
            byte[] from = pageToken.map(last -> PathKey.afterId(start, last)).orElse(start);
            addIds(session, start, from, limit + 1, ids);
          }
          return ids;
        });
    return ListingPages.of(ids.stream().limit(limit + 1L).toList(), limit, last -> last);
  }

  private static int deepest(Session session) throws SQLException {
    return session
        .first(
            "SELECT key FROM documents ORDER BY key DESC LIMIT 1",
            row -> PathKey.depth(row.getBytes(1)))
        .orElse(0);
  }

  /** Adds up to {@code most} ids that follow {@code start} in a key; seeks from id to id. */
  private static void addIds(Session session, byte[] start, byte[] from, int most, Set<String> ids)
      throws SQLException {
    byte[] end = PathKey.after(start);
    Optional<byte[]> found = firstKey(session, from, end);
    for (int added = 0; found.isPresent() && added < most; added++) {
      byte[] key = found.get();
      int idEnd = start.length;
      while (idEnd < key.length && key[idEnd] != 0) {
        idEnd++;
      }
      ids.add(PathKey.text(key, start.length, idEnd));
      found = firstKey(session, PathKey.after(Arrays.copyOf(key, idEnd + 1)), end);
    }
  }

  private static Optional<byte[]> firstKey(Session session, byte[] from, byte[] to)
      throws SQLException {
    return session.first(
        "SELECT key FROM documents WHERE key >= ? AND key < ? ORDER BY key LIMIT 1",
        row -> row.getBytes(1),
        from,
        to);
  }

  /** The descendants of the roots, in the order of the roots. */
  List<DocumentPath> descendants(Subtrees subtrees) {
    return store.read(
        session -> {
          int deepest = deepest(session);
          List<DocumentPath> found = new ArrayList<>();
          for (DocumentPath root : subtrees.roots()) {
            int remaining = subtrees.limit() - found.size();
            if (remaining > 0) {
              found.addAll(beneath(session, root, subtrees.after(root), deepest, remaining));
            }
          }
          return found;
        });
  }

  private static List<DocumentPath> beneath(
      Session session, DocumentPath root, Optional<DocumentPath> after, int deepest, int limit)
      throws SQLException {
    List<DocumentPath> found = new ArrayList<>();
    for (int depth = PathKey.depth(PathKey.of(root)) + 1; depth <= deepest; depth++) {
      byte[] start = PathKey.below(Optional.of(root), depth);
      session.scan(
          "SELECT key FROM documents WHERE key > ? AND key < ? ORDER BY key LIMIT ?",
          row -> found.add(PathKey.path(row.getBytes(1))),
          after.map(each -> PathKey.later(start, each)).orElse(start),
          PathKey.after(start),
          limit);
    }
    Collections.sort(found);
    return found.subList(0, Math.min(found.size(), limit));
  }
}
