package com.anykoma.privacy.retention.removal;

import com.anykoma.privacy.platform.Fields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Data of an erased subject that is not deleted yet: its place, the ground for retaining it, and
 * until when (P20, P21). Contains no identifiers.
 *
 * @param place a location of the data map, or the third party that holds the data
 * @param until when it is deleted, or checked again
 */
public record RemainingData(String place, String ground, Instant until) {
  private static final String PENDING = "pending";
  private static final String RETAINED = "retained";

  public RemainingData {
    Objects.requireNonNull(place);
    Objects.requireNonNull(ground);
    Objects.requireNonNull(until);
  }

  /** Replaces the pending and the retained data recorded in the order. */
  public static RemovalOrder recordIn(
      RemovalOrder order, List<RemainingData> pending, List<RemainingData> retained) {
    return recordIn(recordIn(order, PENDING, pending), RETAINED, retained);
  }

  private static RemovalOrder recordIn(
      RemovalOrder order, String field, List<RemainingData> remaining) {
    Fields each = Fields.empty();
    for (RemainingData it : remaining) {
      each = each.with(it.place(), it.write());
    }
    return remaining.isEmpty() ? order.without(field) : order.with(field, each);
  }

  private Fields write() {
    return Fields.empty().with("ground", ground).with("until", until);
  }

  /** The data that the order records as pending or retained. */
  public static List<RemainingData> of(RemovalOrder order) {
    List<RemainingData> all = new ArrayList<>(read(order.fields().map(PENDING)));
    all.addAll(read(order.fields().map(RETAINED)));
    return List.copyOf(all);
  }

  private static List<RemainingData> read(Fields remaining) {
    List<RemainingData> all = new ArrayList<>();
    remaining.forEachMap(
        (place, each) ->
            all.add(
                new RemainingData(
                    place,
                    each.string("ground").orElseThrow(),
                    each.instant("until").orElseThrow())));
    return List.copyOf(all);
  }
}
