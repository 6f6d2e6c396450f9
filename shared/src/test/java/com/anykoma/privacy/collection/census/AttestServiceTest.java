package com.anykoma.privacy.collection.census;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.collection.datamap.DataField;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.PathPattern;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.log.LogEntry;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.TaskPayload.BeginScan;
import com.anykoma.privacy.platform.TaskPayload.ScanTask;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.platform.embedded.SqliteTasks.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** Tests the completeness, limits, reports and cost of a census. */
@Keeps({"P2", "P11", "P12", "P13", "P14", "P15", "P21"})
final class AttestServiceTest extends CensusFixture {
  /** Writes one item to each location of the map, with all its fields. */
  private void putOneItemPerLocation() {
    for (Location each : map.locations()) {
      Map<String, String> ids = new HashMap<>();
      Optional<PathPattern> pattern = each.place().pattern();
      pattern.ifPresent(it -> it.ids().forEach(id -> ids.put(id, "a-" + id)));
      if (each.place() instanceof Place.Documents in) {
        boolean isKeys = in.database().equals(Place.Documents.KEYS);
        put(isKeys ? cloud.keys() : cloud.documents(), in.path().fill(ids), fieldsOf(each));
      } else if (each.place() instanceof Place.Blobs in) {
        blob(in.bucket(), in.path().fill(ids));
      }
    }
  }

  private static Fields fieldsOf(Location location) {
    Map<String, Object> fields = new HashMap<>();
    for (DataField each : location.fields()) {
      boolean isAge = location.ageField().filter(each.name()::equals).isPresent();
      Object value = isAge ? NOW : "u1";
      List<String> way = each.segments();
      if (way.size() == 1) {
        fields.put(way.get(0), value);
      } else {
        assertThat(way.size()).isEqualTo(2);
        fields.put(way.get(0), Map.of(way.get(1).equals("*") ? "any" : way.get(1), value));
      }
    }
    return Fields.of(fields);
  }

  @Test
  void emptyStoresHaveNoViolations() {
    Census census = census();

    assertThat(census.complete()).isTrue();
    assertThat(census.clean()).isTrue();
    assertThat(census.locations()).allMatch(each -> each.seen() == 0);
  }

  @Test
  void dataThatTheMapListsHasNoViolations() {
    putOneItemPerLocation();

    Census census = census();

    assertThat(census.unlistedCollections()).isEmpty();
    assertThat(census.unlistedBlobs()).isEmpty();
    assertThat(census.locations()).allSatisfy(each -> assertThat(each.clean()).isTrue());
    assertThat(census.locations()).allSatisfy(each -> assertThat(each.seen()).isEqualTo(1));
    assertThat(census.locations())
        .extracting(LocationCount::location)
        .containsExactlyElementsOf(
            map.locations().stream()
                .filter(each -> each.place().pattern().isPresent())
                .map(Location::name)
                .toList());
    assertThat(census.complete()).isTrue();
    assertThat(census.clean()).isTrue();
  }

  @Test
  void censusWritesNothing() {
    putOneItemPerLocation();
    put("photos/a");
    cloud.counts().reset();

    assertThat(census().clean()).isFalse();

    assertThat(cloud.counts().snapshot().keySet())
        .noneMatch(each -> each.endsWith(".write") || each.endsWith(".transaction"));
  }

  @Test
  void memoryIsBoundedForMillionsOfNames() {
    int many = 3 * CollectionTally.MAX_SHAPES;
    for (int i = 0; i < many; i++) {
      put("users/u1/c" + i + "/a");
      put("users/u2/prompts/p" + i, Map.of("field" + i, 1));
    }

    Census census = census();

    assertThat(census.unlistedCollections()).hasSize(CollectionTally.MAX_SHAPES + 1);
    assertThat(census.unlistedCollections().stream().mapToLong(UnlistedCollection::documents).sum())
        .isEqualTo(many);
    assertThat(at(census, "prompts").withUnlistedFields()).isEqualTo(many);
    assertThat(at(census, "prompts").unlistedFields()).hasSize(LocationTally.MAX_NAMES);
  }

  @Test
  void boundedCensusIsReportedAsIncomplete() {
    putOneItemPerLocation();

    assertThat(attest(map).take(5).complete()).isFalse();
    assertThat(seen(attest(map).take(5))).isEqualTo(5 + 5);
    assertThat(attest(map).take(1_000).complete()).isTrue();
    assertThatThrownBy(() -> attest(map).take(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void scheduledCensusResumesUntilComplete() {
    for (int i = 0; i < AttestService.PAGE + 300; i++) {
      put("corpus/c" + i, Map.of("uid", "u1"));
    }
    for (int i = 0; i < 250; i++) {
      put("users/u" + i + "/prompts/p/deep/d");
    }
    put("tombstones/w", Map.of("odd", 1));
    blob("content", "photos/a");

    List<String> lines = new ArrayList<>();
    Logger log = Logger.getLogger(AttestService.class.getName());
    Handler handler = handler(lines);
    log.addHandler(handler);
    try {
      cloud.tasks().publish(List.of(new Task(Topic.ATTEST, "first", new BeginScan("first"))));
      List<Delivery> due = cloud.tasks().lease(1, Duration.ofMinutes(1));
      while (!due.isEmpty()) {
        attest(map).handle(ScanTask.of(due.get(0).task())); // a new instance each time
        cloud.tasks().settle(due.get(0).message());
        due = cloud.tasks().lease(1, Duration.ofMinutes(1));
      }
    } finally {
      log.removeHandler(handler);
    }

    assertThat(lines).anyMatch(it -> it.contains("unlistedFields=1"));
    assertThat(lines).anyMatch(it -> it.contains("unlistedBlobs=1"));
    assertThat(lines).anyMatch(it -> it.contains("unlistedCollections=1"));
    assertThat(
            cloud
                .documents()
                .get(DocumentPath.of("scans", "attest"))
                .orElseThrow()
                .fields()
                .instant("completedAt"))
        .contains(clock.instant());
  }

  private static Handler handler(List<String> lines) {
    return new Handler() {
      @Override
      public void publish(LogRecord entry) {
        lines.add(entry.getMessage());
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  @Test
  void unreadDataMakesTheCensusIncomplete() {
    for (int i = 0; i < 10; i++) {
      put("users/u" + i + "/photos/a");
    }
    assertThat(attest(map).take(10).complete()).isFalse();
    for (int i = 0; i < 30; i++) {
      blob("content", "users/u1/images/i" + i);
    }

    assertThat(attest(map).take(25).complete()).isFalse();
    assertThat(attest(map).take(31).complete()).isTrue();
  }

  private static long seen(Census census) {
    return census.locations().stream().mapToLong(LocationCount::seen).sum();
  }

  @Test
  void largeLocationDoesNotDelayASmallOne() {
    for (int i = 0; i < 1_500; i++) {
      put("users/u1/prompts/p" + i);
      put("corpus/c" + i, Map.of("uid", "u1"));
      blob("uploads", "users/u1/images/i" + i);
    }
    put("tombstones/w", Map.of("odd", 1));
    blob("content", "photos/a");

    Census census = attest(map).take(1_000);

    assertThat(census.complete()).isFalse();
    assertThat(at(census, "tombstones").withUnlistedFields()).isEqualTo(1);
    assertThat(census.unlistedBlobs()).containsKey("content");
  }

  @Test
  void censusCostsAboutTwoReadsPerDocument() {
    int subjects = 100;
    for (int i = 0; i < 1_000; i++) {
      put("users/u" + i % subjects + "/prompts/p" + i);
    }
    cloud.counts().reset();

    assertThat(census().clean()).isTrue();

    assertThat(cloud.counts().of("documents.read")).isLessThan(2_500);
    assertThat(cloud.counts().of("documents.call")).isLessThan(100);
  }

  @Test
  void logLineHasNoNamesThatClientsChoose() {
    put("Marker/a");
    put("users/Marker/Marker/a");
    put("users/Marker", Map.of("Marker", "Marker"));
    put("customers/Marker", Map.of("uid", "Marker".repeat(22)));
    blob("content", "Marker");

    Census census = census();

    assertThat(census.clean()).isFalse();
    assertThat(census.counts())
        .extracting(LogEntry::toString)
        .containsExactly(
            "complete=true",
            "seen=2",
            "unlistedFields=1",
            "overAge=0",
            "withoutSubject=1",
            "unlistedCollections=2",
            "unlistedBlobs=1",
            "in=users,customers");
    assertThat(census.unlistedCollections().toString()).doesNotContain("Marker");
    assertThat(census.locations().toString()).doesNotContain("Marker");
  }
}
