package com.anykoma.privacy.platform.embedded;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often each port was asked for what, by {@code port.operation}: {@code documents.read} counts
 * documents, {@code documents.call} round trips; {@code documents.deletion} tells how many of the
 * writes were deletions, {@code documents.minimum} the reads that a cloud bills where no document
 * was found. Attempts that lost a race count too, because a cloud bills them. Safe for many
 * threads.
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

  /** The counts of one port: its operations are named without it. */
  Port port(String name) {
    return new Port(this, name + ".");
  }

  /** Counts what one port is asked for. */
  record Port(OperationCounts counts, String prefix) {
    void add(String operation, long count) {
      counts.add(prefix + operation, count);
    }

    void increment(String operation) {
      add(operation, 1);
    }

    /** What was found where something was looked for. */
    void addResults(String operation, long count) {
      add(operation, count);
      add("minimum", count == 0 ? 1 : 0);
    }
  }

  /** Every count so far, by operation, in the order of their names. */
  public Map<String, Long> snapshot() {
    Map<String, Long> snapshot = new TreeMap<>();
    counts.forEach((operation, count) -> snapshot.put(operation, count.sum()));
    return snapshot;
  }

  /** The count of one operation, 0 when it was never asked for. */
  public long of(String operation) {
    LongAdder count = counts.get(operation);
    return count == null ? 0 : count.sum();
  }

  /** Starts again from 0. */
  public void reset() {
    counts.clear();
  }
}
