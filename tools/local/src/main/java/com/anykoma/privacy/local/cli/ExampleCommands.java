package com.anykoma.privacy.local.cli;

import com.anykoma.privacy.local.app.StripeJson;
import com.anykoma.privacy.local.console.Templates;
import com.anykoma.privacy.local.product.SampleItem;
import com.anykoma.privacy.local.product.SampleProduct;
import com.google.gson.Gson;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The commands to try that {@code ./run serve} prints: a person writes, uploads, pays and is
 * deleted, in the product's own collections and for its own prices.
 *
 * @param base the URL of the served cloud
 * @param data the option {@code --data} with a leading space, or empty
 */
record ExampleCommands(SampleProduct product, String base, String data) {
  String text() {
    return Templates.text("/serve/commands.mustache")
        .execute(
            Map.of(
                "base",
                base,
                "gate",
                System.getProperty("anykoma.run", "./run") + " gate u1" + data,
                "texts",
                product.texts().map(it -> written(it.item("u1", "first"))),
                "images",
                product.images().map(it -> uploaded(it.item("u1", "i1"))),
                "price",
                product.lowestPaidPlan().map(it -> StripeJson.price(product.priceOf(it)))));
  }

  private Map<String, Object> written(SampleItem item) {
    List<String> puts =
        product.documents(item, Instant.EPOCH).entrySet().stream()
            .map(
                it ->
                    "  curl -X PUT %s/app/documents/%s -d '%s'\n"
                        .formatted(
                            base,
                            it.getKey().value(),
                            new Gson().toJson(it.getValue().without("createdAt").asMap())))
            .toList();
    return Map.of("collection", item.content().name(), "puts", puts, "name", item.name());
  }

  private static Map<String, Object> uploaded(SampleItem item) {
    return Map.of("object", item.sealed().name(), "name", item.name());
  }
}
