package com.anykoma.privacy.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.audit.AuditLog;
import com.anykoma.privacy.datamap.DataMap;
import com.anykoma.privacy.evidence.AttestService;
import com.anykoma.privacy.evidence.Census;
import com.anykoma.privacy.local.emulators.IndexNeed;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.retention.AgeingService;
import com.anykoma.privacy.retention.AgeingService.Aged;
import com.anykoma.privacy.retention.Breaker;
import com.anykoma.privacy.retention.Breaker.Kind;
import com.anykoma.privacy.retention.BreakerLimits;
import com.anykoma.privacy.retention.ExpiryBreaker;
import com.anykoma.privacy.retention.Order;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Help.Ansi;

/**
 * The demo's whole story on Google's emulators, with the events that they make; and the indexes
 * that its queries need are the ones that are committed.
 */
final class StoryOnEmulatorsIT {
  private static final Path INDEXES = Path.of("..", "terraform", "firestore.indexes.json");

  @TempDir Path directory;

  @Test
  void everyClaimHoldsAndEveryIndexIsCommitted() throws IOException {
    RequiredEmulators.findOrAbort("the story on emulators");
    StringWriter told = new StringWriter();
    Telling telling = new Telling(new PrintWriter(told), Ansi.OFF);

    try (Stage stage = new Stage(CloudChoice.EMULATORS, directory)) {
      stage.platform().notes().forEach(System.err::println);
      Demo.play(stage, telling);
      assertThat(telling.conclude()).as(told.toString()).isTrue();
      assertThat(stage.latencies())
          .containsKeys(
              "ContentWritten", "AccountWritten", "Claims", "BlobUploaded", "Repair", "Sweep");

      EmulatedPlatform platform = (EmulatedPlatform) stage.platform();
      assertThat(ageing(platform).sweep(Instant.now().plusSeconds(60))).isEqualTo(new Aged(0, 0));
      Census census = attest(platform).take(Long.MAX_VALUE);
      assertThat(census.complete()).isTrue();
      assertThat(census.clean()).as(census.line()).isTrue();
      assertThat(census.locations()).anyMatch(each -> each.seen() > 0);
      assertThat(breaker(platform).decide(Kind.PURGES, vanished(platform), () -> 0).halt())
          .isEmpty();
      Set<IndexNeed> needed =
          new HashSet<>(platform.emulators().firestore().indexesNeeded(GoogleEvents.PROJECT_ID));
      needed.removeIf(StoryOnEmulatorsIT::isAutomatic);
      assertThat(needed).isEqualTo(committed());
    }
  }

  private static AgeingService ageing(EmulatedPlatform platform) {
    return new AgeingService(
        platform.documents(),
        platform.keys(),
        DataMap.shipped(),
        new ExpiryBreaker(
            platform.documents(),
            new AuditLog(new Random(7)),
            new BreakerLimits(1, 1, 1, 1, 1_000, 1_000),
            Instant::now),
        Instant::now);
  }

  private static Breaker breaker(EmulatedPlatform platform) {
    return new Breaker(
        platform.documents(), new AuditLog(new Random(7)), BreakerLimits.shipped(), Instant::now);
  }

  /** A purge order of what vanished without a word of its owner's: the story has none. */
  private static Order vanished(EmulatedPlatform platform) {
    Document order =
        platform.documents().find(Query.in(new CollectionPath("purges")).limit(1)).get(0);
    Fields fields =
        order.fields().with("uid", "u1").with("cause", "vanished").with("confirmed", false);
    return Order.of(new Document(order.path(), fields, order.createTime(), order.updateTime()));
  }

  private static AttestService attest(EmulatedPlatform platform) {
    return new AttestService(platform.cloud(), DataMap.shipped(), Instant::now);
  }

  private static Set<IndexNeed> committed() throws IOException {
    JsonObject file = JsonParser.parseString(Files.readString(INDEXES)).getAsJsonObject();
    Set<IndexNeed> indexes = new HashSet<>();
    for (JsonElement each : file.getAsJsonArray("indexes")) {
      JsonObject index = each.getAsJsonObject();
      indexes.add(index(index, index.get("collectionGroup").getAsString(), fields(index)));
    }
    for (JsonElement each : file.getAsJsonArray("fieldOverrides")) {
      JsonObject override = each.getAsJsonObject();
      for (JsonElement one : override.getAsJsonArray("indexes")) {
        JsonObject index = one.getAsJsonObject();
        String field =
            override.get("fieldPath").getAsString() + " " + index.get("order").getAsString();
        indexes.add(index(index, override.get("collectionGroup").getAsString(), List.of(field)));
      }
    }
    // an override replaces what Firestore makes by itself, so it repeats that
    indexes.removeIf(StoryOnEmulatorsIT::isAutomatic);
    return indexes;
  }

  /** Firestore makes an index of each field by itself, in either order. */
  private static boolean isAutomatic(IndexNeed index) {
    return index.singleField() && !index.group();
  }

  private static IndexNeed index(JsonObject index, String collection, List<String> fields) {
    boolean group = index.get("queryScope").getAsString().equals("COLLECTION_GROUP");
    return new IndexNeed(collection, group, fields);
  }

  private static List<String> fields(JsonObject index) {
    List<String> fields = new ArrayList<>();
    for (JsonElement each : index.getAsJsonArray("fields")) {
      JsonObject field = each.getAsJsonObject();
      fields.add(field.get("fieldPath").getAsString() + " " + field.get("order").getAsString());
    }
    return fields;
  }
}
