package com.anykoma.privacy.local.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.local.cloud.Bridge;
import com.anykoma.privacy.local.cloud.CloudChoice;
import com.anykoma.privacy.local.cloud.FunctionCalls;
import com.anykoma.privacy.local.cloud.OffsetClock;
import com.anykoma.privacy.local.host.LocalCloud;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway.Init") // JUnit sets both
@Tag("slow")
final class FakeAppTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir private Path directory;
  private LocalCloud cloud;

  @BeforeEach
  void open() {
    cloud =
        ServedApp.open(
            FixtureProduct.FILES,
            CloudChoice.EMBEDDED,
            Map.of(),
            directory,
            OffsetClock.of(directory),
            0);
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  private HttpResponse<String> call(String method, String path, String body) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(cloud.host().base().resolve("/app/" + path))
                .method(method, BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString());
  }

  private int status(String method, String path, String body) throws Exception {
    return call(method, path, body).statusCode();
  }

  @Test
  void writesAndDeletesDocumentsOfTheApp() throws Exception {
    DocumentPath path = new DocumentPath("users/u 1/devices/d1");
    String json =
        """
        {"type": "phone", "n": 1, "x": 1.0, "yes": true, "no": null, "list": [1, "a"], "map": {}}""";

    assertThat(status("PUT", "documents/users/u%201/devices/d1", json)).isEqualTo(200);

    assertThat(cloud.cloud().documents().get(path).orElseThrow().fields())
        .isEqualTo(
            Fields.empty()
                .with("type", "phone")
                .with("n", 1L)
                .with("x", 1.0)
                .with("yes", true)
                .with("no", (Object) null)
                .with("list", Arrays.asList(1L, "a"))
                .with("map", Fields.empty()));
    assertThat(status("DELETE", "documents/users/u%201/devices/d1", "")).isEqualTo(200);
    assertThat(cloud.cloud().documents().get(path)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "subjects/u1",
        "subjects/u1/consents/00000000",
        "subjects/u1/items/x",
        "customers/cus_1",
        "tombstones/x",
        "stripeEvents/evt_1",
        "corpus/x",
        "nowhere/x",
        "users/u1/nothing/x"
      })
  @Keeps({"P3", "P8"})
  void refusesOwnRecordsAndUnknownLocations(String path) throws Exception {
    assertThat(status("PUT", "documents/" + path, "{}")).isEqualTo(403);
    assertThat(status("DELETE", "documents/" + path, "")).isEqualTo(403);

    assertThat(cloud.cloud().documents().get(new DocumentPath(path))).isEmpty();
  }

  @Test
  void refusesMalformedRequests() throws Exception {
    for (String body : List.of("", "[]", "{", "{\"a\":1}x", "{\"a\":99999999999999999999}")) {
      assertThat(status("PUT", "documents/users/u1/prompts/p1", body)).as(body).isEqualTo(400);
    }
    assertThat(status("PUT", "documents/users", "{}")).isEqualTo(400);
    assertThat(status("PUT", "accounts/", "")).isEqualTo(400);
    assertThat(status("GET", "documents/users/u1", "")).isEqualTo(404);
    assertThat(status("PUT", "documents/users/u1", " ".repeat((1 << 20) + 1))).isEqualTo(413);
  }

  @Test
  @Keeps({"P7", "E13"})
  void personSignsUpPaysAndIsDeleted() throws Exception {
    SubjectId subject = new SubjectId("u1");
    String event =
        """
        {"id":"evt_1","object":"event","livemode":false,"created":1772442000,
         "type":"customer.subscription.created","data":{"object":{"object":"subscription",
         "id":"sub_1","customer":"cus_1","status":"active","metadata":{"firebaseUID":"u1"},
         "items":{"data":[{"price":{"id":"price_1","lookup_key":"pro_monthly"}}]}}}}""";

    assertThat(call("PUT", "accounts/u1", "").body()).isEqualTo("signed up\n");
    assertThat(call("PUT", "accounts/u1", "").body()).isEqualTo("already has an account\n");
    HttpResponse<String> answer = call("POST", "stripe", event);
    assertThat(cloud.bridge().untilIdle(LONG)).isTrue();

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(cloud.wiring().services().gate().planStatus(subject).paidFeatures()).isTrue();

    assertThat(status("DELETE", "accounts/u1", "")).isEqualTo(200);
    assertThat(cloud.bridge().untilIdle(LONG)).isTrue();
    assertThat(cloud.wiring().services().subjects().erased(subject)).isTrue();
    assertThat(status("POST", "stripe", "no event")).isEqualTo(400);
  }

  private static final String IMAGE = "users/u1/images/i1";

  private HttpResponse<byte[]> upload(String name, byte[] body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(cloud.host().base().resolve("/app/uploads/" + name))
            .PUT(BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofByteArray());
  }

  private HttpResponse<byte[]> open(String token, String path) {
    return new FunctionCalls(cloud.host().base())
        .content(Optional.of(token), path, Optional.empty());
  }

  @Test
  @Keeps({"P5", "P10", "P16"})
  void uploadIsSealedAndOpensWithItsOwnersToken() throws Exception {
    byte[] image = SamplePng.withPrompt("a red dragon");
    assertThat(status("PUT", "accounts/u1", "")).isEqualTo(200);

    assertThat(upload(IMAGE, image, "Content-Type", "image/png").statusCode()).isEqualTo(200);
    assertThat(cloud.bridge().untilIdle(LONG)).isTrue();

    HttpResponse<String> stored = call("GET", "stored/" + IMAGE, "");
    assertThat(stored.statusCode()).isEqualTo(200);
    assertThat(stored.body())
        .contains("seal-content-type: image/png\n", "\n00000000  28 ", "\n00000030  ")
        .doesNotContain("PNG", "00000040");
    HttpResponse<byte[]> opened = open(token("u1"), "blobs/images/i1");
    assertThat(opened.statusCode()).isEqualTo(200);
    assertThat(opened.headers().firstValue("Content-Type")).hasValue("image/png");
    assertThat(SamplePng.pixels(opened.body())).isEqualTo(SamplePng.pixels(image)).isNotEmpty();
    assertThat(cloud.cloud().blobs().stat(new BlobId("uploads", IMAGE))).isEmpty();
  }

  private String token(String uid) throws Exception {
    return call("GET", "token/" + uid, "").body().strip();
  }

  @Test
  @Keeps({"P10", "P22"})
  void issuesTokensOnlyForExistingAccounts() throws Exception {
    assertThat(call("GET", "token/u1", "").statusCode()).isEqualTo(404);
    assertThat(status("PUT", "accounts/u1", "")).isEqualTo(200);
    String token = token("u1");
    assertThat(open(token, "blobs/images/nothing").statusCode()).isEqualTo(404);

    assertThat(cloud.cloud().accounts().disable(new SubjectId("u1"))).isTrue();

    assertThat(open(token, "blobs/images/nothing").statusCode()).isEqualTo(401);
    assertThat(call("GET", "token/u1", "").statusCode()).isEqualTo(404);
    assertThat(call("GET", "token/", "").statusCode()).isEqualTo(400);
  }

  @Test
  void uploadWithoutTypeIsAnOctetStream() throws Exception {
    cloud.bridge().objectEvents(Bridge.ObjectEvents.DELAYED);

    assertThat(upload(IMAGE, new byte[] {1}).statusCode()).isEqualTo(200);

    assertThat(cloud.cloud().blobs().stat(new BlobId("uploads", IMAGE)).orElseThrow().contentType())
        .isEqualTo("application/octet-stream");
  }

  @ParameterizedTest
  @ValueSource(strings = {"users/u1/images", "users/u1/images/a/b", "elsewhere/i1", "i1"})
  @Keeps("P16")
  void refusesUploadsOutsideTheDataMap(String name) throws Exception {
    assertThat(upload(name, new byte[] {1}).statusCode()).isEqualTo(403);

    assertThat(cloud.cloud().blobs().stat(new BlobId("uploads", name))).isEmpty();
    assertThat(status("GET", "stored/" + name, "")).isEqualTo(404);
  }

  @Test
  void refusesUploadsThatAreTooLarge() throws Exception {
    cloud.bridge().objectEvents(Bridge.ObjectEvents.DELAYED);
    int most = (int) AppBlobs.MAX_BYTES;

    assertThat(upload(IMAGE, new byte[most + 1]).statusCode()).isEqualTo(413);
    assertThat(cloud.cloud().blobs().stat(new BlobId("uploads", IMAGE))).isEmpty();
    assertThat(upload(IMAGE, new byte[most]).statusCode()).isEqualTo(200);
    assertThat(cloud.cloud().blobs().stat(new BlobId("uploads", IMAGE)).orElseThrow().size())
        .isEqualTo(most);
    assertThat(upload("", new byte[1]).statusCode()).isEqualTo(400);
  }

  @Test
  @Keeps("P16")
  void schedulesRunWhileTheAppIsServed() throws Exception {
    BlobId upload = new BlobId("uploads", IMAGE);
    Path other = directory.resolve("other");
    OffsetClock clock = OffsetClock.of(other);
    try (LocalCloud served =
        ServedApp.open(FixtureProduct.FILES, CloudChoice.EMBEDDED, Map.of(), other, clock, 0)) {
      served.bridge().objectEvents(Bridge.ObjectEvents.LOST);
      Blob lost =
          served
              .cloud()
              .blobs()
              .write(upload, "image/png", Map.of(), OptionalLong.empty(), out -> out.write(1));
      assertThat(served.bridge().untilIdle(LONG)).isTrue();
      assertThat(served.cloud().blobs().stat(upload)).contains(lost);

      clock.forward(Duration.ofMinutes(11));

      long start = System.nanoTime();
      while (served.cloud().blobs().stat(upload).isPresent()
          && System.nanoTime() - start < LONG.toNanos()) {
        LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
      }
      assertThat(served.cloud().blobs().stat(upload)).isEmpty();
    }
  }
}
