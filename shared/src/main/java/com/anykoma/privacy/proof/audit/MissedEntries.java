package com.anykoma.privacy.proof.audit;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.log.Log;
import com.anykoma.privacy.log.LogField;
import com.anykoma.privacy.platform.Document;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * Finds entries that are in no checkpoint although they belong to an earlier one: a listing omitted
 * them, or they were written too late. Checkpoint n searches the times of the checkpoints n - 24, n
 * - 192, n - 1,536 and so on again. So each time is searched again after a day, eight days and so
 * on without an end, at a bounded cost for each run and without a stored position.
 *
 * <p>These distances, and the overlap of three hours, also say which checkpoints can hold an entry
 * of a certain time. If they changed, the log could contain entries twice.
 */
record MissedEntries(StoredEntries entries, CheckpointFiles files) {
  /** After how many checkpoints the time of one is searched again for the first time. */
  static final int FIRST = 24;

  private static final int FACTOR = 8;
  private static final Log LOG = Log.of(MissedEntries.class);

  /** The missed entries for the checkpoint after the last one; may be more than it holds. */
  List<Document> find() {
    long next = files.lastNumber() + 1;
    long oldest = next;
    while (files.isFilledByEarlier(oldest - 1)) {
      oldest--; // that checkpoint had no room for all that it found: repeat its search
    }
    List<Document> found = new ArrayList<>();
    for (long number = oldest; number <= next; number++) {
      long by = number;
      distances(by).forEach(distance -> found.addAll(missedBy(by - distance)));
    }
    if (!found.isEmpty()) {
      LOG.severe(
          "alarm: checkpoints of the audit log missed entries", LogField.ENTRIES.of(found.size()));
    }
    return found;
  }

  private static LongStream distances(long limit) {
    return LongStream.iterate(FIRST, it -> it < limit, it -> it * FACTOR);
  }

  private List<Document> missedBy(long number) {
    try {
      Instant from = files.through(number - 1);
      Instant through = files.through(number);
      return from.equals(through)
          ? List.of()
          : entries.find(from, through, holdersOf(number, through));
    } catch (PermanentFailure e) {
      LOG.severe(
          "alarm: an earlier checkpoint is missing or invalid", LogField.CHECKPOINT.of(number));
      return List.of(); // the new checkpoint does not depend on it
    }
  }

  /** The ids in all checkpoints that can hold an entry of this checkpoint's time. */
  private Set<String> holdersOf(long number, Instant through) {
    Set<String> ids = new HashSet<>();
    Instant overlapped = through.plus(CheckpointService.OVERLAP);
    long holder = number;
    ids.addAll(files.ids(holder));
    while (holder < files.lastNumber() && files.through(holder).isBefore(overlapped)) {
      holder++;
      ids.addAll(files.ids(holder));
    }
    distances(files.lastNumber() - number + 1).forEach(it -> addFoundBy(number + it, ids));
    return ids;
  }

  /** Adds the entries of a checkpoint that searched, and of those that repeated its search. */
  private void addFoundBy(long first, Set<String> ids) {
    long number = first;
    ids.addAll(files.ids(number));
    while (number < files.lastNumber() && files.isFilledByEarlier(number)) {
      number++;
      ids.addAll(files.ids(number));
    }
  }
}
