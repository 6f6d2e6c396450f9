package com.anykoma.privacy.retention.expiry;

import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Deletes the records of one location that are as old as their class lets them be, oldest first
 * (P21). Each is read again in the transaction that deletes it: one that was renewed meanwhile,
 * such as a tombstone that was raised again, stays.
 *
 * @param breaker is asked before anything is deleted
 * @param passed behind which documents that stay the next run begins
 */
record RecordDeletion(
    ExpiringRecords records, ExpiryCircuitBreaker breaker, ExpiryProgress passed) {
  /**
   * Deletes what is due among some the {@code limit} documents. Where others stand between them
   * that stay, such as those of a collection elsewhere with the same id, the next run goes on
   * behind them; a run that comes to the end has the next one begin at the oldest again.
   *
   * @return how many are deleted
   */
  int run(Instant now, AgeScan.Limit limit) {
    Instant due = records.retention().lastDue(now).orElseThrow();
    Fields state = passed.read();
    Optional<Instant> from = passed.through(state);
    AgeScan walk = new AgeScan(records, from, due, limit);
    if (breaker.blocks(records, state, due, walk.hasNext())) {
      return 0;
    }
    int deleted = 0;
    int left = 0;
    Optional<Instant> reached = from;
    while (walk.hasNext()) {
      ExpiringPage page = walk.next();
      int gone = delete(page.records(), due);
      deleted += gone;
      left += page.size() - gone;
      reached = Optional.of(page.reached());
    }
    if (walk.isAtEnd()) {
      from.ifPresent(it -> passed.startAgain());
    } else if (left > 0) {
      reached.ifPresent(passed::moveTo);
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
        && !records.holdsWhatStays(document);
  }
}
