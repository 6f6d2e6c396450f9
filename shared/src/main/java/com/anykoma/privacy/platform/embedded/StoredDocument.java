package com.anykoma.privacy.platform.embedded;

import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A document as it lies in its table: fields as JSON, times in microseconds.
 *
 * @param updated also its version: no two writes of one path have the same
 */
record StoredDocument(String fields, long created, long updated) {

  /** Reads three columns, the first of them at {@code column}. */
  static StoredDocument read(ResultSet row, int column) throws SQLException {
    return new StoredDocument(
        row.getString(column), row.getLong(column + 1), row.getLong(column + 2));
  }

  Document at(DocumentPath path) {
    return new Document(
        path, FieldsReader.read(fields), Micros.toInstant(created), Micros.toInstant(updated));
  }
}
