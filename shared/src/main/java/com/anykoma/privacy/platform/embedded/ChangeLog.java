package com.anykoma.privacy.platform.embedded;

import java.util.ArrayList;
import java.util.List;

/** The log of document changes, in commit order and without gaps. */
record ChangeLog(SqliteStore store) {
  List<SqliteDocuments.LoggedChange> list(long after, int limit) {
    return store.read(
        session -> {
          List<SqliteDocuments.LoggedChange> changes = new ArrayList<>();
          session.scan(
              "SELECT sequence, changes FROM changes WHERE sequence > ? ORDER BY sequence",
              row -> {
                for (SqliteDocuments.LoggedChange each : ChangeRow.read(row)) {
                  if (each.sequence() > after && changes.size() < limit) {
                    changes.add(each);
                  }
                }
                return changes.size() < limit;
              },
              after);
          return changes;
        });
  }

  /** Deletes the rows whose changes have all been processed. */
  void forget(long upTo) {
    store.update("DELETE FROM changes WHERE sequence <= ?", upTo);
  }
}
