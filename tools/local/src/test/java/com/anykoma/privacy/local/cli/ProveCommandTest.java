package com.anykoma.privacy.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.Sensitive;
import com.anykoma.privacy.Sha256;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.local.Ran;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import com.anykoma.privacy.work.Checks;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests that the auditor's pack is complete, contains no personal data, and shows each change. */
@Keeps({"P1", "P18", "P20", "P23"})
final class ProveCommandTest extends ProofCommandsFixture {
  private static final String MARKER = "zebra7marker";
  private static final String NO_NONCE = "A".repeat(43);

  private Path pack() {
    return directory.resolve("pack");
  }

  private Ran prove(String... options) {
    return onData(
        Stream.concat(Stream.of("prove", "--out=" + pack()), Stream.of(options))
            .toArray(String[]::new));
  }

  private Ran verify() {
    return Ran.of("prove", "verify", pack().toString());
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(pack())) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private JsonObject json(String file) throws IOException {
    return JsonParser.parseString(Files.readString(pack().resolve(file))).getAsJsonObject();
  }

  @Test
  void packHasEveryProofAndVerifiesOffline() throws IOException {
    checkpointLater();
    try (EmbeddedCloud cloud = open(Clock.systemUTC())) {
      new Checks(cloud.documents(), Clock.systemUTC())
          .run("settings", () -> List.of("soft delete is on: content"));
    }

    Ran ran = prove();

    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(files())
        .extracting(each -> pack().relativize(each).toString())
        .contains("index.html", "register.json", "checks.json", "deadlines.json", "orders.json")
        .contains("keys.json", "verify.txt", "SHA256SUMS", "page/versions.json")
        .contains("page/2026-01-06.md", "audit/00000001.json", "proofs/consistency-1-1.json")
        .anyMatch(each -> each.startsWith("proofs/inclusion-"))
        .anyMatch(each -> each.startsWith("certificates/" + order()));
    assertThat(Files.readString(pack().resolve("index.html")))
        .contains("<html lang=\"en\">", "<h1>", "href=\"register.json\"")
        .doesNotContain("<script");
    assertThat(Files.readString(pack().resolve("checks.json"))).contains("soft delete is on");
    JsonObject erasures = json("deadlines.json").getAsJsonObject("erasures");
    assertThat(erasures.get("closed").getAsInt()).isEqualTo(1);
    assertThat(erasures.get("overdue").getAsInt()).isZero();
    assertThat(erasures.get("p99Seconds").getAsLong()).isNotNegative();
    assertThat(verify().out()).contains("genuine and complete");
    assertThat(verify().exit()).isZero();
    for (String each : List.of("audit", "certificates")) {
      String command = each.equals("audit") ? "audit" : "certificate";
      assertThat(Ran.of(command, "verify", pack().resolve(each).toString()).exit()).isZero();
    }
  }

  @Test
  void packContainsNoPersonalData() throws IOException {
    Instant now = Instant.now();
    try (EmbeddedCloud cloud = open(Clock.systemUTC())) {
      for (String each : List.of("a", "b")) {
        String uid = MARKER + each;
        cloud
            .accounts()
            .create(
                new SubjectId(uid),
                Optional.of(Sensitive.of(uid + "@example.com")),
                Optional.of(Sensitive.of(uid)));
        cloud.documents().create(DocumentPath.of("users", uid), Fields.empty().with("gpc", true));
      }
      cloud
          .documents()
          .create(
              OwnCollections.CASES.document("case1"),
              Fields.empty()
                  .with("kind", "access")
                  .with("state", "open")
                  .with("address", MARKER + "@example.com")
                  .with("texts", List.of(MARKER))
                  .with("uid", MARKER)
                  .with("receivedAt", now.minus(Duration.ofDays(40)))
                  .with("dueAt", now.minus(Duration.ofDays(9))));
    }
    assertThat(onData("erase", MARKER + "a", "--confirm").exit()).isZero();
    checkpointLater();

    assertThat(prove().exit()).isZero();

    JsonObject cases = json("deadlines.json").getAsJsonObject("cases");
    assertThat(cases.get("overdue").getAsInt()).isEqualTo(1);
    assertThat(cases.get("oldestSeconds").getAsLong()).isBetween(3_400_000L, 3_500_000L);
    assertThat(files()).hasSizeGreaterThan(12);
    for (Path each : files()) {
      assertThat(each.toString()).doesNotContain(MARKER);
      assertThat(new String(Files.readAllBytes(each), StandardCharsets.UTF_8))
          .as(each.toString())
          .doesNotContain(MARKER);
    }
  }

  @Test
  void choosesCertificatesByDayAndPerson() throws IOException {
    assertThat(prove("--since=2999-01-01").exit()).isZero();
    assertThat(pack().resolve("certificates")).doesNotExist();
    assertThat(verify().exit()).isZero();

    assertThat(prove().err()).contains("--out needs a new or empty folder");

    Path other = directory.resolve("other");
    assertThat(onData("prove", "--out=" + other, "--subject=u1", "--nonce=" + NO_NONCE).exit())
        .isZero();
    assertThat(other.resolve("certificates")).doesNotExist();
  }

  @Test
  void eachChangeOfAPackIsAFault() throws IOException {
    checkpointLater();
    assertThat(prove().exit()).isZero();
    Path page = pack().resolve("page/2026-01-06.md");
    String text = Files.readString(page);

    Files.writeString(page, text.replace("never sell", "sell"));
    assertThat(verify().exit()).isEqualTo(1);
    assertThat(verify().out()).contains("changed: ", "not listed: ", "page/2026-01-06.md");

    Files.writeString(page, text);
    Files.writeString(pack().resolve("page/more.md"), "more");
    assertThat(verify().out()).contains("not listed: ").contains("page/more.md");

    Files.delete(pack().resolve("page/more.md"));
    Files.delete(page);
    assertThat(verify().out()).contains("changed: ").contains("page/2026-01-06.md");
  }

  @Test
  void forgedCertificateIsAFaultAlsoWithAMatchingManifest() throws IOException {
    assertThat(prove().exit()).isZero();
    Path certificate =
        files().stream()
            .filter(each -> each.toString().contains("/certificates/"))
            .findFirst()
            .orElseThrow();
    String forged = Files.readString(certificate).replace("\"round\":0", "\"round\":7");
    String name = pack().relativize(certificate).toString();
    Path list = pack().resolve("SHA256SUMS");
    String before = Sha256.hex(Files.readString(certificate));
    Files.writeString(certificate, forged);
    Files.writeString(list, Files.readString(list).replace(before, Sha256.hex(forged)));

    Ran ran = Ran.of("prove", "verify", pack().toString(), "--json");

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.json().get("genuine").getAsBoolean()).isFalse();
    assertThat(ran.json().getAsJsonArray("faults")).hasSize(1);
    assertThat(ran.out()).contains(name + ": refused: ");
  }

  @Test
  void folderWithoutAListIsNoPack() {
    assertThat(Ran.of("prove", "verify", directory.toString()).exit()).isEqualTo(2);
  }
}
