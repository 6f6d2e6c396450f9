package com.anykoma.privacy.retention.expiry;

import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Deletes the records of one location that have reached the maximum age of their retention class,
 * oldest first (P21). Reads each record again in the transaction that deletes it, so a record that
 * was renewed meanwhile stays, such as a tombstone that was raised again.
 *
 * @param breaker decides before each run whether records may be deleted
 * @param progress where the next run continues, after documents that are not deleted
 */
record RecordDeletion(
    ExpiringRecords records, ExpiryCircuitBreaker breaker, ExpiryProgress progress) {
  /**
   * Deletes due records among about {@code limit} documents. If the pages contain documents that
   * stay, for example documents of another location with the same collection id, the next run
   * continues after them. A run that reaches the end makes the next run start at the oldest record.
   *
   * @return the number of deleted records
   */
  int run(Instant now, AgeScan.Limit limit) {
    Instant due = records.retention().lastDue(now).orElseThrow();
    Fields state = progress.read();
    Optional<Instant> from = progress.through(state);
    AgeScan scan = new AgeScan(records, from, due, limit);
    if (breaker.blocks(records, state, due, scan.hasNext())) {
      return 0;
    }
    int deleted = 0;
    int remaining = 0;
    Optional<Instant> reached = from;
    while (scan.hasNext()) {
      AgeScan.ExpiringPage page = Objects.requireNonNull(scan.next());
      int removed = delete(page.records(), due);
      deleted += removed;
      remaining += page.size() - removed;
      reached = Optional.of(page.reached());
    }
    if (scan.isAtEnd()) {
      from.ifPresent(it -> progress.moveTo(Optional.empty()));
    } else if (remaining > 0 && reached.isPresent()) {
      progress.moveTo(reached);
    }
    return deleted;
  }

  private int delete(List<Document> some, Instant due) {
    List<DocumentPath> paths =
        some.stream().filter(each -> isDue(each, due)).map(Document::path).toList();
    return paths.isEmpty() ? 0 : records.documents().transact(tx -> delete(tx, paths, due));
  }

  private int delete(Documents.Transaction tx, List<DocumentPath> paths, Instant due) {
    List<Document> again =
        tx.read(paths).stream().flatMap(Optional::stream).filter(each -> isDue(each, due)).toList();
    again.forEach(each -> tx.delete(each.path()));
    return again.size();
  }

  private boolean isDue(Document document, Instant due) {
    return records.ageOf(document).filter(age -> !age.isAfter(due)).isPresent()
        && !records.hasFieldsOfAnotherClass(document);
  }
}
