package com.anykoma.privacy.platform.embedded;

import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Query;
import com.google.common.collect.MinMaxPriorityQueue;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Execution of queries on the table of documents. SQLite scans the collection or group in path
 * order and skips rows that cannot match. {@link QueryMatcher} checks the others, so a field name
 * never becomes part of SQL. Memory is bounded by the limit of the query.
 */
record DocumentSearch(SqliteStore store) {
  List<Document> find(Query query) {
    QueryMatcher matcher = new QueryMatcher(query);
    MinMaxPriorityQueue<QueryMatcher.Hit> first =
        MinMaxPriorityQueue.orderedBy(matcher::compare).maximumSize(query.limit()).create();
    boolean isByPath = query.orders().isEmpty();
    Optional<DocumentPath> start = query.after().filter(it -> isByPath).map(Document::path);
    store.read(
        session -> {
          for (CandidateRows each : CandidateRows.of(query, start)) {
            AtomicInteger found = new AtomicInteger();
            visitHits(
                session,
                each,
                matcher,
                hit -> {
                  if (matcher.isAfterCursor(hit)) {
                    first.add(hit);
                  }
                  return !isByPath || found.incrementAndGet() < query.limit();
                });
          }
          return first;
        });
    return first.stream().sorted(matcher::compare).map(QueryMatcher.Hit::document).toList();
  }

  long count(Query query) {
    Query all =
        new Query(
            query.collection(),
            query.group(),
            query.conditions(),
            query.orders(),
            query.limit(),
            Optional.empty());
    boolean matchesAll = all.conditions().isEmpty() && all.orders().isEmpty();
    long[] count = new long[1];
    return store.read(
        session -> {
          for (CandidateRows each : CandidateRows.of(all, Optional.empty())) {
            if (matchesAll) {
              count[0] += each.count(session);
            } else {
              visitHits(session, each, new QueryMatcher(all), hit -> ++count[0] > 0);
            }
          }
          return count[0];
        });
  }

  private static void visitHits(
      Session session,
      CandidateRows candidates,
      QueryMatcher matcher,
      Predicate<QueryMatcher.Hit> visitor)
      throws SQLException {
    candidates.scan(
        session,
        row -> {
          DocumentPath path = PathKey.path(row.getBytes(1));
          return matcher.match(StoredDocument.read(row).at(path)).map(visitor::test).orElse(true);
        });
  }
}
