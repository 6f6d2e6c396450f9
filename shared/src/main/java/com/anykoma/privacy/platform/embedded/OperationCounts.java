package com.anykoma.privacy.platform.embedded;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts of port operations by {@code port.operation}. {@code documents.read} counts documents and
 * {@code documents.call} round trips. {@code documents.deletion} counts the writes that are
 * deletions. {@code documents.minimum} counts the minimum charge of one read for a query without
 * results. Attempts that met a conflict are counted too, because a cloud bills them. Thread-safe.
 */
public final class OperationCounts {
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  OperationCounts() {}

  void add(String operation, long count) {
    if (count > 0) {
      counts.computeIfAbsent(operation, each -> new LongAdder()).add(count);
    }
  }

  void increment(String operation) {
    add(operation, 1);
  }

  /** The counts of one port, whose operations are named without the port. */
  Port port(String name) {
    return new Port(this, name + ".");
  }

  /** Counts the operations of one port. */
  record Port(OperationCounts counts, String prefix) {
    void add(String operation, long count) {
      counts.add(prefix + operation, count);
    }

    void increment(String operation) {
      add(operation, 1);
    }

    /** Counts a round trip with these operations. */
    void call(String operation, long count) {
      increment("call");
      add(operation, count);
    }

    /** Counts the round trip of a query with these results. */
    void query(String operation, long results) {
      call(operation, results);
      add("minimum", results == 0 ? 1 : 0);
    }
  }

  /** All counts, sorted by operation. */
  public Map<String, Long> snapshot() {
    Map<String, Long> snapshot = new TreeMap<>();
    counts.forEach((operation, count) -> snapshot.put(operation, count.sum()));
    return snapshot;
  }

  /** The count of one operation; 0 when it was never performed. */
  public long of(String operation) {
    LongAdder count = counts.get(operation);
    return count == null ? 0 : count.sum();
  }

  public void reset() {
    counts.clear();
  }
}
