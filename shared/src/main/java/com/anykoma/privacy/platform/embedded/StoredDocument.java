package com.anykoma.privacy.platform.embedded;

import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.FieldsReader;
import com.anykoma.privacy.platform.Micros;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A document as it lies in its table: fields as JSON, times in microseconds.
 *
 * @param updated also its version: no two writes of one path have the same
 * @param row its number in the table, of no meaning beyond the transaction that read it
 */
record StoredDocument(String fields, long created, long updated, long row) {

  /** The columns of {@link #read}, after one for the key. */
  static final String COLUMNS = "key, fields, created, updated, row";

  static StoredDocument read(ResultSet row) throws SQLException {
    return new StoredDocument(row.getString(2), row.getLong(3), row.getLong(4), row.getLong(5));
  }

  Document at(DocumentPath path) {
    return new Document(
        path, FieldsReader.read(fields), Micros.toInstant(created), Micros.toInstant(updated));
  }
}
