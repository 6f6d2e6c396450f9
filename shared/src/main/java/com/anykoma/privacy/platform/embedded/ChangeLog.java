package com.anykoma.privacy.platform.embedded;

import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The feed of document changes, in the order of commits and without gaps. */
final class ChangeLog {
  private final SqliteStore store;

  ChangeLog(SqliteStore store) {
    this.store = store;
  }

  List<SqliteDocuments.Change> list(long after, int limit) {
    return store.read(
        session ->
            session.list(
                """
                SELECT sequence, key, before, before_created, before_updated,
                  after, after_created, after_updated
                FROM changes WHERE sequence > ? ORDER BY sequence LIMIT ?""",
                ChangeLog::change,
                after,
                limit));
  }

  void forget(long upTo) {
    store.write(session -> session.update("DELETE FROM changes WHERE sequence <= ?", upTo));
  }

  private static SqliteDocuments.Change change(ResultSet row) throws SQLException {
    DocumentPath path = PathKey.path(row.getBytes(2));
    return new SqliteDocuments.Change(
        row.getLong(1), path, document(row, 3, path), document(row, 6, path));
  }

  private static Optional<Document> document(ResultSet row, int column, DocumentPath path)
      throws SQLException {
    return row.getString(column) == null
        ? Optional.empty()
        : Optional.of(StoredDocument.read(row, column).at(path));
  }
}
