package com.anykoma.privacy.platform.embedded;

import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.FieldsReader;
import com.anykoma.privacy.platform.Micros;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * A row of the table of documents: fields as JSON, times in microseconds.
 *
 * @param updated the update time, which is also the version: two writes of one path never have the
 *     same
 * @param row the row number, valid only within the transaction that read it
 */
record StoredDocument(String fields, long created, long updated, long row) {

  /**
   * Selects the columns that {@link #read} expects, of which the first is the key, by conditions.
   */
  static final String SELECT = "SELECT key, fields, created, updated, row FROM documents WHERE ";

  static StoredDocument read(ResultSet row) throws SQLException {
    return new StoredDocument(row.getString(2), row.getLong(3), row.getLong(4), row.getLong(5));
  }

  /** The times that identify this version of the document. */
  List<Long> version() {
    return List.of(created, updated);
  }

  Document at(DocumentPath path) {
    return new Document(
        path, FieldsReader.read(fields), Micros.toInstant(created), Micros.toInstant(updated));
  }
}
