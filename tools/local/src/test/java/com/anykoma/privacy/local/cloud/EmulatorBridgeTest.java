package com.anykoma.privacy.local.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.functions.DeployedFunction;
import com.anykoma.privacy.functions.Trigger;
import com.anykoma.privacy.functions.events.StorageEvents;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
final class EmulatorBridgeTest {
  private static final Map<String, Trigger> FUNCTIONS =
      Map.of(
          "Claims", new Trigger.TaskPublished(Topic.CLAIMS),
          "BlobUploaded", new Trigger.ObjectFinalized("uploads"),
          "Sweep", new Trigger.Scheduled(Topic.SWEEP, "*/5 * * * *"),
          "UserDeleted", new Trigger.AccountDeleted());

  /** {@code /FUNCTION id} of each call. */
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());

  @TempDir Path directory;
  private HttpServer functions;
  private EmbeddedCloud cloud;
  private PendingEvents pending;
  private EmulatorBridge bridge;

  @BeforeEach
  void serve() throws IOException {
    functions = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    functions.createContext(
        "/",
        exchange -> {
          calls.add(
              exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("ce-id"));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    functions.start();
    cloud = EmbeddedCloud.open(directory, Clock.systemUTC());
    pending = new PendingEvents(cloud.documents());
    URI base = URI.create("http://127.0.0.1:" + functions.getAddress().getPort());
    bridge =
        new EmulatorBridge(
            new Deliveries(FUNCTIONS, new FunctionCalls(base), Clock.systemUTC()), pending);
    // acts as Firestore's emulator, which reports every mark
    cloud.documents().recordOnly(path -> true);
    cloud
        .documents()
        .onChange(
            () ->
                cloud.documents().changes(0, 100).stream()
                    .map(each -> each.change().path())
                    .filter(path -> path.segment(0).equals(PendingEvents.MARKS))
                    .forEach(path -> pending.markArrived(path.id())));
  }

  @AfterEach
  void close() {
    bridge.close();
    functions.stop(0);
    cloud.close();
  }

  private static EmulatorReceiver.Notification told(String path, String body) {
    return new EmulatorReceiver.Notification(path, Map.of(), body);
  }

  private static EmulatorReceiver.Notification push(String id) {
    return told(
        "/pushed/Claims",
        "{\"message\":{\"messageId\":\"" + id + "\",\"publishTime\":\"2026-11-22T21:04:42Z\"}}");
  }

  @Test
  void deliversEventsToEveryFunction() {
    Map<String, Trigger> told = Deliveries.deployed();

    assertThat(told).hasSize(DeployedFunction.values().length);
    assertThat(told.get("Claims")).isEqualTo(new Trigger.TaskPublished(Topic.CLAIMS));
  }

  @Test
  void deliversPushesToTheirFunction() {
    bridge.receive(push("17"));

    assertThat(bridge.untilIdle(Duration.ofSeconds(10))).isTrue();
    assertThat(calls).containsExactly("/Claims 17");
    assertThat(bridge.latencies()).containsOnlyKeys("Claims");
  }

  @Test
  void deliversScheduledTasksToTheirFunction() {
    bridge.receive(told("/pushed/Sweep", push("18").body()));

    assertThat(bridge.untilIdle(Duration.ofSeconds(10))).isTrue();
    assertThat(calls).containsExactly("/Sweep 18");
  }

  @Test
  void delaysOrDropsObjectEventsOnRequest() {
    bridge.objectEvents(Bridge.ObjectEvents.DELAYED);
    bridge.objectFinalized(object("1"));
    assertThat(bridge.untilIdle(Duration.ofSeconds(10))).isTrue();
    assertThat(calls).isEmpty();

    bridge.objectEvents(Bridge.ObjectEvents.DELIVERED);
    assertThat(bridge.untilIdle(Duration.ofSeconds(10))).isTrue();
    assertThat(calls).containsExactly("/BlobUploaded local-uploads-1");

    bridge.objectEvents(Bridge.ObjectEvents.LOST);
    bridge.objectFinalized(object("2"));
    bridge.objectEvents(Bridge.ObjectEvents.DELIVERED);
    bridge.objectFinalized(object("3"));
    assertThat(bridge.untilIdle(Duration.ofSeconds(10))).isTrue();
    assertThat(calls)
        .containsExactly("/BlobUploaded local-uploads-1", "/BlobUploaded local-uploads-3");
  }

  private static JsonObject object(String generation) {
    JsonObject object = new JsonObject();
    object.addProperty("bucket", "local-uploads");
    object.addProperty("name", "users/u1/images/i1");
    object.addProperty("generation", generation);
    object.addProperty("timeCreated", "2026-11-22T21:04:42.366Z");
    return object;
  }

  @Test
  void deliversObjectEventsToTheFunctionOfTheBucket() {
    String object =
        """
        {"bucket":"local-BUCKET","name":"users/u1/images/é","generation":"5",
         "timeCreated":"2026-11-22T21:04:42.366Z","contentType":"image/png","size":"3","crc32c":"AQIDBA=="}
        """;

    bridge.objectFinalized(
        JsonParser.parseString(object.replace("BUCKET", "uploads")).getAsJsonObject());
    bridge.objectFinalized(
        JsonParser.parseString(object.replace("BUCKET", "content")).getAsJsonObject());

    assertThat(bridge.untilIdle(Duration.ofSeconds(10))).isTrue();
    assertThat(calls).containsExactly("/BlobUploaded local-uploads-5");
    CloudMessage message =
        GoogleEvents.objectFinalized(
            JsonParser.parseString(object.replace("BUCKET", "uploads")).getAsJsonObject());
    assertThat(StorageEvents.finalized("uploads", GoogleEventsTest.event(message)))
        .isEqualTo(
            new Blob(
                new BlobId("uploads", "users/u1/images/é"),
                5,
                3,
                0x01020304,
                "image/png",
                Map.of(),
                Instant.parse("2026-11-22T21:04:42.366Z")));
  }

  @Test
  void isNotIdleWhileEventsArePending() {
    pending.counting(tasks -> {}).publish(List.of(new Task("claims", "claims-1", Map.of())));
    pending.deletionStarted();

    assertThat(bridge.untilIdle(Duration.ofMillis(300))).isFalse();
    bridge.receive(push("1"));
    assertThat(bridge.untilIdle(Duration.ofMillis(300))).isFalse();
    bridge.receive(
        told(
            "/functions/projects/demo-x/trigger_multicast",
            """
            {"id":"2","time":"2026-11-22T21:04:42Z","type":"google.firebase.auth.user.v2.deleted",
             "source":"s","subject":"users/u1","data":{"oldValue":{"uid":"u1"}}}
            """));

    assertThat(bridge.untilIdle(Duration.ofSeconds(10))).isTrue();
    assertThat(calls).containsExactlyInAnyOrder("/Claims 1", "/UserDeleted 2");
  }

  @Test
  void doesNotWaitForFailedPublications() {
    assertThatThrownBy(
            () ->
                pending
                    .counting(
                        tasks -> {
                          throw new IllegalStateException("down");
                        })
                    .publish(List.of(new Task("claims", "claims-1", Map.of()))))
        .hasMessage("down");

    assertThat(bridge.untilIdle(Duration.ofSeconds(10))).isTrue();
  }

  @Test
  void refusesUnknownNotifications() {
    assertThatThrownBy(() -> bridge.receive(told("/elsewhere", "{}")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
