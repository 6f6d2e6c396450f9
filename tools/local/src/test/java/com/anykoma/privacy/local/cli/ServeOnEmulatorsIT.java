package com.anykoma.privacy.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.emulators.EmulatorProcess;
import com.anykoma.privacy.local.RequiredEmulators;
import com.anykoma.privacy.local.app.ServedApp;
import com.anykoma.privacy.local.cloud.CloudChoice;
import com.anykoma.privacy.local.cloud.EmulatedPlatform;
import com.anykoma.privacy.local.cloud.GoogleEvents;
import com.anykoma.privacy.local.cloud.OffsetClock;
import com.anykoma.privacy.local.host.LocalCloud;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.google.GoogleSettings.Service;
import com.anykoma.privacy.usage.training.ItemStamp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./run serve --cloud=emulators} from the moment that its first emulator answers. */
final class ServeOnEmulatorsIT {
  private static final Duration MAX_WAITING = Duration.ofMinutes(2);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir private Path directory = Path.of("");

  @Test
  @Keeps({"P3", "P8", "E9"})
  void stampsDocumentsWrittenBeforeTheBridgeStarts() throws Exception {
    RequiredEmulators.findOrAbort("serve on emulators");
    URI firestore = EmulatorProcess.freeEndpoint();
    URI served = EmulatorProcess.freeEndpoint();
    CompletableFuture<Integer> health =
        CompletableFuture.supplyAsync(() -> writeWhileNotReady(firestore, served));

    try (LocalCloud cloud =
        ServedApp.open(
            FixtureProduct.FILES,
            CloudChoice.EMULATORS,
            Map.of(Service.FIRESTORE, firestore.getPort()),
            directory,
            OffsetClock.of(directory),
            served.getPort())) {
      assertThat(health.get(MAX_WAITING.toSeconds(), TimeUnit.SECONDS))
          .as("what /healthz answered once both documents were written")
          .isEqualTo(503);
      assertThat(((EmulatedPlatform) cloud.platform()).emulators().firestore().uri())
          .isEqualTo(firestore);
      assertThat(get(served.resolve("/healthz")).statusCode()).isEqualTo(200);
      assertThat(isStamped(cloud)).isTrue();
    }
  }

  private static int writeWhileNotReady(URI firestore, URI served) {
    try {
      write(firestore, "users/u1");
      write(firestore, "users/u1/prompts/p1");
      return get(served.resolve("/healthz")).statusCode();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As any client of Firestore does, again until the emulator answers. */
  private static void write(URI firestore, String path) throws IOException, InterruptedException {
    String name = "projects/" + GoogleEvents.PROJECT_ID + "/databases/(default)/documents/" + path;
    HttpRequest commit =
        HttpRequest.newBuilder(
                firestore.resolve(
                    "/v1/projects/"
                        + GoogleEvents.PROJECT_ID
                        + "/databases/(default)/documents:commit"))
            .header("Authorization", "Bearer owner")
            .POST(
                BodyPublishers.ofString("{\"writes\":[{\"update\":{\"name\":\"" + name + "\"}}]}"))
            .build();
    long start = System.nanoTime();
    while (System.nanoTime() - start < MAX_WAITING.toNanos()) {
      try {
        assertThat(CLIENT.send(commit, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        return;
      } catch (IOException e) {
        LockSupport.parkNanos(Duration.ofMillis(5).toNanos()); // it does not listen yet
      }
    }
    throw new IOException("Firestore's emulator does not answer");
  }

  private static boolean isStamped(LocalCloud cloud) {
    DocumentPath stamp =
        ItemStamp.pathOf(new SubjectId("u1"), new DocumentPath("users/u1/prompts/p1"));
    long start = System.nanoTime();
    boolean isThere = false;
    while (!isThere && System.nanoTime() - start < MAX_WAITING.toNanos()) {
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
      isThere = cloud.cloud().documents().get(stamp).isPresent();
    }
    return isThere;
  }

  private static HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
    return CLIENT.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }
}
