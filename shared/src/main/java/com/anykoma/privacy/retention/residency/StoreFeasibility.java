package com.anykoma.privacy.retention.residency;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Whether a store allows every removal to meet its deadline, whenever it is requested (P20).
 *
 * @param window from our delete until the store's last copy is deleted, at worst
 * @param latestSafeStart time after the request, under the shortest period; negative if even an
 *     immediate start would be too late
 * @param feasible whether no setting has to change: the store is in time, or disclosed
 * @param reason the setting that has to change, or why none has to
 */
public record StoreFeasibility(
    StoreResidency store,
    Duration window,
    Duration latestSafeStart,
    boolean feasible,
    String reason) {
  public StoreFeasibility {
    Objects.requireNonNull(store);
    Objects.requireNonNull(window);
    Objects.requireNonNull(latestSafeStart);
    Objects.requireNonNull(reason);
  }

  /**
   * @param restorable time between the request and the start of the removal
   * @param slack how much later the last delete may happen
   */
  static StoreFeasibility of(StoreResidency store, Duration restorable, Duration slack) {
    Duration most = RemovalBound.SHORTEST.minus(slack).minus(restorable);
    Duration window = store.window();
    return new StoreFeasibility(
        store,
        window,
        RemovalBound.SHORTEST.minus(slack).minus(window),
        // a store's retention can be disclosed; our own late start cannot
        !most.isNegative() && (window.compareTo(most) <= 0 || store.disclosed().isPresent()),
        most.isNegative() ? late(restorable, slack, most) : reason(store, restorable, most));
  }

  private static String late(Duration restorable, Duration slack, Duration most) {
    return "restorable (%s) + slack (%s): too long by %s for any store, shorten them"
        .formatted(text(restorable), text(slack), text(most.negated()));
  }

  private static String reason(StoreResidency store, Duration restorable, Duration most) {
    if (store.disclosed().isPresent()) {
      return "disclosed, restorable for " + text(store.window()) + ": " + store.disclosed().get();
    }
    return store.window().compareTo(most) <= 0
        ? "in time, with " + text(most.minus(store.window())) + " to spare"
        : excess(store, restorable, most);
  }

  private static String excess(StoreResidency store, Duration restorable, Duration most) {
    return store.chainsLongerThan(most).stream()
            .map(chain -> excess(store, chain, most))
            .collect(Collectors.joining("; "))
        + "; or shorten restorable (%s), or disclose the store with a ground"
            .formatted(text(restorable));
  }

  private static String excess(StoreResidency store, List<RecoverySetting> chain, Duration most) {
    Duration tooMuch = store.length(chain).minus(most);
    RecoverySetting longest = chain.stream().max(Comparator.comparing(store::of)).orElseThrow();
    Duration enough = store.of(longest).minus(tooMuch);
    String settings =
        chain.stream()
            .map(each -> each.key() + " (" + text(store.of(each)) + ")")
            .collect(Collectors.joining(" + "));
    return "%s: too long by %s, %s"
        .formatted(
            settings,
            text(tooMuch),
            enough.isNegative()
                ? "shorten them to " + text(most) + " together"
                : "set " + longest.key() + " to " + text(enough) + " or less");
  }

  private static String text(Duration duration) {
    return IsoDuration.text(duration);
  }
}
