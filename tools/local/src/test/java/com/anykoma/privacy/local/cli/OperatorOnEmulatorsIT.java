package com.anykoma.privacy.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.emulators.EmulatorJar;
import com.anykoma.privacy.local.Ran;
import com.anykoma.privacy.local.app.ServedApp;
import com.anykoma.privacy.local.cloud.CloudChoice;
import com.anykoma.privacy.local.cloud.GoogleEvents;
import com.anykoma.privacy.local.cloud.OffsetClock;
import com.anykoma.privacy.local.host.LocalCloud;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/**
 * An operator's commands beside a running serve on Google's emulators: on its data, and on its
 * project as if it were a deployed one, through Evidence, Pub/Sub and Firestore.
 */
@Keeps({"P18", "P19", "P20", "P23", "E21"})
@SuppressWarnings("NullAway.Init") // JUnit sets it
final class OperatorOnEmulatorsIT {
  private static final String ITEM = "users/u1/prompts/p1";
  private static final long MAX_NANOS = 60_000_000_000L;

  @TempDir private Path directory;

  private Ran onData(String... arguments) {
    return Ran.of(
        Stream.concat(Stream.of(arguments), Stream.of("--data", directory.toString()))
            .toArray(String[]::new));
  }

  private Ran inProject(String... arguments) {
    return onData(
        Stream.concat(Stream.of(arguments), Stream.of("--project", GoogleEvents.PROJECT_ID))
            .toArray(String[]::new));
  }

  @Test
  void operatorCommandsWorkWithARunningServe() throws Exception {
    requireEmulators();
    try (LocalCloud cloud =
        ServedApp.open(
            FixtureProduct.FILES,
            CloudChoice.EMULATORS,
            Map.of(),
            directory,
            OffsetClock.of(directory),
            0)) {
      for (String uid : new String[] {"u1", "u2"}) {
        call(cloud, "accounts/" + uid, "");
        call(cloud, "documents/users/" + uid + "/prompts/p1", "{\"text\":\"a red dragon\"}");
      }

      assertGateAnswers();
      assertHoldIsSetListedAndReleased();
      assertAnOrderIsDenied(cloud);
      assertAnErasureIsCertified();
      for (String each : new String[] {"rotate-key", "replay-tombstones"}) {
        Ran ran = inProject(each, "--json");
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.json().get("topic").getAsString())
            .isEqualTo(each.replace("rotate-key", "rewrap"));
      }
    }
    assertThat(onData("orders").err()).contains("contains no data");
    assertThat(inProject("orders").exit()).isEqualTo(1);
  }

  private void call(LocalCloud cloud, String path, String body) throws Exception {
    int status =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(cloud.host().base().resolve("/app/" + path))
                    .PUT(BodyPublishers.ofString(body))
                    .build(),
                BodyHandlers.ofString())
            .statusCode();
    assertThat(status).isEqualTo(200);
  }

  private void assertGateAnswers() {
    await(() -> onData("gate", "u1", "--json").out().contains("prompts/p1"));
    await(() -> !onData("gate", "u1", "--json").out().contains("not-stamped"));

    assertThat(inProject("gate", "u1", "--json").json())
        .isEqualTo(onData("gate", "u1", "--json").json());
    assertThat(inProject("gate", "nobody").exit()).isEqualTo(1);
  }

  private void assertHoldIsSetListedAndReleased() {
    Ran set =
        inProject("hold", "set", ITEM, "--ground", "case 7", "--until", "2100-01-01T00:00:00Z");
    assertThat(set.exit()).as(set.err()).isZero();
    await(() -> inProject("hold", "list", "u1").out().contains("the copy is stored"));
    JsonArray holds = onData("hold", "list", ITEM, "--json").json().getAsJsonArray("holds");
    String id = holds.get(0).getAsJsonObject().get("hold").getAsString();

    assertThat(inProject("hold", "release", id).exit()).isZero();

    await(() -> onData("hold", "list", "u1").out().contains("no holds"));
  }

  private void assertAnOrderIsDenied(LocalCloud cloud) {
    String order =
        cloud.wiring().services().erasures().request(new SubjectId("u2"), "requested").id();
    assertThat(inProject("gate", "u2").out()).contains("erasure requested, can be revoked until");

    assertThat(inProject("confirm", order, "--deny").exit()).isZero();

    await(() -> !inProject("orders").out().contains(order));
    assertThat(inProject("gate", "u2").out()).doesNotContain("erasure requested");
  }

  private void assertAnErasureIsCertified() {
    assertThat(onData("erase", "nobody", "--confirm").exit()).isEqualTo(1);
    Ran erase = onData("erase", "u1", "--confirm", "--json");
    assertThat(erase.json().has("order")).as(erase.err()).isTrue();
    await(() -> !fulfilled().isEmpty());
    JsonObject done = fulfilled().get(0).getAsJsonObject();
    String order = done.get("order").getAsString();

    Ran certificate = inProject("certificate", "get", order);

    assertThat(certificate.exit()).as(certificate.err()).isZero();
    assertThat(certificate.out()).isEqualTo(onData("certificate", "get", order).out());
    assertThat(inProject("gate", "u1").exit()).as("its fence stands").isZero();
  }

  private JsonArray fulfilled() {
    return inProject("orders", "--json").json().getAsJsonArray("fulfilledLately");
  }

  private static void await(Supplier<Boolean> condition) {
    long end = System.nanoTime() + MAX_NANOS;
    while (!condition.get()) {
      assertThat(System.nanoTime()).as("it takes too long").isLessThan(end);
    }
  }

  private static void requireEmulators() {
    for (EmulatorJar each : EmulatorJar.values()) {
      try {
        each.findOrDownload();
      } catch (IllegalStateException e) {
        if (Boolean.getBoolean("emulators.required")) {
          throw e;
        }
        System.err.println("NOT RUN: an operator on emulators: " + e.getMessage());
        throw new TestAbortedException(e.getMessage(), e);
      }
    }
  }
}
