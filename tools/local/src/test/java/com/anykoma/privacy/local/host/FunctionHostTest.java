package com.anykoma.privacy.local.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.functions.Config;
import com.anykoma.privacy.functions.DeployedFunction;
import com.anykoma.privacy.functions.Trigger;
import com.anykoma.privacy.functions.Wiring;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Keeps("P17")
final class FunctionHostTest {
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  @TempDir private Path directory = Path.of("");

  private static HttpResponse<String> get(URI uri) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  @Test
  void everyFunctionAnswersAtItsPath() throws Exception {
    try (LocalCloud cloud = LocalCloud.open(FixtureProduct.FILES, directory, Clock.systemUTC())) {
      assertThat(get(cloud.host().uriOf("StripeWebhook")).statusCode()).isEqualTo(405);
      assertThat(get(cloud.host().base().resolve("/StripeWebhookX")).statusCode()).isEqualTo(404);
      assertThat(get(cloud.host().base().resolve("/")).statusCode()).isEqualTo(404);
      assertThat(get(cloud.host().base().resolve("/favicon.ico")).statusCode()).isEqualTo(404);
    }
  }

  /** As a mistake in breaker.yaml is: not the framework's words for what a constructor throws. */
  @Test
  void reportsWhyAFunctionDoesNotStart() {
    Config withoutStripe = new Config(Optional.empty(), Optional.empty(), Bytes.of(new byte[32]));
    try (EmbeddedCloud cloud = EmbeddedCloud.open(directory, Clock.systemUTC())) {
      Wiring wiring = new Wiring(withoutStripe, cloud, FixtureProduct.FILES, Clock.systemUTC());

      assertThatThrownBy(() -> FunctionHost.functions(wiring))
          .hasMessage("the function needs VariableGroup.STRIPE_EVENTS; add it to DeployedFunction");
    }
  }

  @Test
  void listensOnTheLoopbackInterfaceOnly() throws Exception {
    List<InetAddress> others =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(each -> !each.isLoopbackAddress())
            .toList();
    try (LocalCloud cloud = LocalCloud.open(FixtureProduct.FILES, directory, Clock.systemUTC())) {
      int port = cloud.host().base().getPort();

      assertThat(cloud.host().base().getHost()).isEqualTo("127.0.0.1");
      connect(InetAddress.getByAddress(LOOPBACK), port);
      for (InetAddress each : others) {
        assertThatThrownBy(() -> connect(each, port))
            .isInstanceOfAny(ConnectException.class, SocketTimeoutException.class);
      }
    }
  }

  private static void connect(InetAddress address, int port) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), 2_000);
    }
  }

  @Test
  void refusesOtherHostNames() throws Exception {
    try (LocalCloud cloud = LocalCloud.open(FixtureProduct.FILES, directory, Clock.systemUTC());
        Socket socket =
            new Socket(InetAddress.getByAddress(LOOPBACK), cloud.host().base().getPort())) {
      String request = "GET /StripeWebhook HTTP/1.1\r\nHost: evil.example\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));

      assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 421");
    }
  }

  @Test
  @Keeps("P22")
  void queryParameterReachesContentOfAnyName() throws Exception {
    try (LocalCloud cloud = LocalCloud.open(FixtureProduct.FILES, directory, Clock.systemUTC())) {
      SubjectId zoe = new SubjectId("zoe");
      cloud.platform().createAccount(zoe);
      String token = cloud.platform().idToken(zoe).orElseThrow();
      URI content = cloud.host().uriOf("Content");

      for (String id : List.of("50%", "%2e", "a\\b", "a\tb", "a b+c", "\u00e9&path=x", "i1")) {
        cloud
            .cloud()
            .documents()
            .create(
                DocumentPath.of("users", "zoe", "prompts", id), Fields.empty().with("style", id));
        String path = "documents/prompts/" + URLEncoder.encode(id, StandardCharsets.UTF_8);

        HttpResponse<String> answer =
            get(URI.create(content + "/?path=" + path.replace("+", "%20")), token);

        assertThat(answer.statusCode()).as(id).isEqualTo(200);
        assertThat(
                JsonParser.parseString(answer.body()).getAsJsonObject().getAsJsonObject("fields"))
            .matches(it -> it.get("style").getAsString().equals(id));
      }
      assertThat(get(URI.create(content + "/?path=documents%2Fprompts%2Fi1"), token).statusCode())
          .isEqualTo(200);
      assertThat(get(URI.create(content + "/?path=documents/prompts/none"), token).statusCode())
          .isEqualTo(404);
    }
  }

  private static HttpResponse<String> get(URI uri, String token) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + token).build(),
            BodyHandlers.ofString());
  }

  private static HttpResponse<String> post(URI uri, String body, String... headers)
      throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }

  @Test
  void refusesNonEventsWithOneSentence() throws Exception {
    String structured = "application/cloudevents+json";
    String push =
        """
        {"subscription":"projects/p/subscriptions/s","message":{"data":"","messageId":"1",
         "publishTime":"2026-11-29T10:00:00Z","attributes":{"id":"1","topic":"sweep"}}}\
        """;
    try (LocalCloud cloud = LocalCloud.open(FixtureProduct.FILES, directory, Clock.systemUTC())) {
      for (DeployedFunction each : DeployedFunction.values()) {
        if (!(each.trigger() instanceof Trigger.Http)) {
          HttpResponse<String> answer = post(cloud.host().uriOf(each.functionName()), "");
          assertThat(answer.statusCode()).as(each.functionName()).isEqualTo(400);
          assertThat(answer.body()).startsWith("expected an event: a CloudEvent with ");
        }
      }
      URI sweep = cloud.host().uriOf("Sweep");
      for (String body : List.of("{}", "[]", "no JSON", push, "{\"context\":{},\"data\":{}}")) {
        assertThat(post(sweep, body).statusCode()).as(body).isEqualTo(400);
      }
      assertThat(get(sweep).statusCode()).isEqualTo(400);
      assertThat(post(sweep, "", "ce-id", "1", "ce-type", "t").statusCode()).isEqualTo(400);
      assertThat(post(sweep, "{\"id\":\"1\"}", "Content-Type", structured).statusCode())
          .isEqualTo(400);
      assertThat(post(sweep, "[]", "Content-Type", "application/cloudevents-batch+json").body())
          .isEqualTo("batches of events are not supported\n");
    }
  }

  @Test
  void acceptsEveryEventFormatOfThePlatforms() throws Exception {
    String structured =
        """
        {"specversion":"1.0","id":"1","source":"//firebaseauth.googleapis.com/projects/p",
         "type":"google.firebase.auth.user.v2.deleted","data":{"oldValue":{"uid":"zoe"}}}\
        """;
    String firstGeneration =
        """
        {"context":{"eventId":"2","eventType":"providers/firebase.auth/eventTypes/user.delete",
         "timestamp":"2026-11-29T10:00:00.000Z","resource":"projects/p"},"data":{"uid":"yan"}}\
        """;
    try (LocalCloud cloud = LocalCloud.open(FixtureProduct.FILES, directory, Clock.systemUTC())) {
      URI deleted = cloud.host().uriOf("UserDeleted");

      assertThat(
              post(deleted, structured, "Content-Type", "application/cloudevents+json")
                  .statusCode())
          .isEqualTo(200);
      assertThat(post(deleted, firstGeneration, "Content-Type", "application/json").statusCode())
          .isEqualTo(200);

      assertThat(cloud.wiring().services().subjects().erased(new SubjectId("zoe"))).isTrue();
      assertThat(cloud.wiring().services().subjects().erased(new SubjectId("yan"))).isTrue();
    }
  }

  @Test
  void reportsTakenPorts() {
    try (FunctionHost first = FunctionHost.start(0, base -> Map.of())) {
      int port = first.base().getPort();

      assertThatThrownBy(() -> FunctionHost.start(port, base -> Map.of()))
          .hasMessage("port " + port + " of 127.0.0.1 is in use");
    }
  }

  @Test
  void doesNotAnswerAfterClose() {
    FunctionHost host = FunctionHost.start(0, base -> Map.of());
    int port = host.base().getPort();

    host.close();

    assertThatThrownBy(() -> connect(InetAddress.getLoopbackAddress(), port))
        .isInstanceOf(ConnectException.class);
  }
}
