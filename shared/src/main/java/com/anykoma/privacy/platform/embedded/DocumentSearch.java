package com.anykoma.privacy.platform.embedded;

import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Query;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Execution of queries on the table of documents. SQLite scans the collection or group in path
 * order and skips rows that cannot match. {@link QueryMatcher} checks the others, so a field name
 * never becomes part of SQL. Memory is bounded by the limit of the query.
 */
record DocumentSearch(SqliteStore store) {
  List<Document> find(Query query) {
    QueryMatcher matcher = new QueryMatcher(query);
    List<QueryMatcher.Hit> hits =
        store.read(
            session ->
                query.orders().isEmpty()
                    ? findByPath(session, query, matcher)
                    : findInFieldOrder(session, query, matcher));
    return hits.stream().map(QueryMatcher.Hit::document).toList();
  }

  private static List<QueryMatcher.Hit> findByPath(
      Session session, Query query, QueryMatcher matcher) throws SQLException {
    List<QueryMatcher.Hit> all = new ArrayList<>();
    for (CandidateRows each : CandidateRows.of(query, query.after().map(Document::path))) {
      List<QueryMatcher.Hit> hits = new ArrayList<>();
      visitHits(
          session,
          each,
          matcher,
          hit -> {
            hits.add(hit);
            return hits.size() < query.limit();
          });
      all.addAll(hits);
    }
    all.sort(matcher::compare);
    return all.subList(0, Math.min(all.size(), query.limit()));
  }

  private static List<QueryMatcher.Hit> findInFieldOrder(
      Session session, Query query, QueryMatcher matcher) throws SQLException {
    PriorityQueue<QueryMatcher.Hit> first =
        new PriorityQueue<>(
            Collections.reverseOrder(matcher::compare)); // the head is the hit that sorts last
    for (CandidateRows each : CandidateRows.of(query, Optional.empty())) {
      visitHits(
          session,
          each,
          matcher,
          hit -> {
            if (matcher.isAfterCursor(hit)) {
              first.add(hit);
            }
            if (first.size() > query.limit()) {
              first.remove();
            }
            return true;
          });
    }
    List<QueryMatcher.Hit> hits = new ArrayList<>(first);
    hits.sort(matcher::compare);
    return hits;
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

  /** Receives a matching document; returns false to stop. */
  private interface HitVisitor {
    boolean visit(QueryMatcher.Hit hit);
  }

  private static void visitHits(
      Session session, CandidateRows candidates, QueryMatcher matcher, HitVisitor visitor)
      throws SQLException {
    candidates.scan(
        session,
        row -> {
          DocumentPath path = PathKey.path(row.getBytes(1));
          return matcher.match(StoredDocument.read(row).at(path)).map(visitor::visit).orElse(true);
        });
  }
}
