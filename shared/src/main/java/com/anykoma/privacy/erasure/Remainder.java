package com.anykoma.privacy.erasure;

import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.retention.Order;
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
  public Remainder {
    Objects.requireNonNull(place);
    Objects.requireNonNull(ground);
    Objects.requireNonNull(until);
  }

  Fields write() {
    return Fields.empty().with("ground", ground).with("until", until);
  }

  /** What an order says to be pending or retained. */
  public static List<Remainder> of(Order order) {
    List<Remainder> all = new ArrayList<>(read(order.fields().map(ErasureOrders.PENDING)));
    all.addAll(read(order.fields().map(ErasureOrders.RETAINED)));
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
