package com.anykoma.privacy.retention.residency;

import com.anykoma.privacy.yaml.Setting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * When removals have to start so that the last restorable copy is gone in time: solved backwards
 * from the deadline over what {@code residency.yaml} says of every store (P20, P21, P28). Pure and
 * immutable.
 *
 * @param restorable for how long a deleted item, or an account whose owner asked for erasure, can
 *     be restored; the removal starts then
 * @param slack how much later its last delete may be
 * @param stores at least one, each with a name of its own, in the order of the file
 */
public record Residency(Duration restorable, Slack slack, List<StoreResidency> stores) {
  /** The least time that there ever is between a request and its deadline. */
  public static final Duration SHORTEST_BOUND = RemovalBound.SHORTEST;

  public Residency {
    Objects.requireNonNull(slack);
    stores = List.copyOf(stores);
    if (restorable.isNegative()) {
      throw new IllegalArgumentException("nothing is restorable for a negative time");
    }
    if (stores.isEmpty()
        || stores.stream().map(StoreResidency::name).distinct().count() < stores.size()) {
      throw new IllegalArgumentException("there are stores, each with a name of its own");
    }
  }

  /** What the product ships with. */
  public static Residency shipped() {
    return read(Setting.resource("residency.yaml"));
  }

  /**
   * Reads {@code restorable}, {@code slack: {sweep, missed, retries, clockSkew}} and {@code stores:
   * {name: {what, source, checked, disclosed}}} with the {@linkplain RecoverySetting#key()
   * residues} of each.
   *
   * @throws com.anykoma.privacy.yaml.SettingsException for anything else
   */
  public static Residency read(Setting root) {
    return ResidencyReader.read(root);
  }

  /**
   * When what was asked to be removed has to be gone: after 30 days or one calendar month (UTC),
   * whichever is sooner (P20, P38).
   */
  public static Instant deadline(Instant requestedAt) {
    return RemovalBound.of(requestedAt);
  }

  /**
   * The last moment to plan the start of a removal for. Started by then, and whatever goes wrong
   * within the slack, no store but disclosed ones has a copy left at the deadline. It is before the
   * request when even a start at once would be too late.
   *
   * @param requestedAt as our clock stamped it: the request was made within the skew around it, and
   *     the earliest deadline that it may have counts
   */
  public Instant latestSafeStart(Instant requestedAt) {
    Duration skew = slack.clockSkew();
    return RemovalBound.earliest(requestedAt.minus(skew), requestedAt.plus(skew))
        .minus(slack.afterPlannedStart())
        .minus(window());
  }

  /** Until when a request made at that moment can be taken back; the removal starts then. */
  public Instant restorableUntil(Instant requestedAt) {
    return requestedAt.plus(restorable);
  }

  /** From our last delete until the last copy is gone that is not disclosed, at worst. */
  public Duration window() {
    return stores.stream()
        .filter(each -> each.disclosed().isEmpty())
        .map(StoreResidency::window)
        .reduce(Duration.ZERO, (one, other) -> one.compareTo(other) >= 0 ? one : other);
  }

  /** For each store whether it lets every removal be in time, in the order of the file. */
  public List<StoreFeasibility> verdicts() {
    return stores.stream()
        .map(each -> StoreFeasibility.of(each, restorable, slack.total()))
        .toList();
  }

  /** Whether every removal that starts when it is no longer restorable is in time. */
  public boolean feasible() {
    return verdicts().stream().allMatch(StoreFeasibility::feasible);
  }
}
