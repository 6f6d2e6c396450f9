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
 * Queries over the table of documents. SQLite walks the collection or group in the order of paths
 * and passes over rows that cannot match; {@link QueryRule} decides about the rest, so that no
 * field's name ever becomes SQL. Memory is bounded by the query's limit.
 */
record DocumentSearch(SqliteStore store) {
  List<Document> find(Query query) {
    QueryRule rule = new QueryRule(query);
    List<QueryRule.Hit> hits =
        store.read(
            session ->
                query.orders().isEmpty()
                    ? firstByPath(session, query, rule)
                    : firstInOrder(session, query, rule));
    return hits.stream().map(QueryRule.Hit::document).toList();
  }

  private static List<QueryRule.Hit> firstByPath(Session session, Query query, QueryRule rule)
      throws SQLException {
    List<QueryRule.Hit> all = new ArrayList<>();
    for (CandidateRows each : CandidateRows.of(query, query.after().map(Document::path))) {
      List<QueryRule.Hit> hits = new ArrayList<>();
      walk(
          session,
          each,
          rule,
          hit -> {
            hits.add(hit);
            return hits.size() < query.limit();
          });
      all.addAll(hits);
    }
    all.sort(rule::compare);
    return all.subList(0, Math.min(all.size(), query.limit()));
  }

  private static List<QueryRule.Hit> firstInOrder(Session session, Query query, QueryRule rule)
      throws SQLException {
    PriorityQueue<QueryRule.Hit> first =
        new PriorityQueue<>(Collections.reverseOrder(rule::compare)); // its head is the last
    for (CandidateRows each : CandidateRows.of(query, Optional.empty())) {
      walk(
          session,
          each,
          rule,
          hit -> {
            if (rule.isAfterCursor(hit)) {
              first.add(hit);
            }
            if (first.size() > query.limit()) {
              first.remove();
            }
            return true;
          });
    }
    List<QueryRule.Hit> hits = new ArrayList<>(first);
    hits.sort(rule::compare);
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
              walk(session, each, new QueryRule(all), hit -> ++count[0] > 0);
            }
          }
          return count[0];
        });
  }

  /** Is shown a matching document and says whether the next one is wanted. */
  private interface HitVisitor {
    boolean visit(QueryRule.Hit hit);
  }

  private static void walk(
      Session session, CandidateRows candidates, QueryRule rule, HitVisitor visitor)
      throws SQLException {
    candidates.scan(
        session,
        row -> {
          DocumentPath path = PathKey.path(row.getBytes(1));
          return rule.hit(StoredDocument.read(row).at(path)).map(visitor::visit).orElse(true);
        });
  }
}
