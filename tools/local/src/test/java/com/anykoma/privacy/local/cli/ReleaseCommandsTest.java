package com.anykoma.privacy.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.local.Ran;
import com.anykoma.privacy.local.cloud.CloudChoice;
import com.anykoma.privacy.local.cloud.EmbeddedData;
import com.anykoma.privacy.local.demo.DemoCloud;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.TaskPayload.Due;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator makes a release, and a stranger checks a copy of it. */
@Tag("slow")
@Keeps({"P3", "P5", "P6"})
final class ReleaseCommandsTest {
  @TempDir private Path directory = Path.of("");
  private Path data = Path.of("");
  private Path copy = Path.of("");

  @BeforeEach
  void writePrompts() throws IOException {
    data = directory.resolve("data");
    copy = directory.resolve("copy");
    try (DemoCloud stage = new DemoCloud(FixtureProduct.FILES, CloudChoice.EMBEDDED, data)) {
      stage.signUp("u1");
      stage.create("users/u1/prompts/p1", Fields.empty().with("text", "a red dragon"));
      stage.create("users/u1/prompts/p2", Fields.empty().with("text", "a blue dragon"));
    }
    work();
  }

  /** Does the due work of all corpus entries, as the functions would. */
  private void work() {
    try (EmbeddedData opened = opened()) {
      opened.services().dueCorpusEntries().dispatch(Instant.MAX);
      opened
          .cloud()
          .documents()
          .find(Query.group("corpus"))
          .forEach(it -> opened.services().corpusEntryWork().handle(new Due(it.path().id())));
    }
  }

  private EmbeddedData opened() {
    return EmbeddedData.open(FixtureProduct.FILES, data);
  }

  private Ran onData(String... arguments) {
    return Ran.of(
        Stream.concat(Stream.of(arguments), Stream.of("--data", data.toString()))
            .toArray(String[]::new));
  }

  /** Copies the bucket and the public keys, as a trainer does. */
  private void copyBucket() throws IOException {
    try (EmbeddedData opened = opened()) {
      for (Blob each :
          opened.cloud().blobs().list("releases", "", Optional.empty(), 1_000).items()) {
        Path file = copy.resolve(each.id().name());
        Files.createDirectories(file.getParent());
        try (InputStream in = opened.cloud().blobs().read(each, 0)) {
          Files.write(file, in.readAllBytes());
        }
      }
    }
    Files.writeString(copy.resolve("keys.json"), onData("certificate", "keys").out());
  }

  private Ran verify(String... options) {
    return Ran.of(
        Stream.concat(Stream.of("release", "verify", copy.toString()), Stream.of(options))
            .toArray(String[]::new));
  }

  private List<Path> items() throws IOException {
    try (Stream<Path> files = Files.list(copy.resolve("items/000001"))) {
      return files.sorted().toList();
    }
  }

  private void recallAll() {
    try (EmbeddedData opened = opened()) {
      opened
          .cloud()
          .documents()
          .find(Query.group("corpus"))
          .forEach(it -> opened.services().stamping().markSensitive(owner(), content(it.fields())));
    }
    work();
  }

  private static SubjectId owner() {
    return new SubjectId("u1");
  }

  private static DocumentPath content(Fields entry) {
    return new DocumentPath(entry.string("content").orElseThrow());
  }

  @Test
  void dryRunCountsAndReleaseMakes() {
    assertThat(onData("release", "--dry-run").out())
        .contains("release 1 would contain 2 of 2 admitted items");
    assertThat(onData("release").out()).contains("release 1 is complete");
    assertThat(onData("release", "--dry-run", "--json").json().get("release").getAsLong())
        .isEqualTo(2);
  }

  @Test
  void genuineCopyIsAccepted() throws IOException {
    onData("release");
    copyBucket();

    Ran ran = verify("--json");

    assertThat(ran.exit()).as(ran.err()).isZero();
    JsonObject release = ran.json().getAsJsonArray("releases").get(0).getAsJsonObject();
    assertThat(release.get("items").getAsInt()).isEqualTo(2);
    assertThat(release.get("recalled").getAsInt()).isZero();
    assertThat(verify().out()).contains("genuine and complete");
  }

  @Test
  void everyChangeOfTheCopyIsNamed() throws IOException {
    onData("release");
    copyBucket();
    Path altered = items().get(0);
    Path missing = items().get(1);
    Files.writeString(altered, "{\"texts\":{\"text\":\"poison\"}}");
    Files.delete(missing);
    Files.writeString(copy.resolve("items/000001/extra.json"), "{}");

    Ran ran = verify("--json");

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.json().getAsJsonArray("faults").asList().stream().map(JsonElement::getAsString))
        .containsExactlyInAnyOrder(
            "items/000001/" + altered.getFileName() + " was altered; copy the bucket again",
            "items/000001/"
                + missing.getFileName()
                + " is missing and was not recalled; copy the bucket again",
            "items/000001/extra.json is in no genuine manifest; delete it");
  }

  @Test
  void alteredAndRenamedManifestsAreRefused() throws IOException {
    onData("release");
    copyBucket();
    Path manifest = copy.resolve("manifests/000001.json");
    String genuine = Files.readString(manifest);
    Files.writeString(manifest, genuine.replace("improvement", "advertising"));
    assertThat(verify().exit()).isEqualTo(1);
    assertThat(verify().err()).contains("manifests/000001.json is not genuine");

    Files.delete(manifest);
    Files.writeString(copy.resolve("manifests/000002.json"), genuine);
    assertThat(verify().err()).contains("under another name");
  }

  @Test
  void recalledCopyThatATrainerKeptIsNamed() throws IOException {
    onData("release");
    copyBucket();
    List<Path> kept = items();
    recallAll();
    copyBucket();

    Ran ran = verify();

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains("was recalled; delete it");
    for (Path each : kept) {
      Files.delete(each);
    }
    assertThat(verify().exit()).isZero();
    assertThat(verify().out()).contains("2 items, 2 recalled");
  }

  @Test
  void recallListsWhatIsForgotten() {
    onData("release");
    assertThat(onData("recall").out()).contains("no recalled copy is left");
    recallAll();

    Ran ran = onData("recall", "--json");

    assertThat(ran.exit()).isZero();
    assertThat(ran.json().getAsJsonArray("recalls")).hasSize(2);
    assertThat(ran.json().getAsJsonArray("left")).isEmpty();
    assertThat(onData("recall").out()).contains("release 1: 2 recalled");
  }

  @Test
  void recalledCopyThatIsStillStoredIsAFailure() throws IOException {
    onData("release");
    copyBucket();
    recallAll();
    String name = "items/000001/" + items().get(0).getFileName();
    try (EmbeddedData opened = opened()) {
      opened
          .cloud()
          .blobs()
          .write(
              new BlobId("releases", name),
              "application/json",
              Map.of(),
              OptionalLong.empty(),
              out -> out.write(1));
    }

    assertThat(onData("recall").exit()).isEqualTo(1);
    assertThat(onData("recall").out()).contains("still stored: ");
  }

  @Test
  void folderWithoutReleasesIsUnreadable() throws IOException {
    Files.createDirectories(copy);
    onData("release");
    Files.writeString(copy.resolve("keys.json"), onData("certificate", "keys").out());

    assertThat(verify().exit()).isEqualTo(2);
    assertThat(verify("--json").exit()).isEqualTo(2);
  }
}
