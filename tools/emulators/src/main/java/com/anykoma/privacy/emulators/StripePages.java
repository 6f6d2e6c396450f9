package com.anykoma.privacy.emulators;

import com.google.common.collect.Iterables;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;

/**
 * Pages of Stripe's lists, newest first.
 *
 * @see <a href="https://docs.stripe.com/api/pagination">Stripe: pagination</a>
 */
final class StripePages {
  private static final int DEFAULT = 10;
  private static final int MAX = 100;

  private volatile int limit = MAX;

  void limit(int objects) {
    limit = objects;
  }

  /** The requested page of all objects, the oldest first. */
  JsonObject page(StripeRequest request, List<JsonObject> oldestFirst) {
    int requested = request.parameter("limit").map(Integer::valueOf).orElse(DEFAULT);
    if (requested < 1 || requested > MAX) {
      throw StripeError.invalid("Invalid integer: " + requested);
    }
    int end =
        request
            .parameter("starting_after")
            .map(after -> position(oldestFirst, after))
            .orElse(oldestFirst.size());
    int start = Math.max(0, end - Math.min(requested, limit));
    JsonArray data = new JsonArray();
    for (int at = end - 1; at >= start; at--) {
      data.add(oldestFirst.get(at));
    }
    return JsonTemplate.fill(
        "{\"object\": \"list\", \"url\": %s, \"has_more\": %s, \"data\": %s}",
        "/v1/" + String.join("/", request.path()), start > 0, data);
  }

  private static int position(List<JsonObject> objects, String id) {
    int at = Iterables.indexOf(objects, each -> each.get("id").getAsString().equals(id));
    if (at < 0) {
      throw StripeError.unknown(400, "object", id, "starting_after");
    }
    return at;
  }
}
