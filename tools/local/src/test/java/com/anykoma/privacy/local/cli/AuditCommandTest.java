package com.anykoma.privacy.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.local.Ran;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/**
 * Tests that the audit log is sealed, proven and verified, and that altered entries and seals are
 * named.
 */
@Keeps({"P18", "P20", "P21", "P23", "E28"})
final class AuditCommandTest extends ProofCommandsFixture {
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
      cloud
          .blobs()
          .write(
              id,
              "application/json",
              Map.of(),
              OptionalLong.empty(),
              out ->
                  out.write(
                      text.replace("\"opened\"", "\"closed\"").getBytes(StandardCharsets.UTF_8)));
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
}
