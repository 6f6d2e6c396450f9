package com.anykoma.privacy.collection.census;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A scan that reads one part of a store page by page, in bounded memory. */
interface CensusScan {
  /** Maximum items per page, which bounds the memory for documents of 1 MiB. */
  int PAGE = 200;

  /** Reads the next page of at most {@code max} items, and returns their number. */
  int next(int max);

  /** Whether all pages were read. */
  boolean isDone();

  /** Returns the token with which another scan continues; empty before the first page. */
  Optional<String> token();

  /** Runs scans in turns of one page, {@code max} items in all; whether all are done. */
  static boolean runAll(List<? extends CensusScan> scans, long max) {
    List<CensusScan> open = new ArrayList<>(scans);
    long remaining = max;
    while (!open.isEmpty() && remaining > 0) {
      for (CensusScan each : List.copyOf(open)) {
        remaining -= remaining > 0 ? each.next((int) Math.min(remaining, PAGE)) : 0;
        if (each.isDone()) {
          open.remove(each);
        }
      }
    }
    return open.isEmpty();
  }
}
