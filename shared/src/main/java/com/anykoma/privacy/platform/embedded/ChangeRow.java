package com.anykoma.privacy.platform.embedded;

import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentChange;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.FieldsReader;
import com.anykoma.privacy.platform.FieldsWriter;
import com.anykoma.privacy.platform.Micros;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The changes of one transaction as one row of the log, with the sequence of the last change. */
final class ChangeRow {
  private final StringBuilder json = new StringBuilder("{\"changes\":[");
  private int size;

  void add(DocumentPath path, @Nullable StoredDocument before, @Nullable StoredDocument after) {
    String written = FieldsWriter.write(Fields.empty().with("path", path.value()));
    json.append(size == 0 ? "" : ",").append(written, 0, written.length() - 1);
    add("before", before);
    add("after", after);
    json.append('}');
    size++;
  }

  private void add(String name, @Nullable StoredDocument document) {
    if (document != null) {
      json.append(",\"").append(name).append("\":{\"fields\":").append(document.fields());
      json.append(",\"created\":").append(document.created());
      json.append(",\"updated\":").append(document.updated()).append('}');
    }
  }

  void insert(Session session) throws SQLException {
    if (size > 0) {
      session.update(
          """
          INSERT INTO changes (sequence, changes) VALUES (
            coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'changes'), 0) + ?, ?)""",
          size,
          json.append("]}").toString());
    }
  }

  /** The changes in a row with the columns sequence and JSON. */
  static List<SqliteDocuments.LoggedChange> read(ResultSet row) throws SQLException {
    List<Fields> changes = FieldsReader.read(row.getString(2)).maps("changes");
    long sequence = row.getLong(1) - changes.size();
    List<SqliteDocuments.LoggedChange> read = new ArrayList<>(changes.size());
    for (Fields each : changes) {
      DocumentPath path = new DocumentPath(each.string("path").orElseThrow());
      read.add(
          new SqliteDocuments.LoggedChange(
              ++sequence,
              new DocumentChange(
                  path, document(each, "before", path), document(each, "after", path))));
    }
    return read;
  }

  private static Optional<Document> document(Fields change, String name, DocumentPath path) {
    if (!change.has(name)) {
      return Optional.empty();
    }
    Fields document = change.map(name);
    return Optional.of(
        new Document(
            path,
            document.map("fields"),
            Micros.toInstant(document.number("created").orElseThrow()),
            Micros.toInstant(document.number("updated").orElseThrow())));
  }
}
