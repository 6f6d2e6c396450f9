package com.anykoma.privacy.collection.census;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Something that is looked at page by page, in bounded memory. */
interface CensusScan {
  /** The most that a page has, so that documents of 1 MiB do not fill the memory. */
  int PAGE = 200;

  /**
   * Looks at the next page.
   *
   * @return how much was on it
   */
  int next(int most);

  /** Whether there is no further page. */
  boolean isDone();

  /** Where the next page begins, for another look to go on from; empty before the first page. */
  Optional<String> token();

  /**
   * Takes turns with a page of each, so that a large one does not keep the others from being looked
   * at.
   *
   * @param most how much is looked at altogether
   * @return whether there was no more
   */
  static boolean atAll(List<? extends CensusScan> looks, long most) {
    List<CensusScan> open = new ArrayList<>(looks);
    long left = most;
    while (!open.isEmpty() && left > 0) {
      for (CensusScan each : List.copyOf(open)) {
        left -= left > 0 ? each.next((int) Math.min(left, PAGE)) : 0;
        if (each.isDone()) {
          open.remove(each);
        }
      }
    }
    return open.isEmpty();
  }
}
