package com.anykoma.privacy.functions;

import static com.anykoma.privacy.functions.Stack.NOW;
import static com.anykoma.privacy.functions.Stack.signed;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.http.StripeSignature;
import com.anykoma.privacy.platform.Document;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that each bad webhook request gets its status and one log line, and changes no data. */
@Keeps({"P7", "P15", "P17", "E31", "E33"})
@Tag("slow")
final class WebhookBadInputTest {
  @TempDir Path directory;

  record BadRequest(String name, FakeRequest request, int status, String reason) {
    @Override
    public String toString() {
      return name;
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void badRequestGetsItsStatusAndChangesNothing(BadRequest row) throws Exception {
    try (Stack stack = new Stack(directory);
        LogLines log = new LogLines()) {
      stack.signUp("victim");
      Map<String, Document> before = stack.everything();

      FakeResponse response = stack.send(row.request());

      assertThat(response.body()).contains(row.reason()).doesNotContain(StripeJson.MARKER);
      assertThat(response.status()).isEqualTo(row.status());
      assertThat(stack.everything()).isEqualTo(before);
      assertThat(stack.cloud.tasks().unsettled()).isZero();
      assertThat(log.lines())
          .singleElement()
          .asString()
          .matches("stripe event .*|stripe request refused status=4.. place=[A-Z][\\w$.]+:[0-9]+");
      assertThat(log.lines()).noneMatch(line -> line.contains(StripeJson.MARKER));
      assertThat(log.lines()).noneMatch(line -> line.contains("\n") || line.contains("\u001b"));
    }
  }

  static Stream<BadRequest> rows() {
    byte[] good = StripeJson.bytes(upgrade());
    return Stream.of(signatures(good), requests(good), json(), events()).flatMap(it -> it);
  }

  private static Stream<BadRequest> signatures(byte[] good) {
    String valid = StripeSignature.header(Stack.SECRET, good, NOW);
    String v1 = valid.substring(valid.indexOf("v1="));
    byte[] reordered = StripeJson.bytes(reordered(upgrade()));
    return Stream.of(
        new BadRequest("1 no header", FakeRequest.post(Map.of(), good), 400, "header is missing"),
        header("2 no numbers", "t=abc,v1=zz", good, "no time in seconds"),
        header("2 no number, right length", "t=abc," + v1, good, "no time in seconds"),
        header("3 v0 only", valid.replace("v1=", "v0="), good, "no v1 signature"),
        header("4 another serialisation", valid, reordered, "no signature matches"),
        new BadRequest(
            "5 old", FakeRequest.post(signed(good, NOW.minusSeconds(301)), good), 400, "too old"),
        new BadRequest(
            "6 future", FakeRequest.post(signed(good, NOW.plusSeconds(3600)), good), 400, "future"),
        new BadRequest(
            "6 just future",
            FakeRequest.post(signed(good, NOW.plusSeconds(301)), good),
            400,
            "future"),
        header("7 200 signatures", valid + ("," + v1).repeat(199), good, "header is too long"),
        header("7 17 signatures", valid + ",v1=00".repeat(16), good, "more than 16"),
        header("7 1 MB header", valid + "0".repeat(1 << 20), good, "header is too long"),
        header("two times", "t=1," + valid, good, "two times"),
        header("negative time", valid.replace("t=", "t=-"), good, "no time in seconds"),
        header("endless time", valid.replace("t=", "t=9999999999999"), good, "no time in seconds"),
        header("no v1 value", "t=" + NOW.getEpochSecond() + ",v1=", good, "no signature matches"),
        new BadRequest(
            "another secret",
            FakeRequest.post(
                Map.of("Stripe-Signature", StripeSignature.header("whsec_other", good, NOW)), good),
            400,
            "no signature matches"));
  }

  private static BadRequest header(String name, String header, byte[] body, String reason) {
    return new BadRequest(
        name, FakeRequest.post(Map.of("Stripe-Signature", header), body), 400, reason);
  }

  private static Stream<BadRequest> requests(byte[] good) {
    byte[] huge = new byte[10 << 20];
    Arrays.fill(huge, (byte) ' ');
    Map<String, String> gzip = new HashMap<>(signed(good));
    gzip.put("Content-Encoding", "gzip");
    return Stream.of(
        new BadRequest(
            "GET",
            new FakeRequest("GET", signed(good), good, good.length),
            405,
            "allowed methods are POST"),
        new BadRequest("12 gzip", FakeRequest.post(gzip, good), 415, "not be compressed"),
        new BadRequest(
            "12 10 MB", FakeRequest.post(signed(huge), huge), 413, "exceeds the maximum"),
        new BadRequest(
            "12 10 MB without length",
            new FakeRequest("POST", signed(huge), huge, -1),
            413,
            "exceeds the maximum"));
  }

  private static Stream<BadRequest> json() {
    String deep = "{\"object\":\"event\",\"a\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";
    String twice = upgrade().toString().replaceFirst("\\{", "{\"type\":\"x\",");
    return Stream.of(
        body("empty", "", 400, "ends too early"),
        body("not JSON", StripeJson.MARKER, 400, "malformed"),
        body("an array", "[]", 400, "not an object"),
        body("cut off", upgrade().toString().substring(0, 100), 400, "malformed"),
        body("trailing text", upgrade() + "x", 400, "malformed"),
        body("11 a name twice", twice, 400, "duplicate name"),
        body("12 10,000 levels", deep, 400, "levels"),
        new BadRequest("not UTF-8", invalidUtf8(), 400, "not valid UTF-8"));
  }

  private static FakeRequest invalidUtf8() {
    byte[] body = {'{', '"', (byte) 0xc3, (byte) 0x28, '"', ':', '1', '}'};
    return FakeRequest.post(signed(body), body);
  }

  private static BadRequest body(String name, String text, int status, String reason) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    return new BadRequest(name, FakeRequest.post(signed(body), body), status, reason);
  }

  private static Stream<BadRequest> events() {
    return Stream.of(
        with("10 live mode", event -> event.addProperty("livemode", true), "live-mode event"),
        with("no mode", event -> event.remove("livemode"), "'livemode' is missing"),
        with(
            "10 Connect",
            event -> event.addProperty("account", "acct_1"),
            "another Stripe account"),
        with("no id", event -> event.remove("id"), "'id' is missing"),
        with("odd id", event -> event.addProperty("id", "../../admins/x"), "not a Stripe id"),
        with("no type", event -> event.remove("type"), "'type' is missing"),
        with(
            "29 log injection",
            event -> event.addProperty("type", "a\n{\"severity\":\"INFO\"}\u001b[31m"),
            "not a Stripe event type"),
        with("number as type", event -> event.addProperty("type", 7), "'type' is not a string"),
        with("no created", event -> event.remove("created"), "'created' is missing"),
        with("negative time", event -> event.addProperty("created", -1), "'created' is not a time"),
        with(
            "26 milliseconds",
            event -> event.addProperty("created", NOW.toEpochMilli()),
            "'created' is not a time"),
        with("half a second", event -> event.addProperty("created", 1.5), "not a whole number"),
        with(
            "text as time",
            event -> event.addProperty("created", "1"),
            "'created' is not a number"),
        with("no data", event -> event.remove("data"), "'data' is missing"),
        with("no object", event -> event.add("data", new JsonObject()), "'data.object' is missing"),
        withSubscription("null id", it -> it.add("id", JsonNull.INSTANCE), "id' is missing"),
        withSubscription("no customer", it -> it.remove("customer"), "customer' is missing"),
        withSubscription("no status", it -> it.remove("status"), "status' is missing"),
        withSubscription("status 5", it -> it.addProperty("status", 5), "status' is not a string"),
        withSubscription(
            "items text", it -> it.addProperty("items", "x"), "items' is not an object"),
        withSubscription(
            "customer of 256 characters",
            it -> it.addProperty("customer", "c".repeat(256)),
            "customer' is not a Stripe id"),
        withSubscription(
            "negative period",
            it -> it.addProperty("current_period_end", -5),
            "current_period_end' is not a time"),
        ignored("type unknown", "radar.early_fraud_warning.created"),
        ignored("E6 type charge.refunded", "charge.refunded"),
        ignored("E6 type charge.dispute.created", "charge.dispute.created"),
        body("thin event", "{\"object\":\"v2.core.event\",\"id\":\"evt_1\"}", 200, "ignored"));
  }

  private static BadRequest with(String name, Consumer<JsonObject> change, String reason) {
    JsonObject event = upgrade();
    change.accept(event);
    return body(name, event.toString(), 400, reason);
  }

  private static BadRequest withSubscription(
      String name, Consumer<JsonObject> change, String reason) {
    return with(
        name,
        event -> change.accept(event.getAsJsonObject("data").getAsJsonObject("object")),
        reason);
  }

  private static BadRequest ignored(String name, String type) {
    JsonObject event = upgrade();
    event.add("type", new JsonPrimitive(type));
    return body(name, event.toString(), 200, "ignored");
  }

  /** An event that would give the victim the Pro plan, if it were accepted. */
  private static JsonObject upgrade() {
    JsonObject subscription =
        StripeJson.subscription("sub_1", "cus_1", "active", "pro_monthly", 1_800_000_000L);
    subscription.getAsJsonObject("metadata").addProperty("firebaseUID", "victim");
    return StripeJson.event(
        "evt_1", "customer.subscription.created", NOW.getEpochSecond(), subscription);
  }

  private static JsonObject reordered(JsonObject event) {
    JsonObject other = new JsonObject();
    other.add("type", event.get("type"));
    event.entrySet().forEach(each -> other.add(each.getKey(), each.getValue()));
    return other;
  }
}
