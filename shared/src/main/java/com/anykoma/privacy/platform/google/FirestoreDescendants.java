package com.anykoma.privacy.platform.google;

import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Subtrees;
import com.google.api.core.ApiFuture;
import com.google.firestore.v1.RunQueryResponse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * Lists one page of the descendants of several roots. Sends one query per root over all
 * collections, as the recursive deletion of the client libraries does. Several queries run in
 * parallel; their results are used in the order of the roots, which is path order.
 */
final class FirestoreDescendants {
  private static final int MAX_CONCURRENT_QUERIES = 16;

  private final FirestoreCalls calls;
  private final Subtrees subtrees;
  private final Deque<Running> running = new ArrayDeque<>();

  private record Running(DocumentPath root, ApiFuture<List<RunQueryResponse>> query) {}

  FirestoreDescendants(FirestoreCalls calls, Subtrees subtrees) {
    this.calls = calls;
    this.subtrees = subtrees;
  }

  List<DocumentPath> list() {
    List<DocumentPath> found = new ArrayList<>();
    Iterator<DocumentPath> waiting = subtrees.roots().iterator();
    try {
      while (found.size() < subtrees.limit() && (waiting.hasNext() || !running.isEmpty())) {
        while (waiting.hasNext() && running.size() < MAX_CONCURRENT_QUERIES) {
          start(waiting.next(), subtrees.limit() - found.size());
        }
        found.addAll(beneath(running.remove(), subtrees.limit() - found.size()));
      }
    } finally {
      running.forEach(each -> each.query().cancel(true));
    }
    return found;
  }

  /** Requests one more path than wanted, because the root itself may be in the result. */
  private void start(DocumentPath root, int limit) {
    running.add(
        new Running(
            root,
            calls.startQuery(
                FirestoreEncoding.name(calls.database(), root),
                FirestoreQueries.names(calls.database(), subtrees.after(root), limit + 1))));
  }

  private static List<DocumentPath> beneath(Running running, int limit) {
    return FirestoreCalls.documents(running.query())
        .map(each -> FirestoreEncoding.path(each.getName()))
        .filter(each -> each.isBeneath(running.root()))
        .limit(limit)
        .toList();
  }
}
