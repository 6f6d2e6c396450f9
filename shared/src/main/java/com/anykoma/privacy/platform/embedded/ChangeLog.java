package com.anykoma.privacy.platform.embedded;

import java.util.ArrayList;
import java.util.List;

/** The feed of document changes, in the order of commits and without gaps. */
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

  /** Drops the rows whose every change is dealt with. */
  void forget(long upTo) {
    store.update("DELETE FROM changes WHERE sequence <= ?", upTo);
  }
}
