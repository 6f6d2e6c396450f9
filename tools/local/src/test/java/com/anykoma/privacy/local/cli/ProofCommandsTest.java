package com.anykoma.privacy.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.local.Ran;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests the commands with which strangers and operators check proofs. */
@Keeps({"P18", "P20", "P21", "P23", "E28"})
final class ProofCommandsTest extends ProofCommandsFixture {
  @Test
  void ordersListsOpenAndFulfilledOrders() {
    Ran done = onData("orders");

    assertThat(done.exit()).isZero();
    assertThat(done.out())
        .contains("open: {erasures=0, purges=0}, overdue: 0", "fulfilled lately:", order())
        .contains("certificate of round 0");
    assertThat(done.out().replace(order(), "")).doesNotContain("u1"); // a hash may hold any two
  }

  @Test
  void ordersFailsWhenAnOrderIsOverdue() {
    try (EmbeddedCloud cloud = open(Clock.systemUTC())) {
      Instant asked = Instant.now().minus(Duration.ofDays(31));
      cloud
          .documents()
          .create(
              new DocumentPath("erasures/" + "A".repeat(43) + "-1"),
              Fields.empty()
                  .with("uid", "u2")
                  .with("cause", "requested")
                  .with("state", "in_progress")
                  .with("requestedAt", asked)
                  .with("restorableUntil", asked)
                  .with("dueAt", asked.plus(Duration.ofDays(30)))
                  .with("discrepancies", List.of("prompts"))
                  .with("nextAttemptAt", Instant.now())
                  .with("shard", 3));
    }

    Ran overdue = onData("orders");

    assertThat(overdue.exit()).isEqualTo(1);
    assertThat(overdue.out())
        .contains("overdue: 1, oldest: 31d old", "independent verifier: prompts")
        .doesNotContain("u2");
    assertThat(onData("orders", "--json").json().get("overdue").getAsLong()).isEqualTo(1);
  }

  /** The bytes that make a terminal go up, delete the line and write another. */
  private static final String FORGED = "\u001b[1A\u001b[2K  keys  trusted";

  @Test
  void fileNamesCannotControlTheTerminal() throws IOException {
    Path file = certificate();
    Path odd = Files.copy(file, directory.resolve("a" + FORGED + "\n genuine \u202e.json"));
    Path bad = Files.writeString(directory.resolve("b" + FORGED + ".json"), "{}");

    for (Ran each :
        List.of(
            Ran.of("certificate", "verify", odd.toString()),
            Ran.of("certificate", "verify", odd.toString(), "--json"),
            Ran.of("certificate", "verify", bad.toString()),
            Ran.of("certificate", "verify", file.toString(), "--keys", odd.toString()),
            Ran.of("audit", "verify", bad.toString()),
            Ran.of("residency", "--config", bad.toString()))) {
      assertThat(each.out() + each.err())
          .contains("\\u001b[2K")
          .doesNotContain("\u001b", "\u202e", "\n genuine");
    }
    assertThat(
            checked(Ran.of("certificate", "verify", odd.toString(), "--json"))
                .get(0)
                .get("file")
                .getAsString())
        .isEqualTo(odd.toString());
    assertThat(Ran.of("certificate", "--" + FORGED).err())
        .contains("\\u001b")
        .doesNotContain("\u001b");
    assertThat(Ran.of("replay", bad.toString() + "x").err())
        .contains("\\u001b")
        .doesNotContain("\u001b");
  }

  @Test
  void refusesEvidenceWithControlCharacters() throws IOException {
    String order = order();
    try (EmbeddedCloud cloud = open(Clock.systemUTC())) {
      cloud
          .blobs()
          .write(
              new BlobId("evidence", "certificates/" + order + "/9999999999999-0000.json"),
              "application/json",
              Map.of(),
              OptionalLong.empty(),
              out -> out.write(FORGED.getBytes(StandardCharsets.UTF_8)));
    }

    Ran ran = onData("certificate", "get", order);

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("contains control characters");
  }

  @Test
  void sortsFilesByTheNumbersInTheirNames() throws IOException {
    Path folder = Files.createDirectories(directory.resolve("numbered"));
    for (String each : List.of("10", "9", "2", "0011", "1", "keys", "100", "x-3-2", "x-3-10")) {
      Files.writeString(folder.resolve(each + ".json"), "{}");
    }

    assertThat(ProofFiles.in(folder, 1))
        .extracting(each -> String.valueOf(each.getFileName()).replace(".json", ""))
        .containsExactly("1", "2", "9", "10", "0011", "100", "x-3-2", "x-3-10");
  }

  @Test
  void demoWritesValidProofs() throws IOException {
    Path out = directory.resolve("proofs");

    Ran demo = Ran.of("demo", "--out", out.toString());

    assertThat(demo.exit()).as(demo.out()).isZero();
    try (Stream<Path> files = Files.list(out.resolve("certificates"))) {
      List<Path> certificates = files.toList();
      assertThat(certificates).hasSizeGreaterThan(3);
      for (Path each : certificates) {
        assertThat(Ran.of("certificate", "verify", each.toString()).exit()).isZero();
      }
    }
    try (Stream<Path> files = Files.list(out.resolve("proofs"))) {
      List<Path> proofs = files.toList();
      assertThat(proofs).hasSizeGreaterThan(3);
      for (Path each : proofs) {
        assertThat(Ran.of("audit", "verify", each.toString()).exit()).isZero();
      }
    }
    assertThat(Ran.of("audit", "verify", out.resolve("audit").toString()).exit()).isZero();
  }
}
