package com.anykoma.privacy.local.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.emulators.PortTaken;
import com.anykoma.privacy.local.Ran;
import com.anykoma.privacy.local.app.ServedApp;
import com.anykoma.privacy.local.cloud.CloudChoice;
import com.anykoma.privacy.local.cloud.DirectoryLock;
import com.anykoma.privacy.local.cloud.OffsetClock;
import com.anykoma.privacy.local.host.FunctionHost;
import com.anykoma.privacy.local.host.LocalCloud;
import com.anykoma.privacy.platform.google.GoogleSettings.Service;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
final class ServeCommandTest {
  private static final Duration MAX_WAITING = Duration.ofSeconds(60);

  @TempDir private Path directory = Path.of("");
  private Path data = Path.of("");
  private Path temporary = Path.of("");

  @BeforeEach
  void name() throws IOException {
    data = directory.resolve("data");
    temporary = Files.createDirectory(directory.resolve("tmp"));
  }

  @Test
  void refusesASecondServeUntilTheFirstHasEnded() throws Exception {
    try (ServedProcess first =
        ServedProcess.start(temporary, "serve", "--port=0", "--data=" + data)) {
      first.until("Signing secret");

      Ran second = Ran.of("serve", "--port=0", "--data=" + data);

      assertThat(second.exit()).isEqualTo(1);
      assertThat(second.out()).isEmpty();
      assertThat(second.err().lines()).hasSize(1);
      assertThat(second.err()).contains(data.toString(), "another ./run serve");
      for (String each : List.of("orders", "attest", "certificate keys", "gate nobody")) {
        assertThat(Ran.of((each + " --data=" + data).split(" ")).err())
            .as(each)
            .doesNotContain("served by another");
      }
    }
    ServedApp.open(
            FixtureProduct.FILES, CloudChoice.EMBEDDED, Map.of(), data, OffsetClock.of(data), 0)
        .close();
  }

  @Test
  void refusesASecondServeInTheSameProcess() {
    try (LocalCloud first =
        ServedApp.open(
            FixtureProduct.FILES, CloudChoice.EMBEDDED, Map.of(), data, OffsetClock.of(data), 0)) {
      assertThat(first.bridge().untilIdle(MAX_WAITING)).isTrue();
      assertThatThrownBy(
              () ->
                  ServedApp.open(
                      FixtureProduct.FILES,
                      CloudChoice.EMBEDDED,
                      Map.of(),
                      data,
                      OffsetClock.of(data),
                      0))
          .isInstanceOf(DirectoryLock.Held.class);
    }
  }

  @Test
  void takenPortLeavesTheDirectoryUnchanged() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());

      Ran ran = Ran.of("serve", "--port", port, "--data=" + data);

      assertThat(ran.exit()).isEqualTo(1);
      assertThat(ran.err().lines()).hasSize(1);
      assertThat(ran.err()).contains("port " + port + " of 127.0.0.1 is in use", "--port");
      assertThat(data).doesNotExist();
      assertThatThrownBy(
              () ->
                  ServedApp.open(
                      FixtureProduct.FILES,
                      CloudChoice.EMULATORS,
                      Map.of(Service.AUTH, taken.getLocalPort()),
                      data,
                      OffsetClock.of(data),
                      0))
          .isInstanceOf(PortTaken.class);
      assertThat(data).doesNotExist();
    }
  }

  @Test
  void answers503UntilReady() throws Exception {
    try (FunctionHost host = FunctionHost.listen(0)) {
      assertThat(get(host, "/healthz").body())
          .isEqualTo("{\"ready\":false,\"notReady\":[\"cloud\",\"functions\",\"event bridge\"]}\n");
      host.serve(Map.of());

      for (String each : List.of("/healthz", "/", "/app/documents/users/u1", "/StripeWebhook")) {
        HttpResponse<String> early = get(host, each);
        assertThat(early.statusCode()).as(each).isEqualTo(503);
        assertThat(early.headers().firstValue("Retry-After")).as(each).contains("1");
        assertThat(early.body()).isEqualTo("{\"ready\":false,\"notReady\":[\"event bridge\"]}\n");
      }
      host.open();

      assertThat(get(host, "/StripeWebhook").statusCode()).isEqualTo(404);
      assertThat(get(host, "/healthz").statusCode()).isEqualTo(200);
      assertThat(get(host, "/healthz").body()).isEqualTo("{\"ready\":true,\"notReady\":[]}\n");
    }
  }

  private static HttpResponse<String> get(FunctionHost host, String path) throws Exception {
    URI uri = host.base().resolve(path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }
}
