package com.anykoma.privacy.local.cli;

import com.anykoma.privacy.local.app.StripeJson;
import com.anykoma.privacy.local.product.SampleItem;
import com.anykoma.privacy.local.product.SampleOffer;
import com.anykoma.privacy.local.product.SampleProduct;
import com.google.gson.Gson;
import java.time.Instant;
import java.util.stream.Collectors;

/**
 * The commands that {@code ./run serve} prints to try: a person writes, uploads, pays and is
 * deleted, with the product's own collections and prices.
 *
 * @param base the URL of the served cloud
 * @param data the option {@code --data} with a leading space, or empty
 */
record ExampleCommands(SampleProduct product, String base, String data) {
  /** A PNG file of one pixel with {@code a red dragon} in a text chunk, in Base64. */
  private static final String IMAGE =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAAF3RFWHRwYXJhbWV0ZXJzAGEg"
          + "cmVkIGRyYWdvbgkNwjYAAAAMSURBVHicYzigoAAAAqQBAeNMpy0AAAAASUVORK5CYII=";

  private static final String UID = "u1";

  String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        Try these commands in another terminal, in this directory:

          # a person signs up
          curl -X PUT BASE/app/accounts/u1
        """);
    product.texts().ifPresent(it -> text.append(writes(it.item(UID, "first"))));
    product.images().ifPresent(it -> text.append(uploads(it.item(UID, "i1"))));
    product.lowestOffer().ifPresent(it -> text.append(pays(it)));
    text.append(
        """

          # an operator deletes their account in the console
          curl -X DELETE BASE/app/accounts/u1
          GATE

          # staff read the status of the removal orders
          STAFF=$(curl -s -X POST BASE/app/staff/mia)
          curl -H "Authorization: Bearer $STAFF" BASE/Evidence

          # move the clock eight days forward and run all work that falls due: see BASE/
          curl BASE/app/clock -d '{"forward":"P8D"}'
        """);
    return text.toString()
        .replace("GATE", "RUN gate u1DATA")
        .replace("BASE", base)
        .replace("RUN", System.getProperty("anykoma.run", "./run"))
        .replace("DATA", data);
  }

  private String writes(SampleItem item) {
    String puts =
        product.documents(item, Instant.EPOCH).entrySet().stream()
            .map(
                it ->
                    "  curl -X PUT BASE/app/documents/%s -d '%s'\n"
                        .formatted(
                            it.getKey().value(),
                            new Gson().toJson(it.getValue().without("createdAt").asMap())))
            .collect(Collectors.joining());
    return """

      # they write to COLLECTION without paying
    PUTS  GATE

      # they open it with their ID token
      TOKEN=$(curl -s BASE/app/token/u1)
      curl -H "Authorization: Bearer $TOKEN" BASE/Content/documents/NAME
    """
        .replace("COLLECTION", item.content().name())
        .replace("PUTS", puts)
        .replace("NAME", item.name());
  }

  private static String uploads(SampleItem item) {
    return """

      # they upload a one-pixel image with a text in the file, then see the sealed bytes
      echo IMAGE | base64 -d > i1.png
      curl -X PUT BASE/app/uploads/OBJECT -H 'Content-Type: image/png' \\
        --data-binary @i1.png
      sleep 1
      curl BASE/app/stored/OBJECT

      # they open the image; if the data map says so, the text is stripped from the file
      TOKEN=$(curl -s BASE/app/token/u1)
      curl -H "Authorization: Bearer $TOKEN" BASE/Content/blobs/NAME -o opened.png
      grep -c dragon i1.png opened.png
    """
        .replace("IMAGE", IMAGE)
        .replace("OBJECT", item.sealed().name())
        .replace("NAME", item.name());
  }

  private static String pays(SampleOffer offer) {
    return """

      # they upgrade: the fake app signs a Stripe event with the local secret and sends it
      curl BASE/app/stripe -d '{"id":"evt_first","object":"event","livemode":false,
        "type":"customer.subscription.created","created":'"$(date +%s)"',
        "data":{"object":{"object":"subscription","id":"sub_1","customer":"cus_1","status":"active",
        "metadata":{"firebaseUID":"u1"},
        "items":{"data":[{"price":PRICE}]}}}}'
      GATE
    """
        .replace("PRICE", StripeJson.price(offer.item()).toString());
  }
}
