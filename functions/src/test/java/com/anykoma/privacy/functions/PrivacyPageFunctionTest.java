package com.anykoma.privacy.functions;

import static com.anykoma.privacy.functions.ThreeVersions.MIDDLE;
import static com.anykoma.privacy.functions.ThreeVersions.NEWEST;
import static com.anykoma.privacy.functions.ThreeVersions.OLDEST;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.Sha256;
import com.anykoma.privacy.log.CapturedLog;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.services.PrivacyFiles;
import com.anykoma.privacy.work.Checks;
import com.anykoma.privacy.yaml.SettingsException;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads the privacy page, its versions and the status, with the grants of the function. */
@Keeps({"P1", "P36", "P37"})
@Tag("slow")
final class PrivacyPageFunctionTest {
  private static final Map<String, String> FORM =
      Map.of("Content-Type", "application/x-www-form-urlencoded");
  private static final List<String> PAGES =
      List.of(
          "",
          "/versions",
          "/versions/" + OLDEST,
          "/diff?from=" + OLDEST + "&to=" + MIDDLE,
          "/status");

  @TempDir private Path directory;
  private Stack stack;

  @BeforeEach
  void open() throws IOException {
    Files.createDirectory(directory.resolve("cloud"));
    stack = new Stack(directory.resolve("cloud"), product());
    publish(MIDDLE);
  }

  /** The status needs sentences that match page.md, so its tests use a product with one version. */
  private PrivacyFiles product() throws IOException {
    return ThreeVersions.in(directory.resolve("product"));
  }

  @AfterEach
  void close() {
    stack.close();
  }

  private void publish(String version) {
    stack
        .cloud
        .documents()
        .set(
            OwnCollections.POLICIES.document(version),
            Fields.empty().with("approvedAt", stack.now()));
  }

  private static FakeResponse ask(
      Stack stack, String method, String path, Map<String, String> headers, String body)
      throws IOException {
    FakeResponse response = new FakeResponse();
    new PrivacyPageFunction(stack.as(PrivacyPageFunction.class))
        .service(
            FakeRequest.of(method, "http://localhost" + path, headers, body.getBytes(UTF_8)),
            response);
    return response;
  }

  private FakeResponse get(String path) throws IOException {
    return ask(stack, "GET", path, Map.of(), "");
  }

  private static FakeResponse getOfOneVersion(Path directory, String path) throws IOException {
    try (Stack stack = new Stack(Files.createDirectory(directory.resolve("one")))) {
      return ask(stack, "GET", path, Map.of(), "");
    }
  }

  @Test
  void showsTheVersionThatWasPublishedLast() throws IOException {
    FakeResponse page = get("/");

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.getContentType()).hasValue("text/html; charset=utf-8");
    assertThat(page.body())
        .contains("Last updated: " + MIDDLE, "/diff?from=" + OLDEST + "&amp;to=" + MIDDLE)
        .contains(Stack.PAGES + "/versions", Stack.PAGES + "/status")
        .doesNotContain("takes effect on", "This is an earlier version", NEWEST);
  }

  @Test
  void announcesAVersionThatIsNotInEffectYet() throws IOException {
    publish(NEWEST);

    assertThat(get("").body())
        .contains("Last updated: " + NEWEST)
        .contains("This version takes effect on <time datetime=\"2026-12-24T00:00:00Z\">2026-12-24")
        .contains(
            "version <span class=\"date\">" + MIDDLE + "</span></a> applies",
            "?from=" + MIDDLE + "&amp;to=" + NEWEST);
    stack.later(Duration.ofDays(32));
    assertThat(get("").body())
        .contains("Last updated: " + NEWEST)
        .doesNotContain("takes effect on");
  }

  @Test
  void servesEveryPublishedTextToTheByte() throws IOException {
    for (String version : List.of(OLDEST, MIDDLE)) {
      FakeResponse text = get("/versions/" + version + ".md");

      assertThat(text.getContentType()).hasValue("text/markdown; charset=utf-8");
      assertThat(text.body()).isEqualTo(ThreeVersions.text(version));
    }
    assertThat(get("/versions/" + OLDEST).body())
        .contains("within 90 days", "This is an earlier version")
        .doesNotContain("<form");
  }

  @Test
  void deployedVersionIsSecretUntilItIsPublished() throws IOException {
    assertThat(get("/versions").body()).contains(MIDDLE).doesNotContain(NEWEST);
    for (String path :
        List.of("/versions/" + NEWEST, "/versions/" + NEWEST + ".md", diff(MIDDLE, NEWEST))) {
      assertThat(get(path).status()).as(path).isEqualTo(404);
    }

    publish(NEWEST);

    assertThat(get("/versions/" + NEWEST).status()).isEqualTo(200);
  }

  private static String diff(String from, String to) {
    return "/diff?from=" + from + "&to=" + to;
  }

  @Test
  void listsVersionsAsHtmlAndJson() throws IOException {
    String json = get("/versions?format=json").body();
    JsonObject newest =
        JsonParser.parseString(json)
            .getAsJsonObject()
            .getAsJsonArray("versions")
            .get(0)
            .getAsJsonObject();

    assertThat(newest.get("version").getAsString()).isEqualTo(MIDDLE);
    assertThat(newest.get("previous").getAsString()).isEqualTo(OLDEST);
    assertThat(newest.get("sha256").getAsString())
        .isEqualTo(Sha256.hex(ThreeVersions.text(MIDDLE)));
    assertThat(ask(stack, "GET", "/versions", Map.of("Accept", "application/json"), "").body())
        .isEqualTo(json);
    assertThat(
            ask(stack, "GET", "/versions", Map.of("Accept", "text/html, application/json"), "")
                .getContentType())
        .hasValue("text/html; charset=utf-8");
  }

  @Test
  void marksChangedWordsByElementsAndWords() throws IOException {
    String html = get(diff(OLDEST, MIDDLE)).body();

    assertThat(html)
        .contains("Removed:</span>", "<del>90</del>", "Added:</span>", "<ins>30</ins>")
        .contains("2 lines changed");
    assertThat(get(diff(MIDDLE, MIDDLE)).body()).contains("Both have the same text");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/PrivacyPage", "/privacy", ""})
  void pathMayHaveTheFunctionsNameOrThePathOfThePage(String prefix) throws IOException {
    assertThat(get(prefix + "/versions/" + OLDEST + ".md").body())
        .isEqualTo(ThreeVersions.text(OLDEST));
    assertThat(get(prefix.isEmpty() ? "/" : prefix).body()).contains("Last updated: " + MIDDLE);
    String base = prefix.equals("/PrivacyPage") ? prefix : Stack.PAGES.toString();
    assertThat(get(prefix + "/versions").body()).contains("href=\"" + base + "/status\"");
  }

  @Test
  void cachesAskWithTheTag() throws IOException {
    FakeResponse first = get("/");
    String tag = first.header("ETag");

    assertThat(tag).matches("\"[0-9a-f]{64}\"");
    assertThat(first.header("Cache-Control")).isEqualTo("public, max-age=60");
    assertThat(get("/").header("ETag")).isEqualTo(tag);
    for (String asked : List.of(tag, "W/" + tag, "\"x\", " + tag, "*")) {
      FakeResponse again = ask(stack, "GET", "/", Map.of("If-None-Match", asked), "");
      assertThat(again.status()).as(asked).isEqualTo(304);
      assertThat(again.bytes()).isEmpty();
      assertThat(again.header("ETag")).isEqualTo(tag);
    }
    assertThat(ask(stack, "GET", "/", Map.of("If-None-Match", "\"x\""), "").status())
        .isEqualTo(200);
    publish(NEWEST);
    assertThat(ask(stack, "GET", "/", Map.of("If-None-Match", tag), "").status()).isEqualTo(200);
  }

  @Test
  void headHasTheHeadersOnly() throws IOException {
    FakeResponse head = ask(stack, "HEAD", "/", Map.of(), "");

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.bytes()).isEmpty();
    assertThat(head.header("ETag")).isEqualTo(get("/").header("ETag"));
    assertThat(head.header("Content-Length")).isEqualTo("" + get("/").bytes().length);
  }

  static List<String> hostilePaths() {
    return List.of(
        "/../page.md",
        "/versions/../../etc/passwd",
        "/versions/..%2F..%2Fpage.md",
        "/versions/archive/" + OLDEST + ".md",
        "/versions/%3Cscript%3Ealert(1)%3C/script%3E",
        "/versions/<script>alert(1)</script>",
        "/versions/2026-99-99",
        "/versions/----------",
        "/versions/" + OLDEST + "?a=<script>",
        "/versions/" + "9".repeat(10_000),
        "/diff",
        "/diff?from=" + OLDEST,
        diff("<script>", "x"),
        diff("%3Cscript%3E", "x"),
        diff("a".repeat(10_000), "x"),
        diff(OLDEST, MIDDLE) + "&from=" + MIDDLE,
        diff(OLDEST, MIDDLE) + "&extra=<script>",
        "/?format=json",
        "/?<script>",
        "/status?format=<script>",
        "/status?format=xml",
        "/versions?format",
        "/helpful/script",
        "/status/script");
  }

  @ParameterizedTest
  @MethodSource("hostilePaths")
  void hostileRequestsAreRefusedAndNeverEchoed(String path) throws IOException {
    FakeResponse refused = get(path);

    assertThat(refused.status()).isIn(400, 404);
    assertThat(refused.getContentType()).hasValue("application/json; charset=utf-8");
    assertThat(refused.header("Cache-Control")).isEqualTo("private, no-store");
    assertThat(refused.body()).doesNotContain("script", "passwd", "9999").hasSizeLessThan(200);
  }

  @ParameterizedTest
  @CsvSource({
    "POST, '', GET",
    "PUT, '', GET",
    "DELETE, /versions, GET",
    "GET, /helpful, POST",
    "HEAD, /helpful, POST",
    "OPTIONS, /status, GET",
    "TRACE, /diff, GET"
  })
  void otherMethodsGet405(String method, String path, String allowed) throws IOException {
    FakeResponse refused = ask(stack, method, path, Map.of(), "");

    assertThat(refused.status()).isEqualTo(405);
    assertThat(refused.header("Allow")).startsWith(allowed);
    assertThat(refused.header("Cache-Control")).isEqualTo("private, no-store");
  }

  @Test
  void pagesHaveAStrictPolicyThatAllowsTheirOwnStyleOnly() throws IOException {
    FakeResponse page = get("/");
    Matcher style = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL).matcher(page.body());

    assertThat(style.find()).isTrue();
    byte[] hash = HexFormat.of().parseHex(Sha256.hex(style.group(1)));
    assertThat(page.header("Content-Security-Policy"))
        .isEqualTo(
            "default-src 'none'; style-src 'sha256-"
                + Base64.getEncoder().encodeToString(hash)
                + "'; form-action 'self' https://example.com/; base-uri 'none';"
                + " frame-ancestors 'none'");
    assertThat(style.find()).as("a second style sheet").isFalse();
  }

  @Test
  void everyPageIsAccessibleAndPassive() throws IOException {
    for (String path : PAGES) {
      String html =
          path.equals("/status") ? getOfOneVersion(directory, path).body() : get(path).body();

      assertThat(html).as(path).startsWith("<!DOCTYPE html>\n<html lang=\"en\">");
      assertThat(html).as(path).containsOnlyOnce("<h1>").containsOnlyOnce("<main id=\"content\">");
      assertThat(html)
          .as(path)
          .contains("href=\"#content\"", "name=\"viewport\"", "<nav aria-label=");
      assertThat(html.replaceAll("(?s).*<title>(.*?)</title>.*", "$1")).as(path).isNotBlank();
      assertThat(html)
          .as(path)
          .doesNotContainPattern("(?i)<script|<img|<iframe|<link| on[a-z]+=|style=");
      assertThat(html).as(path).doesNotContain("{{", "}}");
      assertThat(ids(html)).as(path).doesNotHaveDuplicates();
    }
    assertThat(get("/").body()).contains("<legend", "Was this article helpful?</legend>");
  }

  private static List<String> ids(String html) {
    return Pattern.compile(" id=\"([^\"]+)\"")
        .matcher(html)
        .results()
        .map(it -> it.group(1))
        .toList();
  }

  @Test
  void statusTellsEachPromiseWithItsIncidents() throws IOException {
    try (Stack one = new Stack(Files.createDirectory(directory.resolve("one")))) {
      Checks checks = new Checks(one.cloud.documents(), one::now);
      one.wiring.services().promises().checks().keySet().forEach(it -> checks.run(it, List::of));
      checks.run("settings", () -> List.of("soft delete is <on>"));
      one.later(Duration.ofDays(3));

      String html = ask(one, "GET", "/status", Map.of(), "").body();
      JsonObject p16 = promise(ask(one, "GET", "/status?format=json", Map.of(), ""), "P16");

      assertThat(html)
          .contains("soft delete is &lt;on&gt;", "open for 3 days", "resolved by: platform")
          .contains("is too old.", "Known gap: ", "id=\"C1\"");
      assertThat(p16.get("state").getAsString()).isEqualTo("broken");
      JsonObject incident = p16.getAsJsonArray("incidents").get(0).getAsJsonObject();
      assertThat(incident.get("check").getAsString()).isEqualTo("settings");
      assertThat(incident.get("since").getAsString()).isEqualTo("2026-11-22T12:00:00Z");
    }
  }

  private static JsonObject promise(FakeResponse answer, String id) {
    for (JsonElement each :
        JsonParser.parseString(answer.body()).getAsJsonObject().getAsJsonArray("promises")) {
      if (each.getAsJsonObject().get("id").getAsString().equals(id)) {
        return each.getAsJsonObject();
      }
    }
    throw new AssertionError("no promise " + id);
  }

  @Test
  void oneInstanceReadsTheStoreOnceForManyReaders() throws IOException {
    PrivacyPageFunction instance = new PrivacyPageFunction(stack.as(PrivacyPageFunction.class));
    Map<String, Long> before = stack.cloud.counts().snapshot();
    for (int i = 0; i < 50; i++) {
      instance.service(FakeRequest.of("GET", "http://localhost/", Map.of()), new FakeResponse());
    }

    long reads =
        stack.cloud.counts().snapshot().getOrDefault("documents.read", 0L)
            - before.getOrDefault("documents.read", 0L);
    assertThat(reads).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "no"})
  void answerIsTwoNumbersAndNothingAboutTheReader(String answer) throws IOException {
    Map<String, String> headers =
        Map.of(
            "Content-Type", "application/x-www-form-urlencoded",
            "User-Agent", "MarkerBrowser/9",
            "X-Forwarded-For", "203.0.113.77",
            "Cookie", "id=MarkerCookie",
            "Referer", "https://example.com/MarkerReferer",
            "Authorization", "Bearer MarkerToken");
    Set<String> before = stack.everything().keySet();
    try (CapturedLog log = new CapturedLog()) {
      FakeResponse thanks = ask(stack, "POST", "/helpful", headers, "answer=" + answer);

      assertThat(thanks.status()).isEqualTo(303);
      assertThat(thanks.header("Location")).isEqualTo(Stack.PAGES + "#thanks");
      assertThat(thanks.header("Set-Cookie")).isEmpty();
      assertThat(String.join("\n", log.lines())).doesNotContain("Marker", "203.0.113.77");
    }

    Map<String, Document> after = stack.everything();
    Fields counted = Objects.requireNonNull(after.get("feedback/2026-11-22")).fields();
    assertThat(counted.asMap())
        .isEqualTo(
            Map.of("yes", answer.equals("yes") ? 1L : 0L, "no", answer.equals("no") ? 1L : 0L));
    assertThat(after.toString()).doesNotContain("Marker", "203.0.113.77");
    after.keySet().removeAll(before);
    assertThat(after.keySet())
        .hasSize(2)
        .allMatch(it -> it.startsWith("feedback/") || it.startsWith("rateLimits/"));
  }

  @ParameterizedTest
  @CsvSource({
    "application/x-www-form-urlencoded, answer=maybe, 400",
    "application/x-www-form-urlencoded, answer=yes&answer=no, 400",
    "application/x-www-form-urlencoded, answer=yes&email=a@b.c, 400",
    "application/x-www-form-urlencoded, '', 400",
    "application/json, '{\"answer\": \"yes\"}', 415",
    "text/plain, answer=yes, 415"
  })
  void otherAnswersAreRefused(String type, String body, int status) throws IOException {
    FakeResponse refused = ask(stack, "POST", "/helpful", Map.of("Content-Type", type), body);

    assertThat(refused.status()).isEqualTo(status);
    assertThat(stack.everything().keySet()).noneMatch(it -> it.startsWith("feedback/"));
  }

  @Test
  void longAnswersAreRefused() throws IOException {
    assertThat(ask(stack, "POST", "/helpful", FORM, "answer=yes" + " ".repeat(10_000)).status())
        .isEqualTo(413);
  }

  @Test
  void answersAreLimitedForAllReadersTogetherAndReadingIsNot() throws IOException {
    PrivacyPageFunction instance = new PrivacyPageFunction(stack.as(PrivacyPageFunction.class));
    int refused = 0;
    for (int i = 0; i < 620; i++) {
      FakeResponse response = new FakeResponse();
      instance.service(
          FakeRequest.of("POST", "http://localhost/helpful", FORM, "answer=no".getBytes(UTF_8)),
          response);
      refused += response.status() == 429 ? 1 : 0;
    }

    assertThat(refused).isEqualTo(20);
    assertThat(get("/").status()).isEqualTo(200);
  }

  @Test
  void missingOrChangedArchiveFailsTheStart() throws IOException {
    Path folder = ThreeVersions.write(directory.resolve("other"));
    Path archived = folder.resolve("archive/" + OLDEST + ".md");

    Files.writeString(archived, ThreeVersions.text(OLDEST) + " ");
    assertThatThrownBy(() -> PrivacyFiles.in(folder))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("policies.yaml:6:")
        .hasMessageContaining("restore archive/" + OLDEST + ".md");
    Files.delete(archived);
    assertThatThrownBy(() -> PrivacyFiles.in(folder))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("archive/" + OLDEST + ".md: missing in")
        .hasMessageContaining("restore the text that page.md had in this version");
  }
}
