package com.anykoma.privacy.emulators;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the fake against the documentation of Cloud Storage's JSON API, without the library. */
@SuppressWarnings("NullAway.Init")
final class FakeStorageTest {
  private static final String BUCKET = "/storage/v1/b/versioned/o";
  private static final String UPLOADS = "/upload" + BUCKET;

  @TempDir Path directory;
  private FakeStorage storage;
  private HttpClient client;

  @BeforeEach
  void open() {
    storage = FakeStorage.start(directory, Set.of("plain"), Set.of("versioned"));
    client = HttpClient.newHttpClient();
  }

  @AfterEach
  void close() {
    storage.close();
  }

  @Test
  void describesTheUploadedObject() throws Exception {
    JsonObject object = upload("{\"name\": \"a b+c\", \"metadata\": {\"k\": \"v\"}}", "hello");

    assertThat(object.get("name").getAsString()).isEqualTo("a b+c");
    assertThat(object.get("size").getAsString()).isEqualTo("5");
    assertThat(object.get("crc32c").getAsString()).isEqualTo("mnG7TA==");
    assertThat(object.get("md5Hash").getAsString()).isEqualTo("XUFAKrxLKna5cZ2REBfFkg==");
    assertThat(object.get("contentType").getAsString()).isEqualTo("text/plain");
    assertThat(json(get(BUCKET + "/a%20b+c"))).isEqualTo(object);
  }

  @ParameterizedTest
  @CsvSource({"crc32c,AAAAAA==", "md5Hash,AAAAAAAAAAAAAAAAAAAAAA=="})
  void refusesBytesWithAnotherChecksum(String hash, String value) throws Exception {
    HttpResponse<String> answer =
        multipart("{\"name\": \"a\", \"" + hash + "\": \"" + value + "\"}", "hello");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(get(BUCKET + "/a").statusCode()).isEqualTo(404);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void answersRangeRequests() throws Exception {
    upload("{\"name\": \"a\"}", "hello");

    HttpResponse<String> part = media("a", "bytes=1-2");
    HttpResponse<String> rest = media("a", "bytes=3-");
    HttpResponse<String> beyond = media("a", "bytes=5-");

    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo("el");
    assertThat(part.headers().firstValue("Content-Range")).hasValue("bytes 1-2/5");
    assertThat(rest.body()).isEqualTo("lo");
    assertThat(beyond.statusCode()).isEqualTo(416);
  }

  @Test
  void deletionWithoutGenerationLeavesItNoncurrent() throws Exception {
    JsonObject object = upload("{\"name\": \"a\"}", "hello");

    assertThat(send(request(BUCKET + "/a").DELETE()).statusCode()).isEqualTo(204);

    assertThat(get(BUCKET + "/a").statusCode()).isEqualTo(404);
    assertThat(json(get(BUCKET)).has("items")).isFalse();
    assertThat(json(get(BUCKET + "?versions=true")).getAsJsonArray("items")).contains(object);
    assertThat(get(BUCKET + "/a?generation=" + object.get("generation").getAsString()).statusCode())
        .isEqualTo(200);
  }

  @Test
  void refusesWithTheErrorsOfTheApi() throws Exception {
    upload("{\"name\": \"a\"}", "hello");

    JsonObject error =
        json(send(request(BUCKET + "/a?ifGenerationMatch=1").DELETE())).getAsJsonObject("error");

    assertThat(error.get("code").getAsInt()).isEqualTo(412);
    assertThat(error.getAsJsonArray("errors").get(0).getAsJsonObject().get("reason").getAsString())
        .isEqualTo("conditionNotMet");
  }

  @ParameterizedTest
  @CsvSource({
    BUCKET + "?delimiter=/,501",
    BUCKET + "?pageToken=x,400",
    BUCKET + "?maxResults=many,400",
    "/storage/v1/b/versioned,501",
    "/storage/v1/b/versioned/o/a/acl,501",
    "/storage/v1/b/none/o,404",
    "/,501"
  })
  void refusesUnsupportedRequests(String path, int status) throws Exception {
    assertThat(get(path).statusCode()).isEqualTo(status);
  }

  @Test
  void acceptsResumableUploadsInChunksOf256KiB() throws Exception {
    URI session = begin("a");
    String chunk256KiB = "x".repeat(256 * 1024);

    HttpResponse<String> odd = chunk(session, "bytes 0-9/*", "0123456789");
    assertThat(odd.statusCode()).isEqualTo(400);

    session = begin("a");
    HttpResponse<String> first = chunk(session, "bytes 0-262143/*", chunk256KiB);
    assertThat(first.statusCode()).isEqualTo(308);
    assertThat(first.headers().firstValue("Range")).hasValue("bytes=0-262143");
    assertThat(chunk(session, "bytes */*", "").statusCode()).isEqualTo(308);
    assertThat(get(BUCKET + "/a").statusCode()).isEqualTo(404);

    HttpResponse<String> last = chunk(session, "bytes 262144-262145/262146", "yz");
    assertThat(json(last).get("size").getAsString()).isEqualTo("262146");
    assertThat(chunk(session, "bytes */*", "").statusCode()).isEqualTo(200);
  }

  @Test
  void cancelledUploadIsDeleted() throws Exception {
    URI session = begin("a");
    chunk(session, "bytes 0-262143/*", "x".repeat(256 * 1024));

    HttpResponse<String> cancelled = send(HttpRequest.newBuilder(session).DELETE());

    assertThat(cancelled.statusCode()).isEqualTo(499);
    assertThat(chunk(session, "bytes */*", "").statusCode()).isEqualTo(410);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void listensOnTheLoopbackInterfaceOnly() {
    assertThat(storage.uri().getHost()).isEqualTo("127.0.0.1");
    assertThat(storage.uri().getPort()).isPositive();
  }

  // support

  private JsonObject upload(String resource, String bytes) throws Exception {
    return json(multipart(resource, bytes));
  }

  private HttpResponse<String> multipart(String resource, String bytes) throws Exception {
    String body =
        "--b\r\nContent-Type: application/json\r\n\r\n"
            + resource
            + "\r\n--b\r\ncontent-type: text/plain\r\n\r\n"
            + bytes
            + "\r\n--b--";
    return send(
        request(UPLOADS + "?uploadType=multipart")
            .header("Content-Type", "multipart/related; boundary=b")
            .POST(BodyPublishers.ofString(body)));
  }

  private URI begin(String name) throws Exception {
    return URI.create(
        send(request(UPLOADS + "?uploadType=resumable&name=" + name)
                .POST(BodyPublishers.ofString("{}")))
            .headers()
            .firstValue("Location")
            .orElseThrow());
  }

  private HttpResponse<String> chunk(URI session, String range, String bytes) throws Exception {
    return send(
        HttpRequest.newBuilder(session)
            .header("Content-Range", range)
            .PUT(BodyPublishers.ofString(bytes)));
  }

  private HttpResponse<String> media(String name, String range) throws Exception {
    return send(request(BUCKET + "/" + name + "?alt=media").header("Range", range));
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(request(path));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(storage.uri().resolve(path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static JsonObject json(HttpResponse<String> answer) {
    return JsonParser.parseString(answer.body()).getAsJsonObject();
  }
}
