package com.anykoma.privacy.collection.census;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.SettableClock;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** A base for census tests: an embedded cloud, the fixture's data map, and methods to add data. */
@Tag("slow")
abstract class CensusFixture {
  static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  @TempDir private Path directory;
  final SettableClock clock = new SettableClock(NOW);
  final DataMap map = FixtureProduct.MAP;
  EmbeddedCloud cloud;

  @BeforeEach
  void open() {
    cloud = EmbeddedCloud.open(directory, clock);
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  AttestService attest(DataMap dataMap) {
    return attest(dataMap, Map.of());
  }

  AttestService attest(DataMap dataMap, Map<String, Supplier<List<String>>> dailyChecks) {
    return new AttestService(
        cloud.documents(),
        cloud.keys(),
        cloud.blobs(),
        cloud.realtime(),
        cloud.tasks(),
        dataMap,
        dailyChecks,
        clock);
  }

  Census census() {
    return attest(map).take(Long.MAX_VALUE);
  }

  static LocationCount at(Census census, String location) {
    return census.locations().stream()
        .filter(each -> each.location().equals(location))
        .findFirst()
        .orElseThrow();
  }

  LocationCount at(String location) {
    return at(census(), location);
  }

  @CanIgnoreReturnValue
  static DocumentPath put(Documents documents, String path, Fields fields) {
    DocumentPath at = new DocumentPath(path);
    assertThat(documents.create(at, fields)).isTrue();
    return at;
  }

  void put(String path, Map<String, Object> fields) {
    put(cloud.documents(), path, Fields.of(fields));
  }

  void put(String path) {
    put(path, Map.of());
  }

  @CanIgnoreReturnValue
  BlobId blob(String bucket, String name) {
    BlobId id = new BlobId(bucket, name);
    try {
      cloud.blobs().write(id, "image/png", Map.of(), OptionalLong.empty(), out -> out.write(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return id;
  }
}
