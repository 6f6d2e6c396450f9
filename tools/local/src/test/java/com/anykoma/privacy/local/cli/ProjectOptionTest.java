package com.anykoma.privacy.local.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.local.Ran;
import com.anykoma.privacy.local.app.ServedApp;
import com.anykoma.privacy.local.cloud.CloudChoice;
import com.anykoma.privacy.local.cloud.OffsetClock;
import com.anykoma.privacy.local.cloud.RunningEmulators;
import com.anykoma.privacy.local.host.LocalCloud;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.usage.training.SubjectFacts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests an operator's requests to a project's Evidence, and the data shown without a secret. */
@SuppressWarnings("NullAway.Init") // JUnit sets all
@Tag("slow")
final class ProjectOptionTest {
  private static final SubjectId ANN = new SubjectId("ann");

  @TempDir private Path directory;
  private LocalCloud cloud;
  private String evidence;
  private Path token;

  @BeforeEach
  void serve() throws Exception {
    cloud =
        ServedApp.open(
            FixtureProduct.FILES,
            CloudChoice.EMBEDDED,
            Map.of(),
            directory,
            OffsetClock.of(directory),
            0);
    evidence = cloud.host().base().resolve("/Evidence").toString();
    token = Files.writeString(directory.resolve("token"), call("POST", "/app/staff/mia").body());
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  private HttpResponse<String> call(String method, String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(cloud.host().base().resolve(path))
                .method(method, BodyPublishers.noBody())
                .build(),
            BodyHandlers.ofString());
  }

  private Ran ask(String... arguments) {
    String[] all = new String[arguments.length + 6];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    System.arraycopy(
        new String[] {
          "--project", "anykoma-test", "--evidence", evidence, "--token-file", token.toString()
        },
        0,
        all,
        arguments.length,
        6);
    return Ran.of(all);
  }

  @Test
  @Keeps({"P18", "P20"})
  void readsOrdersAndCertificatesFromEvidenceAsStaff() throws Exception {
    Path data = directory.resolve("elsewhere");
    assertThat(call("PUT", "/app/accounts/u1").statusCode()).isEqualTo(200);
    assertThat(Ran.of("erase", "u1", "--confirm", "--data", directory.toString()).exit()).isZero();

    Ran orders = ask("orders", "--json", "--data", data.toString());
    while (orders.json().getAsJsonArray("fulfilledLately").isEmpty()) { // serve carries it out
      orders = ask("orders", "--json", "--data", data.toString());
    }
    String order =
        orders
            .json()
            .getAsJsonArray("fulfilledLately")
            .get(0)
            .getAsJsonObject()
            .get("order")
            .getAsString();
    Ran certificate = ask("certificate", "get", order);

    assertThat(orders.exit()).as(orders.err()).isZero();
    assertThat(ask("orders").out()).contains("fulfilled lately:", order);
    assertThat(certificate.exit()).isZero();
    assertThat(certificate.out())
        .isEqualTo(Ran.of("certificate", "get", order, "--data", directory.toString()).out());
    assertThat(ask("certificate", "get", "none").exit()).isEqualTo(1);
    assertThat(ask("certificate", "get", "no/id").exit()).isEqualTo(1);
    assertThat(data).doesNotExist();
  }

  @Test
  @Keeps("P18")
  void explainsWhyNonStaffAreRefused() throws Exception {
    assertThat(call("PUT", "/app/accounts/u1").statusCode()).isEqualTo(200);
    Files.writeString(token, call("GET", "/app/token/u1").body());
    Ran another = ask("orders");
    Files.writeString(token, "no token");
    Ran anonymous = ask("orders");
    evidence = "http://example.invalid/Evidence";
    Ran open = ask("orders");

    assertThat(another.exit()).isEqualTo(1);
    assertThat(another.err()).contains("does not list the role evidence");
    assertThat(anonymous.err()).contains("Evidence rejected the ID token");
    assertThat(open.err()).contains("does not begin with https://");
    assertThat(Ran.of("orders", "--project", "anykoma-test").err())
        .contains("the URL of" + " Evidence is missing");
  }

  @Test
  void refusesDemoProjectsWithoutEmulators() {
    Ran ran =
        Ran.of("confirm", "erasures", "--project", "demo-none", "--data", directory.toString());

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains("no ./run serve --cloud=emulators is running on");
  }

  @Test
  void staffSignsInThroughTheFakeApp() throws Exception {
    HttpResponse<String> again = call("POST", "/app/staff/mia");

    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(cloud.cloud().accounts().get(new SubjectId("mia")).orElseThrow().claims())
        .containsEntry("staff", List.of("review", "safety", "cases", "evidence"));
    assertThatThrownBy(() -> new EvidenceClient(URI.create("http://a.example"), "t"))
        .isInstanceOf(PermanentFailure.class);
  }

  @Test
  void ignoresTheFileOfStoppedEmulators() throws IOException {
    Path emulators = Files.createDirectories(directory.resolve("emulators"));
    Files.writeString(emulators.resolve("running.properties"), "PROCESS=1 long ago\n");

    assertThat(RunningEmulators.of(directory)).isEmpty();
    assertThat(Ran.of("orders", "--data", directory.toString()).exit()).isZero();
  }

  private ProjectSubject ann() {
    return new ProjectSubject(cloud.cloud().documents(), ANN);
  }

  private void record() {
    cloud
        .cloud()
        .documents()
        .create(
            DocumentPath.of("subjects", "ann"),
            Fields.empty().with("accountCreatedAt", Instant.now()));
  }

  @Test
  @Keeps({"P3", "P23"})
  void showsErasureInProgressWithoutTheHashKey() {
    Instant now = Instant.now();
    assertThat(ann().isKnown()).isFalse();
    assertThat(ann().facts(now).hasAccount()).isFalse();
    record();
    assertThat(ann().facts(now).erased()).isFalse();

    Instant later = now.plus(Duration.ofDays(8));
    boolean unused = cloud.wiring().services().erasures().request(ANN, "requested").isLive();

    SubjectFacts requested = ann().facts(now);
    assertThat(requested.erased()).isFalse();
    assertThat(requested.erasureRequested()).isTrue();
    assertThat(ann().facts(later).erased()).isTrue();

    cloud.wiring().services().erasures().begin(ANN, "command-line");

    assertThat(ann().facts(now).erased()).isTrue();
  }
}
