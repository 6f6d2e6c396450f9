package com.anykoma.privacy.retention.removal;

import com.anykoma.privacy.platform.Fields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Something of an erased subject that is not gone, said honestly: where it is, on what ground and
 * until when (P20, P21). It names nobody.
 *
 * @param place a location of the data map, or whose hands it is in
 * @param until when it is gone, or is looked at again
 */
public record RemainingData(String place, String ground, Instant until) {
  private static final String PENDING = "pending";
  private static final String RETAINED = "retained";

  public RemainingData {
    Objects.requireNonNull(place);
    Objects.requireNonNull(ground);
    Objects.requireNonNull(until);
  }

  /** The order with what is pending and what is retained, by place, instead of what it said. */
  public static RemovalOrder noted(
      RemovalOrder order, List<RemainingData> pending, List<RemainingData> retained) {
    return noted(noted(order, PENDING, pending), RETAINED, retained);
  }

  private static RemovalOrder noted(
      RemovalOrder order, String field, List<RemainingData> remainders) {
    Fields each = Fields.empty();
    for (RemainingData it : remainders) {
      each = each.with(it.place(), it.write());
    }
    return remainders.isEmpty() ? order.without(field) : order.with(field, each);
  }

  private Fields write() {
    return Fields.empty().with("ground", ground).with("until", until);
  }

  /** What an order says to be pending or retained. */
  public static List<RemainingData> of(RemovalOrder order) {
    List<RemainingData> all = new ArrayList<>(read(order.fields().map(PENDING)));
    all.addAll(read(order.fields().map(RETAINED)));
    return List.copyOf(all);
  }

  private static List<RemainingData> read(Fields remainders) {
    List<RemainingData> all = new ArrayList<>();
    remainders.forEachMap(
        (place, each) ->
            all.add(
                new RemainingData(
                    place,
                    each.string("ground").orElseThrow(),
                    each.instant("until").orElseThrow())));
    return List.copyOf(all);
  }
}
