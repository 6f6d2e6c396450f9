package com.anykoma.privacy.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.World;
import com.anykoma.privacy.platform.embedded.SqliteDocuments.LoggedChange;
import com.anykoma.privacy.platform.embedded.SqliteTasks.Delivery;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a payer's personal data in Stripe's events is never stored, not even briefly. */
class EventDataMinimisationTest {
  private static final String PAYER =
      """
      "email":"marker.mail@example.com","name":"Marker Name","phone":"+49marker",
      "description":"marker note","preferred_locales":["marker"],
      "address":{"line1":"Marker Street 1","city":"Markertown","postal_code":"marker9"},
      "shipping":{"name":"Marker Name","address":{"line1":"Marker Street 1"}},
      "customer_email":"marker.mail@example.com","customer_name":"Marker Name",
      "customer_details":{"email":"marker.mail@example.com","tax_ids":["marker"]},
      "metadata":{"firebaseUID":"%s","note":"marker note"}
      """;

  private static final String SUBSCRIPTION =
      StripeSamples.SUBSCRIPTION.replace("\"metadata\":{\"firebaseUID\":\"u1\"}", "%s");

  @Test
  @Keeps({"P11", "P15"})
  void personalDataOfEventsIsNotStored(@TempDir Path directory) {
    try (World world = new World(directory)) {
      world.signUp("u1");

      deliver(
          world, "evt_1", "customer.subscription.created", SUBSCRIPTION.formatted(payer("a/b")));
      deliver(world, "evt_2", "customer.created", customer());
      world.runTasks();
      deliver(world, "evt_3", "customer.subscription.updated", SUBSCRIPTION.formatted(payer("u1")));
      deliver(world, "evt_4", "checkout.session.completed", of("checkout.session"));
      deliver(world, "evt_5", "invoice.paid", of("invoice"));
      deliver(world, "evt_6", "customer.deleted", customer());

      List<LoggedChange> all = world.cloud.documents().changes(0, 10_000);
      assertThat(all).hasSizeGreaterThan(8);
      assertThat(all)
          .allSatisfy(
              it ->
                  assertThat(text(it)).doesNotContainIgnoringCase("marker").doesNotContain("a/b"));
      for (Delivery each : world.cloud.tasks().lease(100, Duration.ofMinutes(1))) {
        assertThat(each.task().id() + each.task().attributes())
            .doesNotContainIgnoringCase("marker");
      }
    }
  }

  private static String text(LoggedChange change) {
    return change.change().after().map(it -> it.fields().asMap().toString()).orElse("")
        + change.change().path().id();
  }

  private static String payer(String uid) {
    return PAYER.formatted(uid);
  }

  private static String customer() {
    return "{\"object\":\"customer\",\"id\":\"cus_1\"," + payer("u1") + "}";
  }

  private static String of(String object) {
    return "{\"object\":\"%s\",\"customer\":{\"object\":\"customer\",\"id\":\"cus_1\",%s},"
            .formatted(object, payer("u1"))
        + "\"subscription\":\"sub_1\"}";
  }

  private static void deliver(World world, String id, String type, String object) {
    String text = StripeSamples.event(type, object).replace("evt_1", id);
    world.plans.apply(SubscriptionEventReader.read(StripeSamples.json(text)).orElseThrow());
  }
}
