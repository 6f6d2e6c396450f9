package com.anykoma.privacy.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** A directory in which somebody was erased, and the proofs that the commands print of it. */
@Tag("slow")
abstract class ProofCommandsFixture {
  @TempDir Path directory;
  String data;

  Ran onData(String... arguments) {
    return Ran.of(
        Stream.concat(Stream.of(arguments), Stream.of("--data", data)).toArray(String[]::new));
  }

  /** Creates a data directory in which somebody was erased. */
  @BeforeEach
  void eraseSomebody() {
    eraseSomebody("data");
  }

  final void eraseSomebody(String in) {
    data = directory.resolve(in).toString();
    try (EmbeddedCloud cloud = open(Clock.systemUTC())) {
      cloud.documents().create(DocumentPath.of("users", "u1"), Fields.empty().with("gpc", false));
    }
    assertThat(onData("erase", "u1", "--confirm").exit()).isZero();
  }

  EmbeddedCloud open(InstantSource clock) {
    return EmbeddedCloud.open(Path.of(data), clock);
  }

  String order() {
    return onData("orders", "--json")
        .json()
        .getAsJsonArray("fulfilledLately")
        .get(0)
        .getAsJsonObject()
        .get("order")
        .getAsString();
  }

  Path certificate() throws IOException {
    Files.writeString(directory.resolve("keys.json"), onData("certificate", "keys").out());
    return Files.writeString(
        directory.resolve("certificate.json"), onData("certificate", "get", order()).out());
  }

  Path altered(Path file, String from, String to) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(from);
    return Files.writeString(directory.resolve("altered.json"), text.replace(from, to));
  }

  static List<JsonObject> checked(Ran ran) {
    return ran.json().getAsJsonArray("files").asList().stream()
        .map(JsonElement::getAsJsonObject)
        .toList();
  }

  /** A copy of the first checkpoint, which {@link #checkpointLater} creates if it is missing. */
  Path checkpointFile() throws IOException {
    BlobId id = new BlobId("evidence", "audit/00000001.json");
    try (EmbeddedCloud cloud = open(Clock.systemUTC())) {
      Optional<Blob> stored = cloud.blobs().stat(id);
      if (stored.isPresent()) {
        return Files.write(
            directory.resolve("checkpoint.json"),
            cloud.blobs().read(stored.get(), 0).readAllBytes());
      }
    }
    checkpointLater();
    return checkpointFile();
  }

  /** As if a quarter of an hour had passed: the entries are made that much older. */
  void checkpointLater() {
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
    assertThat(onData("audit", "checkpoint").out()).contains("entries checkpointed: ");
  }
}
