package com.anykoma.privacy.proof.audit;

import com.anykoma.privacy.log.Log;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Pages;
import com.anykoma.privacy.platform.Query;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The entries of the audit log in the database, by the time of the change that they record.
 *
 * @param maxEntries the most entries of a checkpoint
 */
record StoredEntries(Documents documents, int maxEntries) {
  private static final Log LOG = Log.of(StoredEntries.class);
  private static final int PAGE = 500;

  /**
   * Finds entries in no order. Skips and reports documents of another form. If a shard has more
   * than a checkpoint holds, only its oldest ones, but more than a checkpoint holds.
   *
   * @param from inclusive
   * @param through exclusive
   * @param known ids of entries to leave out
   */
  List<Document> find(Instant from, Instant through, Set<String> known) {
    List<Document> found = new ArrayList<>();
    for (int shard = 0; shard < AuditLog.SHARDS; shard++) {
      found.addAll(find(shard, from, through, known));
    }
    return found;
  }

  private List<Document> find(int shard, Instant from, Instant through, Set<String> known) {
    Query query =
        Query.in(OwnCollections.AUDIT)
            .whereEqual(AuditLog.SHARD, shard)
            .where(AuditLog.AT, Query.Operator.GREATER_OR_EQUAL, from)
            .where(AuditLog.AT, Query.Operator.LESS, through)
            .limit(PAGE);
    List<Document> found = new ArrayList<>();
    for (List<Document> page : Pages.untilShort(documents, query)) {
      if (found.size() > maxEntries) {
        break;
      }
      page.stream()
          .filter(each -> !known.contains(each.path().id()))
          .forEach(each -> add(found, each));
    }
    return found;
  }

  private static void add(List<Document> found, Document entry) {
    if (CheckpointBatch.isEntry(AuditLog.canonical(entry))) {
      found.add(entry);
    } else {
      LOG.severe("alarm: the audit log contains an invalid entry; it was skipped");
    }
  }
}
