package com.anykoma.privacy.local.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Sha256;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.TerminalText;
import com.anykoma.privacy.local.cloud.CloudChoice;
import com.anykoma.privacy.local.cloud.OffsetClock;
import com.anykoma.privacy.local.host.LocalCloud;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.retention.removal.OrderState;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

@SuppressWarnings("NullAway.Init") // JUnit sets them
@Tag("slow")
final class StatusPageTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir private Path directory;
  private OffsetClock clock;
  private LocalCloud cloud;

  @BeforeEach
  void open() {
    clock = OffsetClock.of(directory);
    cloud =
        ServedApp.open(FixtureProduct.FILES, CloudChoice.EMBEDDED, Map.of(), directory, clock, 0);
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  private HttpResponse<String> call(
      String method, String path, String body, Map<String, String> headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(cloud.host().base().resolve(path))
            .method(method, BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> call(String method, String path, String body) throws Exception {
    return call(method, path, body, Map.of());
  }

  private void put(String path, String body) throws Exception {
    assertThat(call("PUT", path, body).statusCode()).isEqualTo(200);
    assertThat(cloud.bridge().untilIdle(LONG)).isTrue();
  }

  private String page() throws Exception {
    HttpResponse<String> page = call("GET", "/", "");
    assertThat(page.statusCode()).isEqualTo(200);
    return page.body();
  }

  private static Document parsed(String page) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(page.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<Element> all(Document page, String tag) {
    NodeList nodes = page.getElementsByTagName(tag);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  private static List<String> texts(Document page, String tag) {
    return all(page, tag).stream().map(each -> each.getTextContent().strip()).toList();
  }

  @Test
  void showsPeopleItemsReasonsOrdersCertificatesAndEvents() throws Exception {
    put("/app/accounts/u1", "");
    put("/app/documents/users/u1/prompts/p1", "{\"text\":\"a red dragon\"}");
    put("/app/documents/users/u1/prompts/p2", "{\"text\":\"a blue dragon\"}");
    put("/app/documents/users/u1", "{\"objection\":true}");
    assertThat(call("DELETE", "/app/documents/users/u1/prompts/p1", "").statusCode())
        .isEqualTo(200);
    assertThat(cloud.bridge().untilIdle(LONG)).isTrue();

    Document page = parsed(page());

    assertThat(texts(page, "h3")).contains("u1", "Purge for u1");
    assertThat(texts(page, "code")).contains("prompts/p2");
    assertThat(texts(page, "li"))
        .contains("its subject objects, or objected to or restricted its use since it was created");
    assertThat(texts(page, "dd")).contains("users/u1/prompts/p1");
    assertThat(texts(page, "td")).contains("ContentWritten");

    HttpResponse<String> moved = call("POST", "/app/clock", "{\"forward\":\"P8D\"}");

    assertThat(moved.statusCode()).isEqualTo(200);
    assertThat(cloud.wiring().services().orders().overview().recent())
        .hasSize(1)
        .allMatch(each -> each.order().state() == OrderState.FULFILLED);
    page = parsed(page());
    assertThat(texts(page, "h3")).contains("Purge, round 0").doesNotContain("Purge for u1");
    assertThat(texts(page, "p")).contains("8 days ahead of this machine");
  }

  @Test
  void escapesHostileNamesAndHidesContent() throws Exception {
    String hostile = "<script>alert('1')</script>&\"\u202e\u0001";
    String id = hostile.replace("/", "");
    cloud.platform().createAccount(new SubjectId(hostile));
    put("/app/accounts/u1", "");
    cloud
        .cloud()
        .documents()
        .create(
            DocumentPath.of("users", "u1", "prompts", id),
            Fields.empty().with("text", "a red dragon"));
    assertThat(cloud.bridge().untilIdle(LONG)).isTrue();

    String page = page();

    assertThat(texts(parsed(page), "code"))
        .contains(TerminalText.of(hostile), "prompts/" + TerminalText.of(id));
    assertThat(page).doesNotContain("<script", "dragon", "\u202e", "\u0001");
  }

  @Test
  void pageHasNoScriptsAndLoadsNoResources() throws Exception {
    HttpResponse<String> answer = call("GET", "/", "");

    String style = all(parsed(answer.body()), "style").get(0).getTextContent();
    String hash = Sha256.hex(style.getBytes(StandardCharsets.UTF_8));
    assertThat(answer.headers().firstValue("Content-Security-Policy"))
        .hasValue(
            "default-src 'none'; style-src 'sha256-"
                + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hash))
                + "'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(answer.body()).doesNotContain("://", "<script", " style=", " onclick", "@import");
    assertThat(style).doesNotContain("url(", "<");
    assertThat(call("DELETE", "/", "").statusCode()).isEqualTo(405);
    assertThat(call("GET", "/nothing", "").statusCode()).isEqualTo(404);
  }

  @Test
  void pageHasTitleHeadingsAndLabels() throws Exception {
    put("/app/accounts/u1", "");

    Document page = parsed(page());

    assertThat(page.getDocumentElement().getAttribute("lang")).isEqualTo("en");
    assertThat(texts(page, "title")).hasSize(1);
    assertThat(all(page, "meta"))
        .anyMatch(each -> each.getAttribute("content").startsWith("width=device-width"));
    assertThat(texts(page, "h1")).containsExactly("AnyKoma Privacy");
    assertThat(texts(page, "h2"))
        .containsExactly("Clock", "People", "Orders", "Certificates", "Last events");
    List<String> headings = all(page, "h2").stream().map(each -> each.getAttribute("id")).toList();
    assertThat(all(page, "section"))
        .extracting(each -> each.getAttribute("aria-labelledby"))
        .isEqualTo(headings);
    assertThat(texts(page, "legend")).hasSize(1);
    assertThat(texts(page, "button")).containsExactly("1 hour", "1 day", "30 days");
    assertThat(all(page, "th")).allMatch(each -> each.getAttribute("scope").equals("col"));
  }

  @Test
  void onlyItsOwnPageCanMoveTheClock() throws Exception {
    String own = cloud.host().base().toString();
    for (Map<String, String> foreign :
        List.of(
            Map.of("Origin", "https://evil.example"),
            Map.of("Origin", "null"),
            Map.of("Sec-Fetch-Site", "cross-site"),
            Map.of("Origin", own, "Sec-Fetch-Site", "same-site"))) {
      assertThat(call("POST", "/", "forward=hour", foreign).statusCode()).isEqualTo(403);
      assertThat(call("POST", "/app/clock", "{\"forward\":\"P1D\"}", foreign).statusCode())
          .isEqualTo(403);
      assertThat(call("POST", "/app/stripe", "{}", foreign).statusCode()).isEqualTo(403);
      assertThat(call("GET", "/", "", foreign).statusCode()).isEqualTo(200);
    }
    assertThat(clock.offset()).isZero();

    Map<String, String> ours = Map.of("Origin", own, "Sec-Fetch-Site", "same-origin");
    HttpResponse<String> moved = call("POST", "/", "forward=hour", ours);

    assertThat(moved.statusCode()).isEqualTo(303);
    assertThat(moved.headers().firstValue("Location")).hasValue("/");
    assertThat(clock.offset()).isEqualTo(Duration.ofHours(1));
    HttpResponse<String> other = call("POST", "/", "forward=back", ours);
    assertThat(other.statusCode()).isEqualTo(400);
    assertThat(texts(parsed(other.body()), "p"))
        .contains("The clock was not moved: unknown value of \"forward\".");
  }

  @Test
  void refusesInvalidMovesWithOneSentence() throws Exception {
    for (String body :
        List.of(
            "",
            "{}",
            "[]",
            "{\"to\":\"tomorrow\"}",
            "{\"to\":\"2020-01-01T00:00:00Z\"}",
            "{\"to\":\"+999999999-12-31T00:00:00Z\"}",
            "{\"to\":\"2099-01-01T00:00:00Z\",\"forward\":\"PT1H\"}",
            "{\"forward\":3600}",
            "{\"forward\":\"-PT1H\"}",
            "{\"forward\":\"P400D\"}",
            "{\"forward\":\"P1M\"}",
            "{\"backward\":\"PT1H\"}")) {
      HttpResponse<String> answer = call("POST", "/app/clock", body);
      assertThat(answer.statusCode()).as(body).isEqualTo(400);
      assertThat(answer.body()).as(body).matches("the (body|clock) .{10,200}\n");
    }

    HttpResponse<String> told = call("GET", "/app/clock", "");

    assertThat(told.statusCode()).isEqualTo(200);
    assertThat(told.body()).contains("\"now\": \"20", "\"ahead\": \"PT0S\"");
  }
}
