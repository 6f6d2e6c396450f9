package com.anykoma.privacy.retention.residency;

import com.anykoma.privacy.yaml.Setting;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Computes when removals have to start so that the last recoverable copy is deleted in time. It
 * subtracts the residual retention of every store, from {@code residency.yaml}, from the deadline
 * (P20, P21, P28). Pure and immutable.
 *
 * @param restorable how long a deleted item, or an account whose owner requested erasure, can be
 *     restored; the removal starts then
 * @param slack how much later the last delete may happen
 * @param stores at least one, with distinct names, in the order of the file
 */
public record Residency(Duration restorable, Slack slack, List<StoreResidency> stores) {
  /** The shortest possible period between a request and its deadline. */
  public static final Duration SHORTEST_BOUND = RemovalBound.SHORTEST;

  public Residency {
    Objects.requireNonNull(slack);
    stores = List.copyOf(stores);
    if (restorable.isNegative()) {
      throw new IllegalArgumentException("restorable must not be negative");
    }
    if (stores.isEmpty()
        || stores.stream().map(StoreResidency::name).distinct().count() < stores.size()) {
      throw new IllegalArgumentException(
          "stores must not be empty, and their names must be distinct");
    }
  }

  /**
   * Parses {@code restorable}, {@code slack: {sweep, missed, retries, clockSkew}} and {@code
   * stores: {name: {what, source, checked, disclosed}}} with the {@linkplain RecoverySetting#key()
   * recovery settings} of each store.
   *
   * @throws com.anykoma.privacy.yaml.SettingsException if any setting is unknown, missing or
   *     invalid
   */
  public static Residency read(Setting root) {
    return ResidencyReader.read(root);
  }

  /** 30 days or one calendar month (UTC) after the request, whichever is sooner (P20, P38). */
  public static Instant deadline(Instant requestedAt) {
    return RemovalBound.of(requestedAt);
  }

  /**
   * The latest planned start at which a removal still meets its deadline. If the removal starts by
   * then and delays stay within the slack, only disclosed stores have a copy at the deadline. The
   * result is before the request if even an immediate start would be too late.
   *
   * @param requestedAt by our clock; the real request time is within the clock skew of it, and the
   *     earliest possible deadline counts
   */
  public Instant latestSafeStart(Instant requestedAt) {
    Duration skew = slack.clockSkew();
    return RemovalBound.earliest(requestedAt.minus(skew), requestedAt.plus(skew))
        .minus(slack.afterPlannedStart())
        .minus(window());
  }

  /** Until when a request can be revoked; the removal starts then. */
  public Instant restorableUntil(Instant requestedAt) {
    return requestedAt.plus(restorable);
  }

  /** The longest time until the last copy in a store that is not disclosed is deleted. */
  public Duration window() {
    return stores.stream()
        .filter(each -> each.disclosed().isEmpty())
        .map(StoreResidency::window)
        .reduce(Duration.ZERO, (one, other) -> one.compareTo(other) >= 0 ? one : other);
  }

  /** The durations of all stores, by names like {@code content.softDelete}. */
  public Map<String, Duration> durations() {
    Map<String, Duration> durations = new HashMap<>();
    for (StoreResidency store : stores) {
      for (RecoverySetting each : RecoverySetting.values()) {
        durations.put(store.name() + "." + each.key(), store.of(each));
      }
    }
    return durations;
  }

  public List<StoreFeasibility> verdicts() {
    return stores.stream()
        .map(each -> StoreFeasibility.of(each, restorable, slack.total()))
        .toList();
  }

  /** Whether every removal meets its deadline if it starts at the end of its restorable period. */
  public boolean feasible() {
    return verdicts().stream().allMatch(StoreFeasibility::feasible);
  }
}
