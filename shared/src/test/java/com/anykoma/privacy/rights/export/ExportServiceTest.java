package com.anykoma.privacy.rights.export;

import static com.anykoma.privacy.rights.export.ExportedWorld.ANN;
import static com.anykoma.privacy.rights.export.ExportedWorld.BEN;
import static com.anykoma.privacy.rights.export.ExportedWorld.manifest;
import static com.anykoma.privacy.rights.export.ExportedWorld.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.Ports;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.json.StrictJson;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Page;
import com.anykoma.privacy.protection.vault.InterceptedPorts;
import com.anykoma.privacy.retention.removal.OrderState;
import com.anykoma.privacy.rights.export.Export.State;
import com.anykoma.privacy.services.Services;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that an export has all of a person's data, nothing else, and never claims more. */
@Keeps({"P22", "P24"})
class ExportServiceTest {
  /** The other person's uid as a word: random keys can have any three characters. */
  private static final Pattern OTHER =
      Pattern.compile("(?<![A-Za-z0-9])" + BEN.value() + "(?![A-Za-z0-9])");

  private ExportedWorld exported;
  private World world;

  @BeforeEach
  void open(@TempDir Path directory) throws IOException {
    exported = new ExportedWorld(directory);
    world = exported.world;
  }

  @AfterEach
  void close() {
    exported.close();
  }

  /** The services on blobs whose calls pass the interceptor. */
  private Services onBlobs(InterceptedPorts.Interceptor interceptor) {
    Blobs blobs = InterceptedPorts.wrap(Blobs.class, world.cloud.blobs(), interceptor);
    return world.on(Ports.of(world.cloud).with(blobs));
  }

  @Test
  void everyRowMatchesTheSchemaOfItsSource() throws IOException {
    Map<String, byte[]> files = exported.export(ANN);
    JsonSchemaFactory schemas = JsonSchemaFactory.getInstance(VersionFlag.V202012);

    int rows = 0;
    for (Map.Entry<String, byte[]> each : files.entrySet()) {
      if (each.getKey().startsWith("data/")) {
        byte[] schema = files.get("schema/" + each.getKey().split("/", -1)[1] + ".json");
        JsonSchema compiled = schemas.getSchema(new ByteArrayInputStream(schema));
        for (String row : new String(each.getValue(), StandardCharsets.UTF_8).lines().toList()) {
          assertThat(compiled.validate(row, InputFormat.JSON)).as(each.getKey()).isEmpty();
          rows++;
        }
      }
    }
    assertThat(rows).isGreaterThan(5);
  }

  @Test
  void exportHasEverySourceOfTheDataMapAndTheOriginalImages() throws IOException {
    Map<String, byte[]> files = exported.export(ANN);

    JsonValue sources = manifest(files).requiredObject("sources");
    assertThat(sources.names())
        .containsExactlyInAnyOrderElementsOf(
            world.services.subjectData().sources().stream().map(Location::name).toList());
    assertThat(rows(files, "prompts"))
        .extracting(it -> it.requiredObject("fields").requiredString("text"))
        .containsExactly("a castle", "a castle");
    assertThat(rows(files, "sealedImages"))
        .extracting(it -> files.get(it.requiredString("file")))
        .containsExactly(new byte[] {1, 2, 3}, "u1".getBytes(StandardCharsets.UTF_8));
    assertThat(rows(files, "sealedImages"))
        .extracting(it -> it.requiredString("file"))
        .allMatch(it -> it.endsWith(".png"));
    assertThat(files.keySet()).contains("index.html", "README.txt", "keys.json");
    assertThat(exported.exports().status(ANN).orElseThrow().parts()).hasSizeGreaterThan(1);
  }

  @Test
  void everyFileOfTheArchivesIsWithoutTheOtherPersonsData() throws IOException {
    Map<String, byte[]> files = exported.export(ANN);

    assertThat(files.values())
        .noneMatch(it -> OTHER.matcher(new String(it, StandardCharsets.UTF_8)).find());
  }

  @Test
  void manifestNamesTheSourcesThatAreNotExportedWithTheReason() throws IOException {
    Map<String, byte[]> files = exported.export(ANN);

    assertThat(manifest(files).strings("notExported"))
        .contains("holds: a hold may have to be confidential");
  }

  @Test
  void schemaOfEachSourceDescribesItsFields() throws IOException {
    Map<String, byte[]> files = exported.export(ANN);

    assertThat(files.keySet()).anyMatch(it -> it.matches("schema/\\d+-prompts\\.json"));
    files.forEach(
        (name, bytes) -> {
          if (name.startsWith("schema/")) {
            assertThat(StrictJson.object(bytes).names()).contains("$schema", "properties");
          }
        });
  }

  @Test
  void secondRequestReturnsTheSameExport() {
    Export first = exported.exports().start(ANN).orElseThrow();
    world.clock.advance(Duration.ofMinutes(1));

    assertThat(exported.exports().start(ANN).orElseThrow().fields()).isEqualTo(first.fields());
    assertThat(exported.exports().start(BEN).orElseThrow().path()).isNotEqualTo(first.path());
  }

  @Test
  void statusIsPartialUntilTheLastPartIsRecorded() {
    exported.exports().start(ANN);
    exported.deliver(exported.exports(), ANN);

    Export partial = exported.exports().status(ANN).orElseThrow();
    assertThat(partial.isIn(State.PARTIAL)).isTrue();
    assertThat(partial.parts()).isNotEmpty();
    assertThat(partial.summary().has("parts")).isFalse();
    assertThat(exported.exports().part(ANN, 1)).isEmpty();

    exported.work(ANN);
    assertThat(exported.exports().status(ANN).orElseThrow().isIn(State.COMPLETE)).isTrue();
    assertThat(exported.exports().part(ANN, 1)).isPresent();
    assertThat(exported.exports().part(ANN, 0)).isEmpty();
    assertThat(exported.exports().part(ANN, 99)).isEmpty();
    assertThat(exported.exports().part(BEN, 1)).isEmpty();
  }

  @Test
  void archivesAreSealed() throws IOException {
    exported.export(ANN);

    for (String each : exported.archives(ANN)) {
      Blob stored = world.cloud.blobs().stat(new BlobId(Export.BUCKET, each)).orElseThrow();
      byte[] bytes = world.cloud.blobs().read(stored, 0).readAllBytes();
      assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
          .doesNotContain("index.html", "castle");
    }
  }

  @Test
  void repeatedAndLateTasksChangeNothing() throws IOException {
    exported.export(ANN);
    Fields complete = exported.record(ANN).orElseThrow().fields();
    List<String> archives = exported.archives(ANN);

    exported.deliver(exported.exports(), ANN);
    exported.deliver(exported.exports(), BEN);

    assertThat(exported.record(ANN).orElseThrow().fields()).isEqualTo(complete);
    assertThat(exported.archives(ANN)).isEqualTo(archives);
  }

  @Test
  void twoTasksAtOnceRecordThePartOnce() throws IOException {
    exported.exports().start(ANN);
    AtomicBoolean isFirst = new AtomicBoolean(true);
    Services overtaken =
        world.on(
            Ports.of(world.cloud)
                .with(
                    InterceptedPorts.runBefore(
                        Blobs.class,
                        world.cloud.blobs(),
                        "write",
                        () -> {
                          if (isFirst.getAndSet(false)) {
                            exported.deliver(exported.exports(), ANN);
                          }
                        })));

    exported.deliver(ExportedWorld.exports(overtaken), ANN);
    assertThat(exported.record(ANN).orElseThrow().parts()).hasSize(1);
    assertThat(exported.archives(ANN)).hasSize(1);

    exported.work(ANN);
    assertThat(exported.files(ANN)).isNotEmpty();
  }

  @Test
  void entriesCreatedSinceAreNotExported() throws IOException {
    exported.exports().start(ANN);
    exported.deliver(exported.exports(), ANN);
    world.clock.advance(Duration.ofMinutes(1));
    exported.image(ANN, "zz.png", new byte[] {9});
    exported.work(ANN);

    Map<String, byte[]> files = exported.files(ANN);
    assertThat(rows(files, "sealedImages")).hasSize(2);
    assertThat(count(files, "sealedImages", "newer")).isEqualTo(1);
  }

  private static long count(Map<String, byte[]> files, String source, String kind) {
    return manifest(files).requiredObject("sources").requiredObject(source).number(kind).orElse(0L);
  }

  @Test
  void entriesDeletedSinceAreCounted() throws IOException {
    exported.exports().start(ANN);
    exported.deliver(exported.exports(), ANN);
    world.cloud.blobs().deleteEveryGeneration(ExportedWorld.imageId(ANN, "i2"));
    exported.work(ANN);

    Map<String, byte[]> files = exported.files(ANN);
    assertThat(rows(files, "sealedImages")).hasSize(1);
    assertThat(count(files, "sealedImages", "deleted")).isEqualTo(1);
  }

  @Test
  void shortListingMakesTheExportPartialAndLaterComplete() throws IOException {
    AtomicBoolean isShort = new AtomicBoolean();
    Services shortened =
        onBlobs(
            new InterceptedPorts.Interceptor() {
              @Override
              public @Nullable Object after(String operation, @Nullable Object answer) {
                return operation.equals("list")
                        && answer instanceof Page<?> page
                        && isShort.get()
                        && page.items().stream().anyMatch(it -> it.toString().contains("content"))
                    ? once(page)
                    : answer;
              }

              private Page<?> once(Page<?> page) {
                isShort.set(false);
                return new Page<>(page.items().subList(1, page.items().size()), page.next());
              }
            });
    exported.exports().start(ANN);
    for (int i = 0; i < 10 && exported.record(ANN).orElseThrow().parts().isEmpty(); i++) {
      exported.deliver(exported.exports(), ANN);
    }
    isShort.set(true);
    for (int i = 0; i < 10 && isShort.get(); i++) {
      exported.deliver(ExportedWorld.exports(shortened), ANN);
    }

    Export partial = exported.exports().status(ANN).orElseThrow();
    assertThat(partial.isIn(State.PARTIAL)).isTrue();
    assertThat(partial.summary().string("incomplete")).contains("sealedImages");
    exported.work(ANN);
    assertThat(rows(exported.files(ANN), "sealedImages")).hasSize(2);
  }

  @Test
  void damagedImageIsLeftOutWithTheReason() throws IOException {
    BlobId id = ExportedWorld.imageId(ANN, "i2");
    Blob stored = world.cloud.blobs().stat(id).orElseThrow();
    byte[] bytes = world.cloud.blobs().read(stored, 0).readAllBytes();
    bytes[bytes.length - 1] ^= 1;
    world
        .cloud
        .blobs()
        .write(
            id,
            stored.contentType(),
            stored.metadata(),
            OptionalLong.empty(),
            out -> out.write(bytes));

    Map<String, byte[]> files = exported.export(ANN);

    assertThat(rows(files, "sealedImages")).hasSize(1);
    assertThat(manifest(files).strings("notExported"))
        .anyMatch(it -> it.startsWith("sealedImages") && it.contains("damaged"));
    assertThat(count(files, "sealedImages", "unreadable")).isEqualTo(1);
  }

  @Test
  void missingArchiveMakesTheExportBeginAgain() throws IOException {
    exported.exports().start(ANN);
    exported.deliver(exported.exports(), ANN);
    exported
        .archives(ANN)
        .forEach(it -> world.cloud.blobs().deleteEveryGeneration(new BlobId(Export.BUCKET, it)));

    exported.work(ANN);

    assertThat(rows(exported.files(ANN), "prompts")).hasSize(2);
  }

  @Test
  void exportIsDeletedAWeekAfterItIsComplete() throws IOException {
    exported.export(ANN);
    world.clock.advance(Duration.ofDays(7).minusSeconds(1));
    exported.deliver(exported.exports(), ANN);
    assertThat(exported.exports().part(ANN, 1)).isPresent();

    world.clock.advance(Duration.ofSeconds(1));
    assertThat(exported.exports().status(ANN)).isEmpty();
    assertThat(exported.exports().part(ANN, 1)).isEmpty();
    assertThat(world.services.dueExports().dispatch(Instant.MAX)).isEqualTo(1);
    world.runTasks(it -> it.topic().equals("build-export"));

    assertThat(exported.record(ANN)).isEmpty();
    assertThat(exported.archives(ANN)).isEmpty();
  }

  @Test
  void refusedDeletionStaysOpen() throws IOException {
    exported.export(ANN);
    exported.exports().cancel(ANN);
    Services refusing =
        onBlobs(
            new InterceptedPorts.Interceptor() {
              @Override
              public void before(String operation) throws IOException {
                if (operation.startsWith("delete")) {
                  throw new IOException("refused");
                }
              }
            });

    assertThatThrownBy(() -> exported.deliver(ExportedWorld.exports(refusing), ANN));
    assertThat(exported.record(ANN)).isPresent();
    assertThat(exported.exports().start(ANN)).isEmpty();

    exported.work(ANN);
    assertThat(exported.record(ANN)).isEmpty();
    assertThat(exported.archives(ANN)).isEmpty();
    assertThat(exported.exports().start(ANN)).isPresent();
  }

  @Test
  void cancelledExportIsDeletedAndAnswersAsAbsent() {
    exported.exports().start(ANN);
    exported.deliver(exported.exports(), ANN);

    assertThat(exported.exports().cancel(ANN)).isTrue();
    assertThat(exported.exports().status(ANN)).isEmpty();
    world.runTasks(it -> it.topic().equals("build-export"));

    assertThat(exported.record(ANN)).isEmpty();
    assertThat(exported.archives(ANN)).isEmpty();
    assertThat(exported.exports().cancel(ANN)).isFalse();
  }

  @Test
  @Keeps({"P23", "E12"})
  void requestedErasureCancelsTheExportAndRefusesAnother() throws IOException {
    exported.export(ANN);
    world.erasures.request(ANN, "requested");

    assertThat(exported.exports().start(ANN)).isEmpty();
    assertThat(exported.exports().status(ANN)).isEmpty();
    assertThat(exported.exports().part(ANN, 1)).isEmpty();
    exported.deliver(exported.exports(), ANN);
    assertThat(exported.record(ANN)).isEmpty();
    assertThat(exported.archives(ANN)).isEmpty();
  }

  @Test
  @Keeps("P23")
  void erasureRemovesArchivesAndTheRecord() throws IOException {
    exported.export(ANN);
    exported.export(BEN);

    world.cloud.accounts().delete(ANN);

    assertThat(world.erase(ANN).state()).isEqualTo(OrderState.FULFILLED);

    assertThat(exported.record(ANN)).isEmpty();
    assertThat(exported.archives(ANN)).isEmpty();
    assertThat(exported.files(BEN)).isNotEmpty();
  }

  @Test
  @Keeps({"P23", "E12"})
  void taskThatIsOvertakenByAnErasureRemovesItsArchive() throws IOException {
    for (String operation : List.of("write", "stat")) {
      SubjectId subject = exported.person("e" + operation);
      exported.exports().start(subject);
      Services overtaken =
          world.on(
              Ports.of(world.cloud)
                  .with(
                      InterceptedPorts.runAfter(
                          Blobs.class,
                          world.cloud.blobs(),
                          operation,
                          () -> {
                            world.cloud.accounts().delete(subject);
                            world.removeData(subject);
                          })));

      exported.deliver(ExportedWorld.exports(overtaken), subject);

      assertThat(world.subjects.erased(subject)).isTrue();
      assertThat(exported.record(subject)).isEmpty();
      assertThat(exported.archives(subject)).isEmpty();
    }
  }

  @Test
  void alteredMissingAndForeignFilesAreFaults() throws IOException {
    exported.export(ANN);
    List<Path> archives = exported.download(ANN);
    exported.export(BEN);
    List<Path> others = exported.download(BEN);

    assertThat(exported.faults(archives)).isEmpty();
    assertThat(exported.faults(archives.subList(1, archives.size()))).isNotEmpty();
    assertThat(exported.faults(archives.subList(0, archives.size() - 1))).isNotEmpty();
    assertThat(exported.faults(List.of(archives.get(archives.size() - 1), others.get(0))))
        .isNotEmpty();
    byte[] bytes = Files.readAllBytes(archives.get(0));
    Path cut = archives.get(0).resolveSibling("cut.zip");
    try (OutputStream out = Files.newOutputStream(cut)) {
      out.write(bytes, 0, bytes.length / 2);
    }
    assertThatThrownBy(() -> exported.faults(List.of(cut))).isInstanceOf(IOException.class);
    assertThat(ExportManifest.faults(archives, Optional.empty(), world.clock.instant())).isEmpty();
  }
}
