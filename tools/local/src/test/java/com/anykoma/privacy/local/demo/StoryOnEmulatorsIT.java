package com.anykoma.privacy.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.collection.census.AttestService;
import com.anykoma.privacy.collection.census.Census;
import com.anykoma.privacy.emulators.FirestoreRules;
import com.anykoma.privacy.infra.InfraFiles;
import com.anykoma.privacy.local.RequiredEmulators;
import com.anykoma.privacy.local.cloud.CloudChoice;
import com.anykoma.privacy.local.cloud.EmulatedPlatform;
import com.anykoma.privacy.local.cloud.GoogleEvents;
import com.anykoma.privacy.platform.Cloud;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentIndex;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.RealtimeDatabase;
import com.anykoma.privacy.proof.audit.AuditLog;
import com.anykoma.privacy.retention.expiry.ExpiryCircuitBreaker;
import com.anykoma.privacy.retention.expiry.ExpiryService;
import com.anykoma.privacy.retention.expiry.ExpiryService.Counts;
import com.anykoma.privacy.retention.removal.CircuitBreaker;
import com.anykoma.privacy.retention.removal.CircuitBreaker.Kind;
import com.anykoma.privacy.retention.removal.CircuitBreakerLimits;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
  @TempDir Path directory;

  @Test
  void everyClaimHoldsAndEveryIndexIsCommitted() {
    RequiredEmulators.findOrAbort("the story on emulators");
    StringWriter told = new StringWriter();
    StoryOutput telling = new StoryOutput(new PrintWriter(told), Ansi.OFF);

    try (DemoCloud stage = new DemoCloud(FixtureProduct.FILES, CloudChoice.EMULATORS, directory)) {
      stage.platform().notes().forEach(System.err::println);
      Story.play(stage, telling);
      assertThat(telling.conclude()).as(told.toString()).isTrue();
      assertThat(stage.latencies())
          .containsKeys(
              "ContentWritten", "AccountWritten", "Claims", "BlobUploaded", "Repair", "Sweep");

      EmulatedPlatform platform = (EmulatedPlatform) stage.platform();
      assertThat(expiry(platform).sweep(Instant.now().plusSeconds(60))).isEqualTo(new Counts(0, 0));
      Census census = attest(platform).take(Long.MAX_VALUE);
      assertThat(census.complete()).isTrue();
      assertThat(census.clean()).as(census.toString()).isTrue();
      assertThat(census.locations()).anyMatch(each -> each.seen() > 0);
      assertThat(breaker(platform).decide(Kind.PURGES, vanished(platform), () -> 0).block())
          .isEmpty();
      Set<DocumentIndex> needed =
          new HashSet<>(
              FirestoreRules.indexesNeeded(
                  platform.emulators().firestore(), GoogleEvents.PROJECT_ID));
      needed.removeIf(DocumentIndex::isAutomatic);
      assertThat(needed).isEqualTo(deployed());
    }
  }

  private static ExpiryService expiry(EmulatedPlatform platform) {
    return new ExpiryService(
        platform.cloud().documents(),
        platform.cloud().keys(),
        FixtureProduct.MAP,
        new ExpiryCircuitBreaker(
            platform.cloud().documents(),
            new AuditLog(new Random(7)),
            new CircuitBreakerLimits(1, 1, 1, 1, 1_000, 1_000),
            Instant::now),
        Instant::now);
  }

  private static CircuitBreaker breaker(EmulatedPlatform platform) {
    return new CircuitBreaker(
        platform.cloud().documents(),
        new AuditLog(new Random(7)),
        FixtureProduct.FILES.limits(),
        Instant::now);
  }

  /** A purge order of what vanished without a word of its owner's: the story has none. */
  private static RemovalOrder vanished(EmulatedPlatform platform) {
    Document order =
        platform.cloud().documents().find(Query.in(new CollectionPath("purges")).limit(1)).get(0);
    Fields fields =
        order.fields().with("uid", "u1").with("cause", "vanished").with("confirmed", false);
    return RemovalOrder.of(
        new Document(order.path(), fields, order.createTime(), order.updateTime()));
  }

  private static AttestService attest(EmulatedPlatform platform) {
    Cloud cloud = platform.cloud();
    return new AttestService(
        cloud.documents(),
        cloud.keys(),
        cloud.blobs(),
        RealtimeDatabase.withoutNodes(),
        cloud.tasks(),
        FixtureProduct.MAP,
        Map.of(),
        Instant::now);
  }

  /**
   * Without the indexes that Firestore makes by itself, which an override replaces and so repeats;
   * and without those that only a product needs whose content may change its owner.
   */
  private static Set<DocumentIndex> deployed() {
    Set<DocumentIndex> indexes = new HashSet<>(InfraFiles.indexes(FixtureProduct.FILES).listed());
    indexes.removeIf(DocumentIndex::isAutomatic);
    indexes.removeIf(each -> each.fields().equals(List.of("item ASCENDING")));
    return indexes;
  }
}
