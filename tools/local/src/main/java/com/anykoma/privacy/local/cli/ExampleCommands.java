package com.anykoma.privacy.local.cli;

import com.anykoma.privacy.local.app.StripeJson;
import com.anykoma.privacy.local.product.SampleItem;
import com.anykoma.privacy.local.product.SampleProduct;
import com.anykoma.privacy.usage.plan.Plan;
import com.google.gson.Gson;
import java.time.Instant;
import java.util.stream.Collectors;

/**
 * The commands to try that {@code ./run serve} prints: a person writes, uploads, pays and is
 * deleted, in the product's own collections and for its own prices.
 *
 * @param base the URL of the served cloud
 * @param data the option {@code --data} with a leading space, or empty
 */
record ExampleCommands(SampleProduct product, String base, String data) {
  /** A PNG file of one pixel with {@code a red dragon} in a text chunk, in Base64. */
  private static final String IMAGE =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAAF3RFWHRwYXJhbWV0ZXJzAGEg"
          + "cmVkIGRyYWdvbgkNwjYAAAAMSURBVHicYzigoAAAAqQBAeNMpy0AAAAASUVORK5CYII=";

  private static final String START =
      """
      Try these commands in another terminal, in this directory:

        # a person signs up
        curl -X PUT BASE/app/accounts/u1
        TOKEN=$(curl -s BASE/app/token/u1)

      """;
  private static final String WRITE =
      """
        # they write to COLLECTION without paying, and open it with their ID token
      PUTS  GATE
        curl -H "Authorization: Bearer $TOKEN" BASE/Content/documents/NAME

      """;
  private static final String UPLOAD =
      """
        # they upload a one-pixel image with a text in the file, then see the sealed bytes
        echo IMAGE | base64 -d > i1.png
        curl -X PUT BASE/app/uploads/OBJECT -H 'Content-Type: image/png' \\
          --data-binary @i1.png
        sleep 1
        curl BASE/app/stored/OBJECT

        # they open the image; where the data map says strip, the text is gone from the file
        curl -H "Authorization: Bearer $TOKEN" BASE/Content/blobs/NAME -o opened.png
        grep -c dragon i1.png opened.png

      """;
  private static final String PAY =
      """
        # they upgrade: the fake app signs a Stripe event with the local secret and sends it
        curl BASE/app/stripe -d '{"id":"evt_first","object":"event","livemode":false,
          "type":"customer.subscription.created","created":'"$(date +%s)"',
          "data":{"object":{"object":"subscription","id":"sub_1","customer":"cus_1",
          "status":"active","metadata":{"firebaseUID":"u1"},
          "items":{"data":[{"price":PRICE}]}}}}'
        GATE

      """;
  private static final String END =
      """
        # an operator deletes their account in the console
        curl -X DELETE BASE/app/accounts/u1
        GATE

        # staff read the status of the removal orders
        STAFF=$(curl -s -X POST BASE/app/staff/mia)
        curl -H "Authorization: Bearer $STAFF" BASE/Evidence

        # move the clock eight days forward and run all work that falls due: see BASE/
        curl BASE/app/clock -d '{"forward":"P8D"}'
      """;

  String text() {
    String all =
        START
            + product.texts().map(it -> write(it.item("u1", "first"))).orElse("")
            + product.images().map(it -> upload(it.item("u1", "i1"))).orElse("")
            + product.lowestPaidPlan().map(this::pay).orElse("")
            + END;
    return all.replace("GATE", "RUN gate u1DATA")
        .replace("BASE", base)
        .replace("RUN", System.getProperty("anykoma.run", "./run"))
        .replace("DATA", data);
  }

  private String write(SampleItem item) {
    String puts =
        product.documents(item, Instant.EPOCH).entrySet().stream()
            .map(
                it ->
                    "  curl -X PUT BASE/app/documents/%s -d '%s'\n"
                        .formatted(
                            it.getKey().value(),
                            new Gson().toJson(it.getValue().without("createdAt").asMap())))
            .collect(Collectors.joining());
    return WRITE
        .replace("COLLECTION", item.content().name())
        .replace("PUTS", puts)
        .replace("NAME", item.name());
  }

  private static String upload(SampleItem item) {
    return UPLOAD
        .replace("IMAGE", IMAGE)
        .replace("OBJECT", item.sealed().name())
        .replace("NAME", item.name());
  }

  private String pay(Plan plan) {
    return PAY.replace("PRICE", StripeJson.price(product.priceOf(plan)).toString());
  }
}
