package com.anykoma.privacy.rights.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.json.StrictJson;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.TaskPayload.Due;
import com.anykoma.privacy.protection.vault.KeyClass;
import com.anykoma.privacy.services.Services;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A world with two people who have prompts and images, and exports in small parts. */
final class ExportedWorld implements AutoCloseable {
  static final SubjectId ANN = new SubjectId("u1");
  static final SubjectId BEN = new SubjectId("u2");

  /** A part ends after the page of entries that reaches three files. */
  static final PartLimits SMALL = new PartLimits(1L << 20, 3, 1 << 20);

  final World world;
  private final Path downloads;
  private int runs;

  ExportedWorld(Path directory) throws IOException {
    downloads = Files.createDirectory(directory.resolve("downloads"));
    world = new World(directory.resolve("world"));
    for (SubjectId each : List.of(ANN, BEN)) {
      person(each.value());
    }
  }

  SubjectId person(String uid) {
    SubjectId subject = world.signUp(uid);
    world.createPrompt(subject, "p1");
    world.createPrompt(subject, "p2");
    image(subject, "i1.png", new byte[] {1, 2, 3});
    image(subject, "i2", uid.getBytes(StandardCharsets.UTF_8));
    return subject;
  }

  static BlobId imageId(SubjectId subject, String name) {
    return new BlobId("content", "users/" + subject.value() + "/images/" + name);
  }

  void image(SubjectId subject, String name, byte[] bytes) {
    try {
      BlobId id = imageId(subject, name);
      world.services.blobs().put(subject, id, KeyClass.CONTENT, "image/png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ExportService exports() {
    return exports(world.services);
  }

  static ExportService exports(Services services) {
    return services.exports(SMALL);
  }

  /** The person's record, also one that is cancelled. */
  Optional<Export> record(SubjectId subject) {
    return world.cloud.documents().get(recordPath(subject)).map(Export::of);
  }

  private DocumentPath recordPath(SubjectId subject) {
    return OwnCollections.EXPORTS.document(world.hash.of("export", subject));
  }

  /** Delivers the export's task. */
  void deliver(ExportService exports, SubjectId subject) {
    exports.handle(new Due(recordPath(subject).id()));
  }

  /** Delivers tasks, and lets the time of the next attempt come, until no work is left. */
  void work(SubjectId subject) {
    for (int i = 0; i < 30 && needsWork(subject); i++) {
      world.clock.advance(Duration.ofMinutes(1));
      deliver(exports(), subject);
    }
  }

  private boolean needsWork(SubjectId subject) {
    return record(subject).filter(it -> !it.isIn(Export.State.COMPLETE)).isPresent();
  }

  /** Exports a person's data completely, and returns the files of all archives. */
  Map<String, byte[]> export(SubjectId subject) throws IOException {
    assertThat(exports().start(subject)).isPresent();
    work(subject);
    return files(subject);
  }

  /** Downloads a complete export, checks it, and returns its files. */
  Map<String, byte[]> files(SubjectId subject) throws IOException {
    List<Path> archives = download(subject);
    assertThat(faults(archives)).isEmpty();
    return files(archives);
  }

  List<String> faults(List<Path> archives) throws IOException {
    return ExportManifest.faults(
        archives, world.services.evidence().keyRing(), world.clock.instant());
  }

  static Map<String, byte[]> files(List<Path> archives) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    for (Path each : archives) {
      try (ZipFile zip = new ZipFile(each.toFile())) {
        for (ZipEntry entry : Collections.list(zip.entries())) {
          assertThat(files.put(entry.getName(), zip.getInputStream(entry).readAllBytes())).isNull();
        }
      }
    }
    return files;
  }

  /** Opens all archives of a complete export into files. */
  List<Path> download(SubjectId subject) throws IOException {
    List<Path> archives = new ArrayList<>();
    int count = exports().status(subject).orElseThrow().parts().size();
    Path folder = Files.createDirectory(downloads.resolve("run" + runs++));
    for (int i = 1; i <= count; i++) {
      Path file = folder.resolve(i + ".zip");
      try (OutputStream out = Files.newOutputStream(file)) {
        exports().part(subject, i).orElseThrow().writeTo(out);
      }
      archives.add(file);
    }
    return archives;
  }

  /** All rows of a source. */
  static List<JsonValue> rows(Map<String, byte[]> files, String source) {
    List<JsonValue> rows = new ArrayList<>();
    files.forEach(
        (name, bytes) -> {
          if (name.matches("data/\\d+-" + source + "/.*")) {
            new String(bytes, StandardCharsets.UTF_8)
                .lines()
                .forEach(it -> rows.add(StrictJson.object(it.getBytes(StandardCharsets.UTF_8))));
          }
        });
    return rows;
  }

  static JsonValue manifest(Map<String, byte[]> files) {
    return StrictJson.object(files.getOrDefault("manifest.json", new byte[0]));
  }

  /** The names of the objects that an export of the person has left. */
  List<String> archives(SubjectId subject) {
    return world
        .cloud
        .blobs()
        .listGenerations(Export.BUCKET, "exports/" + subject.value() + "/", Optional.empty(), 1_000)
        .items()
        .stream()
        .map(Blob::id)
        .map(BlobId::name)
        .toList();
  }

  void write(SubjectId subject, String prompt, Fields fields) {
    world.handle(world.write(World.prompt(subject, prompt), fields));
  }

  @Override
  public void close() {
    world.close();
  }
}
