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
 * Tests checkpoints, proofs and verification of the audit log, and that altered entries and
 * checkpoints are named.
 */
@Keeps({"P18", "P20", "P21", "P23", "E28"})
final class AuditCommandTest extends ProofCommandsFixture {
  @Test
  void logIsCheckpointedProvenAndVerified() throws IOException {
    checkpointLater();
    String entry = entries().get(0).path().id();
    certificate();
    Path inclusion =
        Files.writeString(directory.resolve("in.json"), onData("audit", "prove", entry).out());
    Path consistency =
        Files.writeString(
            directory.resolve("con.json"),
            onData("audit", "prove", "--from", "1", "--to", "1").out());

    assertThat(onData("audit", "verify").out())
        .contains("checkpoints: 1, entries: " + entries().size() + ", pending: 0");
    assertThat(onData("audit", "verify", "--json").json().get("checkpoints").getAsLong())
        .isEqualTo(1);
    assertThat(Ran.of("audit", "verify", inclusion.toString()).out())
        .contains("genuine inclusion proof", entry);
    assertThat(Ran.of("audit", "verify", consistency.toString()).out())
        .contains("genuine consistency proof");
    assertThat(
            Ran.of("audit", "verify", altered(inclusion, entry, "x".repeat(22)).toString()).err())
        .contains("does not lead from the entry to the signed root");
    assertThat(onData("audit", "prove", "none").err())
        .contains("no entry of a checkpoint has this id");
    assertThat(onData("audit", "prove", "--from", "1", "--to", "9").err())
        .contains("the log has no such checkpoints");
    assertThat(onData("audit", "prove").exit()).isEqualTo(2);
    assertThat(Ran.of("audit").exit()).isEqualTo(2);
  }

  @Test
  void foldersOfCheckpointsVerifyOffline() throws IOException {
    checkpointLater();
    certificate();
    Path folder = Files.createDirectories(directory.resolve("checkpoints"));
    Path checkpoint = Files.copy(checkpointFile(), folder.resolve("00000001.json"));
    Files.move(directory.resolve("keys.json"), folder.resolve("keys.json"));

    Ran verified = Ran.of("audit", "verify", folder.toString());
    assertThat(verified.exit()).as(verified.err()).isZero();
    assertThat(verified.out()).contains("checkpoints: 1");
    Files.writeString(
        checkpoint, Files.readString(checkpoint).replace("\"fulfilled\"", "\"denied\""));
    Ran altered = Ran.of("audit", "verify", folder.toString());
    assertThat(altered.exit()).isEqualTo(1);
    assertThat(altered.err()).contains("checkpoint 1: the entries are not the leaves");
    Ran json = Ran.of("audit", "verify", folder.toString(), "--json");
    assertThat(json.exit()).isEqualTo(1);
    assertThat(json.json().get("genuine").getAsBoolean()).isFalse();
    assertThat(json.json().get("reason").getAsString()).contains("checkpoint 1: ");
    Files.delete(checkpoint);
    Ran empty = Ran.of("audit", "verify", folder.toString());
    assertThat(empty.exit()).isEqualTo(2);
    assertThat(empty.err()).contains("no checkpoint in the folder");
  }

  @Test
  void alteredEntryIsNamed() {
    checkpointLater();
    Document entry = entries().get(0);
    try (EmbeddedCloud cloud = open(Clock.systemUTC())) {
      cloud
          .documents()
          .update(entry.path(), entry.updateTime(), Fields.empty().with("action", "denied"));
    }

    Ran ran = onData("audit", "verify");

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err())
        .contains("entry " + entry.path().id() + " was altered after its checkpoint");
  }

  @Test
  void replacedCheckpointIsNamed() throws IOException {
    checkpointLater();
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
    assertThat(ran.err()).contains("refused: checkpoint 1: ");
  }

  private List<Document> entries() {
    try (EmbeddedCloud cloud = open(Clock.systemUTC())) {
      return cloud.documents().find(Query.in(OwnCollections.AUDIT));
    }
  }
}
