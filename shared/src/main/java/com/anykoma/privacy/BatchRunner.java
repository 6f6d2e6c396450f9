package com.anykoma.privacy;

import com.anykoma.privacy.log.Log;
import com.anykoma.privacy.log.LogEntry;
import com.anykoma.privacy.log.LogField;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Handles the items of a listing one by one; an item that fails does not stop the items after it.
 * An item that fails permanently (it cannot be read, or is refused) is skipped, counted and
 * reported by an alarm, because a retry would not help. A transient failure is collected, so that
 * the caller can throw it after the last item. Not thread-safe.
 */
public final class BatchRunner {
  private static final Log LOG = Log.of(BatchRunner.class);
  private static final String UNNAMED = "";

  private final String where;
  private Optional<RuntimeException> firstTransient = Optional.empty();
  private Optional<RuntimeException> firstPermanent = Optional.empty();
  private long skipped;

  /** Names the source of the items in alarms: a constant, such as the collection's name. */
  public BatchRunner(String where) {
    this.where = where;
  }

  /** Handles each item. */
  public <T> void forEach(Iterable<? extends T> items, Consumer<? super T> work) {
    forEach(items, item -> UNNAMED, work);
  }

  /** Handles each item; {@code name} is its opaque id in alarms, never personal data. */
  public <T> void forEach(
      Iterable<? extends T> items, Function<? super T, String> name, Consumer<? super T> work) {
    for (T item : items) {
      try {
        work.accept(item);
      } catch (RuntimeException e) {
        failed(name.apply(item), e);
      }
    }
  }

  /** Maps each item; items that fail are left out of the result. */
  public <T, R> List<R> read(
      Iterable<? extends T> items,
      Function<? super T, String> name,
      Function<? super T, ? extends R> read) {
    List<R> all = new ArrayList<>();
    forEach(items, name, item -> all.add(read.apply(item)));
    return List.copyOf(all);
  }

  private void failed(String name, RuntimeException e) {
    if (isPermanent(e)) {
      skipped++;
      firstPermanent = firstPermanent.or(() -> Optional.of(e));
      LogEntry[] fields = {LogField.WHERE.of(where), LogField.REASON.of(e)};
      if (!name.isEmpty()) {
        fields = new LogEntry[] {fields[0], LogField.ITEM.of(name), fields[1]};
      }
      LOG.severe("alarm: an item failed permanently and was skipped", fields);
    } else {
      firstTransient = firstTransient.or(() -> Optional.of(e));
    }
  }

  /** Whether a retry cannot help: after a permanent failure, or a missing or malformed field. */
  public static boolean isPermanent(RuntimeException e) {
    return e instanceof PermanentFailure
        || e instanceof NoSuchElementException
        || e instanceof IllegalArgumentException;
  }

  /** Returns the number of skipped items. */
  public long skipped() {
    return skipped;
  }

  /** Throws the first transient failure; returns if there was none. */
  public void throwTransient() {
    rethrow(firstTransient);
  }

  /** Throws the first transient failure, else the first permanent one; returns if none. */
  public void throwAny() {
    rethrow(firstTransient.or(() -> firstPermanent));
  }

  private static void rethrow(Optional<RuntimeException> failure) {
    failure.ifPresent(
        first -> {
          throw first;
        });
  }
}
