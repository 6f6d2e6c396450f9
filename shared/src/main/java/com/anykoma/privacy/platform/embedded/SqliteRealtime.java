package com.anykoma.privacy.platform.embedded;

import com.anykoma.privacy.platform.NodePath;
import com.anykoma.privacy.platform.RealtimeDatabase;
import java.util.Set;
import java.util.stream.Collectors;

/** The Realtime Database in SQLite: a row for each value, under its keys, each with a {@code /}. */
public record SqliteRealtime(SqliteStore store, OperationCounts.Port counts)
    implements RealtimeDatabase {
  private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

  /** Sets the value of a node as an app does; values above and beneath it are deleted. */
  public void set(NodePath path, String value) {
    RealtimeDatabase.requireNode(path);
    for (int depth = 1; depth < path.keys().size(); depth++) {
      NodePath above = new NodePath(path.keys().subList(0, depth));
      store.update("DELETE FROM nodes WHERE path = ?", name(above));
    }
    delete(path);
    store.update("INSERT INTO nodes (path, value) VALUES (?, ?)", name(path), value);
  }

  @Override
  public boolean exists(NodePath path) {
    counts.increment("read");
    String name = name(path);
    return store.read(
        session ->
            session.exists(
                "SELECT 1 FROM nodes WHERE path >= ? AND path < ? LIMIT 1", name, end(name)));
  }

  @Override
  public Set<String> keys(NodePath path) {
    counts.increment("read");
    String name = name(path);
    return store
        .list(
            "SELECT path FROM nodes WHERE path > ? AND path < ?",
            row -> row.getString(1),
            name,
            end(name))
        .stream()
        .map(each -> each.substring(name.length(), each.indexOf('/', name.length())))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The values, which an app sets as JSON, between the keys of the nodes above them. */
  @Override
  public String json(NodePath path) {
    Set<String> keys = keys(path);
    if (keys.isEmpty()) {
      return store
          .first("SELECT value FROM nodes WHERE path = ?", row -> row.getString(1), name(path))
          .orElse("null");
    }
    return keys.stream()
        .sorted()
        .map(
            each ->
                "\"%s\":%s"
                    .formatted(
                        each.replace("\\", "\\\\").replace("\"", "\\\""), json(path.child(each))))
        .collect(Collectors.joining(",", "{", "}"));
  }

  @Override
  public void delete(NodePath path) {
    RealtimeDatabase.requireNode(path);
    counts.increment("delete");
    String name = name(path);
    store.update("DELETE FROM nodes WHERE path >= ? AND path < ?", name, end(name));
  }

  private static String name(NodePath path) {
    return path.keys().isEmpty() ? "" : String.join("/", path.keys()) + "/";
  }

  /** The first name after all names that start with this one. */
  private static String end(String name) {
    return name.isEmpty() ? LAST : name.substring(0, name.length() - 1) + '0';
  }
}
