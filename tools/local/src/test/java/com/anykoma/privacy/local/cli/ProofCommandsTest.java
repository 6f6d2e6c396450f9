package com.anykoma.privacy.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.local.Ran;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stranger, and whoever runs the system, does with proofs on the command line. */
@Keeps({"P18", "P20", "P21", "P23", "E28"})
final class ProofCommandsTest {
  @TempDir private Path directory;
  private String data;

  private Ran onData(String... arguments) {
    return Ran.of(
        Stream.concat(Stream.of(arguments), Stream.of("--data", data)).toArray(String[]::new));
  }

  /** A directory in which somebody was erased, and in which the audit log was sealed. */
  @BeforeEach
  void eraseSomebody() {
    eraseSomebody("data");
  }

  private void eraseSomebody(String in) {
    data = directory.resolve(in).toString();
    try (EmbeddedCloud cloud = open(Clock.systemUTC())) {
      cloud.documents().create(DocumentPath.of("users", "u1"), Fields.empty().with("gpc", false));
    }
    assertThat(onData("erase", "u1", "--confirm").exit()).isZero();
  }

  private EmbeddedCloud open(InstantSource clock) {
    return EmbeddedCloud.open(Path.of(data), clock);
  }

  private String order() {
    return onData("orders", "--json")
        .json()
        .getAsJsonArray("fulfilledLately")
        .get(0)
        .getAsJsonObject()
        .get("order")
        .getAsString();
  }

  private Path certificate() throws IOException {
    Files.writeString(directory.resolve("keys.json"), onData("certificate", "keys").out());
    return Files.writeString(
        directory.resolve("certificate.json"), onData("certificate", "get", order()).out());
  }

  private Path altered(Path file, String from, String to) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(from);
    return Files.writeString(directory.resolve("altered.json"), text.replace(from, to));
  }

  @Test
  void ordersTellsWhatIsDoneAndWhatIsOpen() {
    Ran done = onData("orders");

    assertThat(done.exit()).isZero();
    assertThat(done.out())
        .contains("open: {erasures=0, purges=0}, overdue: 0", "fulfilled lately:", order())
        .contains("certificate of round 0");
    assertThat(done.out().replace(order(), "")).doesNotContain("u1"); // a hash may hold any two
  }

  @Test
  void ordersFailsWhenAPromisedDateIsPast() {
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
                  .with("doubted", List.of("prompts"))
                  .with("nextAttemptAt", Instant.now())
                  .with("shard", 3));
    }

    Ran overdue = onData("orders");

    assertThat(overdue.exit()).isEqualTo(1);
    assertThat(overdue.out())
        .contains("overdue: 1, oldest: 31d old", "found something in prompts")
        .doesNotContain("u2");
    assertThat(onData("orders", "--json").json().get("overdue").getAsLong()).isEqualTo(1);
  }

  @Test
  void certificateVerifiesOffline() throws IOException {
    Path file = certificate();

    Ran told = Ran.of("certificate", "verify", file.toString());
    Ran json = Ran.of("certificate", "verify", file.toString(), "--json");

    assertThat(told.exit()).as(told.err()).isZero();
    assertThat(told.out()).contains("genuine certificate of erasure", order(), "users", "gone");
    assertThat(json.json().get("genuine").getAsBoolean()).isTrue();
    assertThat(checked(json).get(0).get("genuine").getAsBoolean()).isTrue();
    assertThat(checked(json).get(0).get("order").getAsString()).isEqualTo(order());
  }

  @Test
  void certificateThatIsNotGenuineIsRefusedByName() throws IOException {
    Path file = certificate();
    Path spaced = directory.resolve("spaced.json");
    Files.writeString(spaced, Files.readString(file) + "\n");

    assertRefused("altered", altered(file, "\"gone\"", "\"gonf\""));
    assertRefused("canonical form", spaced);
    assertRefused("version is unknown", altered(file, "\"version\":1", "\"version\":2"));
    assertRefused("there is no such file", 2, directory.resolve("none.json"));
    assertRefused(
        "there is no certificate in the folder",
        2,
        Files.createDirectories(directory.resolve("empty")));
    Files.delete(directory.resolve("keys.json"));
    assertRefused("name one with --keys", 2, file);
  }

  private static void assertRefused(String why, Path file) {
    assertRefused(why, 1, file);
  }

  private static void assertRefused(String why, int exit, Path file) {
    Ran ran = Ran.of("certificate", "verify", file.toString());
    assertThat(ran.exit()).as(ran.err()).isEqualTo(exit);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains(file + ": refused: ", why);
  }

  @Test
  void oneBadCertificateAmongGoodOnesFailsTheWhole() throws IOException {
    Path file = certificate();
    Path bad = altered(file, "\"gone\"", "\"gonf\"");

    Ran ran = Ran.of("certificate", "verify", file.toString(), bad.toString());

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).contains("genuine");
    assertThat(ran.err()).contains("altered");
  }

  private static List<JsonObject> checked(Ran ran) {
    return ran.json().getAsJsonArray("files").asList().stream()
        .map(JsonElement::getAsJsonObject)
        .toList();
  }

  @Test
  void manyCertificatesAreOneDocumentOfJson() throws IOException {
    Path file = certificate();
    Path bad = altered(file, "\"gone\"", "\"gonf\"");
    Path none = directory.resolve("none.json");

    Ran ran =
        Ran.of("certificate", "verify", file.toString(), bad.toString(), none.toString(), "--json");

    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.json().get("genuine").getAsBoolean()).isFalse();
    assertThat(checked(ran))
        .extracting(each -> each.get("genuine").getAsBoolean())
        .containsExactly(true, false, false);
    assertThat(checked(ran).get(1).get("reason").getAsString()).contains("altered");
    assertThat(checked(ran).get(2).get("file").getAsString()).isEqualTo(none.toString());
  }

  @Test
  void folderOfCertificatesIsWalked() throws IOException {
    Path file = certificate();
    Path deep = Files.createDirectories(directory.resolve("all/2026/11"));
    Files.move(directory.resolve("keys.json"), directory.resolve("all/keys.json"));
    Path good = Files.move(file, deep.resolve("good.json"));
    Files.copy(sealOnFile(), deep.resolve("seal.json"));
    Files.writeString(deep.resolve("notes.txt"), "no proof");

    Ran folder = Ran.of("certificate", "verify", directory.resolve("all").toString());
    Files.writeString(deep.resolve("bad.json"), "{}");
    Ran json = Ran.of("certificate", "verify", directory.resolve("all").toString(), "--json");

    assertThat(folder.exit()).as(folder.err()).isZero();
    assertThat(folder.out()).containsOnlyOnce("genuine certificate").contains(good.toString());
    assertThat(json.exit()).isEqualTo(1);
    assertThat(checked(json))
        .extracting(each -> each.get("genuine").getAsBoolean())
        .containsExactly(false, true);
  }

  /** The bytes that make a terminal go up, delete the line and write another. */
  private static final String FORGED = "\u001b[1A\u001b[2K  keys  trusted";

  @Test
  void certificateWhoseGroundSteersATerminalIsRefusedAndHarmless() throws IOException {
    Path file = certificate();
    String text = Files.readString(file).replaceFirst("\"ground\":\"[^\"]*\"", "\"ground\":\"G\"");
    Path forged = directory.resolve("forged.json");
    for (String odd :
        List.of("\\u001b[1A\\u001b[2K", "\u009b1A", "\u202eabc", "a\\nb", "x".repeat(9_000))) {
      Files.writeString(forged, text.replace("\"G\"", "\"" + odd + "\""));

      Ran ran = Ran.of("certificate", "verify", forged.toString());

      assertThat(ran.exit()).as(odd).isEqualTo(1);
      assertThat(ran.out()).isEmpty();
      assertHarmless(ran);
    }
  }

  private static void assertHarmless(Ran ran) {
    assertThat(ran.out() + ran.err()).doesNotContain("\u001b", "\u009b", "\u202e", "\u2028", "\r");
    assertThat(ran.err().lines()).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void namesOfFilesSteerNoTerminal() throws IOException {
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
  void storedEvidenceThatSteersATerminalIsNotPrinted() throws IOException {
    String order = order();
    try (EmbeddedCloud cloud = open(Clock.systemUTC())) {
      Blob unused =
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
    assertThat(ran.err()).contains("holds control characters");
  }

  @Test
  void certificateUnderKeysOfSomebodyElseIsRefused() throws IOException {
    Path file = certificate();
    Path other = directory.resolve("other");
    Files.createDirectories(other);
    eraseSomebody("elsewhere");
    Path foreign =
        Files.writeString(other.resolve("keys.json"), onData("certificate", "keys").out());

    Ran ran = Ran.of("certificate", "verify", file.toString(), "--keys", foreign.toString());

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains("none of the published ones");
    assertThat(Ran.of("certificate", "verify", file.toString(), "--keys", file.toString()).err())
        .contains("no statement of the type 'signing-keys'");
  }

  @Test
  void certificateKeepsVerifyingWhenTheKeyWasReplaced() throws IOException {
    Path file = certificate();
    Ran rotated = onData("certificate", "keys", "--rotate");
    Files.writeString(directory.resolve("keys.json"), rotated.out());

    Ran ran = Ran.of("certificate", "verify", file.toString());

    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("keys      2, the first is ");
  }

  @Test
  void certificateOfAnotherOrderIsNotMadeUp() {
    assertThat(onData("certificate", "get", "none").err()).contains("there is no such certificate");
    assertThat(onData("certificate", "get", "../../signing").exit()).isEqualTo(1);
    assertThat(onData("certificate", "get", "").exit()).isEqualTo(1);
    assertThat(Ran.of("certificate", "get", order(), "--data", data + "x").err())
        .contains("holds no data");
    assertThat(Ran.of("certificate").exit()).isEqualTo(2);
    assertThat(Ran.of("certificate", "verify").exit()).isEqualTo(2);
  }

  @Test
  void auditLogIsSealedProvenAndVerified() throws IOException {
    sealLater();
    String entry = entries().get(0).path().id();
    certificate();
    Path inclusion =
        Files.writeString(directory.resolve("in.json"), onData("audit", "prove", entry).out());
    Path consistency =
        Files.writeString(
            directory.resolve("con.json"),
            onData("audit", "prove", "--from", "1", "--to", "1").out());

    assertThat(onData("audit", "verify").out())
        .contains("seals: 1, entries: " + entries().size() + ", waiting for the next seal: 0");
    assertThat(onData("audit", "verify", "--json").json().get("seals").getAsLong()).isEqualTo(1);
    assertThat(Ran.of("audit", "verify", inclusion.toString()).out())
        .contains("genuine inclusion proof", entry);
    assertThat(Ran.of("audit", "verify", consistency.toString()).out())
        .contains("genuine consistency proof");
    assertThat(
            Ran.of("audit", "verify", altered(inclusion, entry, "x".repeat(22)).toString()).err())
        .contains("does not lead from the entry to the signed root");
    assertThat(onData("audit", "prove", "none").err()).contains("no sealed entry has this id");
    assertThat(onData("audit", "prove", "--from", "1", "--to", "9").err())
        .contains("no such two seals");
    assertThat(onData("audit", "prove").exit()).isEqualTo(2);
    assertThat(Ran.of("audit").exit()).isEqualTo(2);
  }

  @Test
  void foldersOfSealsVerifyOffline() throws IOException {
    sealLater();
    certificate();
    Path seals = Files.createDirectories(directory.resolve("seals"));
    Path seal = Files.copy(sealOnFile(), seals.resolve("00000001.json"));
    Files.move(directory.resolve("keys.json"), seals.resolve("keys.json"));

    Ran verified = Ran.of("audit", "verify", seals.toString());
    assertThat(verified.exit()).as(verified.err()).isZero();
    assertThat(verified.out()).contains("seals: 1");
    Files.writeString(seal, Files.readString(seal).replace("\"fulfilled\"", "\"denied\""));
    Ran altered = Ran.of("audit", "verify", seals.toString());
    assertThat(altered.exit()).isEqualTo(1);
    assertThat(altered.err()).contains("seal 1: the entries are not the leaves");
    Ran json = Ran.of("audit", "verify", seals.toString(), "--json");
    assertThat(json.exit()).isEqualTo(1);
    assertThat(json.json().get("genuine").getAsBoolean()).isFalse();
    assertThat(json.json().get("reason").getAsString()).contains("seal 1: ");
    Files.delete(seal);
    Ran empty = Ran.of("audit", "verify", seals.toString());
    assertThat(empty.exit()).isEqualTo(2);
    assertThat(empty.err()).contains("no seal in the folder");
  }

  /** A copy of the first seal, which {@link #sealLater} makes where there is none. */
  private Path sealOnFile() throws IOException {
    BlobId id = new BlobId("evidence", "audit/00000001.json");
    try (EmbeddedCloud cloud = open(Clock.systemUTC())) {
      Optional<Blob> stored = cloud.blobs().stat(id);
      if (stored.isPresent()) {
        return Files.write(
            directory.resolve("seal.json"), cloud.blobs().read(stored.get(), 0).readAllBytes());
      }
    }
    sealLater();
    return sealOnFile();
  }

  @Test
  void filesAreInTheOrderOfTheNumbersInTheirNames() throws IOException {
    Path folder = Files.createDirectories(directory.resolve("numbered"));
    for (String each : List.of("10", "9", "2", "0011", "1", "keys", "100", "x-3-2", "x-3-10")) {
      Files.writeString(folder.resolve(each + ".json"), "{}");
    }

    assertThat(ProofFiles.in(folder, 1))
        .extracting(each -> String.valueOf(each.getFileName()).replace(".json", ""))
        .containsExactly("1", "2", "9", "10", "0011", "100", "x-3-2", "x-3-10");
  }

  @Test
  void entryThatIsAlteredInTheDatabaseIsNamed() {
    sealLater();
    Document entry = entries().get(0);
    try (EmbeddedCloud cloud = open(Clock.systemUTC())) {
      cloud
          .documents()
          .update(entry.path(), entry.updateTime(), Fields.empty().with("action", "denied"));
    }

    Ran ran = onData("audit", "verify");

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains("entry " + entry.path().id() + " was altered since");
  }

  @Test
  void sealThatWasReplacedIsNamed() throws IOException {
    sealLater();
    BlobId id = new BlobId("evidence", "audit/00000001.json");
    try (EmbeddedCloud cloud = open(Clock.systemUTC())) {
      Blob stored = cloud.blobs().stat(id).orElseThrow();
      String text =
          new String(cloud.blobs().read(stored, 0).readAllBytes(), StandardCharsets.UTF_8);
      Blob unused =
          cloud
              .blobs()
              .write(
                  id,
                  "application/json",
                  Map.of(),
                  OptionalLong.empty(),
                  out ->
                      out.write(
                          text.replace("\"opened\"", "\"closed\"")
                              .getBytes(StandardCharsets.UTF_8)));
    }

    Ran ran = onData("audit", "verify");

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains("refused: seal 1: ");
  }

  private List<Document> entries() {
    try (EmbeddedCloud cloud = open(Clock.systemUTC())) {
      return cloud.documents().find(Query.in(OwnCollections.AUDIT));
    }
  }

  /** As if a quarter of an hour had passed: the entries are made that much older. */
  private void sealLater() {
    try (EmbeddedCloud cloud = open(Clock.systemUTC())) {
      for (Document each : cloud.documents().find(Query.in(OwnCollections.AUDIT))) {
        Instant at = each.fields().instant("at").orElseThrow();
        cloud
            .documents()
            .update(
                each.path(),
                each.updateTime(),
                Fields.empty().with("at", at.minus(Duration.ofMinutes(15))));
      }
    }
    assertThat(onData("audit", "seal").out()).contains("entries sealed: ");
  }

  @Test
  void theStoryLeavesProofsThatVerify() throws IOException {
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
