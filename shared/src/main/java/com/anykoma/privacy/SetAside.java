package com.anykoma.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.logging.Logger;

/**
 * Handles the items of a listing one by one, so that an item that fails does not keep those after
 * it from being handled. An odd item (one that cannot be read, or is refused for good) is set
 * aside: it is reported by an alarm and counted, and trying again would not help. Any other failure
 * is kept until all items were tried. For one thread.
 */
public final class SetAside {
  private static final Logger LOG = Logger.getLogger(SetAside.class.getName());
  private static final String UNNAMED = "";

  private final String where;
  private Optional<RuntimeException> firstTransient = Optional.empty();
  private Optional<RuntimeException> firstOdd = Optional.empty();
  private long odd;

  /**
   * @param where the items are, a fixed word such as the collection's name
   */
  public SetAside(String where) {
    this.where = where;
  }

  /** Handles each item. */
  public <T> void forEach(Iterable<? extends T> items, Consumer<? super T> work) {
    forEach(items, item -> UNNAMED, work);
  }

  /**
   * Handles each item.
   *
   * @param name what the alarm calls an item: an opaque id, nothing personal
   */
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

  /** What the items are read as, without those that fail. */
  public <T, R> List<R> read(
      Iterable<? extends T> items,
      Function<? super T, String> name,
      Function<? super T, ? extends R> read) {
    List<R> all = new ArrayList<>();
    forEach(items, name, item -> all.add(read.apply(item)));
    return List.copyOf(all);
  }

  private void failed(String name, RuntimeException e) {
    if (isOdd(e)) {
      odd++;
      firstOdd = firstOdd.or(() -> Optional.of(e));
      LOG.severe(
          "alarm: an odd item was set aside where="
              + where
              + (name.isEmpty() ? "" : " item=" + name)
              + " reason="
              + e.getClass().getSimpleName());
    } else {
      firstTransient = firstTransient.or(() -> Optional.of(e));
    }
  }

  /**
   * Whether the failure is of an odd item: a permanent one, or a field that is missing or of
   * another form. A failure that is not known to be odd is transient.
   */
  public static boolean isOdd(RuntimeException e) {
    return e instanceof PermanentFailure
        || e instanceof NoSuchElementException
        || e instanceof IllegalArgumentException;
  }

  /** How many items were set aside. */
  public long count() {
    return odd;
  }

  /** Throws the first failure that trying again may help against; nothing when there was none. */
  public void throwTransient() {
    rethrow(firstTransient);
  }

  /** Throws the first failure, also of an odd item, but a transient one before it. */
  public void throwAny() {
    rethrow(firstTransient.or(() -> firstOdd));
  }

  private static void rethrow(Optional<RuntimeException> failure) {
    failure.ifPresent(
        first -> {
          throw first;
        });
  }
}
