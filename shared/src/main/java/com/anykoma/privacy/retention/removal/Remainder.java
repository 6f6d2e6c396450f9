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
public record Remainder(String place, String ground, Instant until) {
  private static final String PENDING = "pending";
  private static final String RETAINED = "retained";

  public Remainder {
    Objects.requireNonNull(place);
    Objects.requireNonNull(ground);
    Objects.requireNonNull(until);
  }

  /** The order with what is pending and what is retained, by place, instead of what it said. */
  public static Order noted(Order order, List<Remainder> pending, List<Remainder> retained) {
    return noted(noted(order, PENDING, pending), RETAINED, retained);
  }

  private static Order noted(Order order, String field, List<Remainder> remainders) {
    Fields each = Fields.empty();
    for (Remainder it : remainders) {
      each = each.with(it.place(), it.write());
    }
    return remainders.isEmpty() ? order.without(field) : order.with(field, each);
  }

  private Fields write() {
    return Fields.empty().with("ground", ground).with("until", until);
  }

  /** What an order says to be pending or retained. */
  public static List<Remainder> of(Order order) {
    List<Remainder> all = new ArrayList<>(read(order.fields().map(PENDING)));
    all.addAll(read(order.fields().map(RETAINED)));
    return List.copyOf(all);
  }

  private static List<Remainder> read(Fields remainders) {
    List<Remainder> all = new ArrayList<>();
    remainders.forEachMap(
        (place, each) ->
            all.add(
                new Remainder(
                    place,
                    each.string("ground").orElseThrow(),
                    each.instant("until").orElseThrow())));
    return List.copyOf(all);
  }
}
