package com.anykoma.privacy.proof.audit;

import static com.anykoma.privacy.usage.plan.EventFixtures.at;
import static com.anykoma.privacy.usage.plan.EventFixtures.created;
import static com.anykoma.privacy.usage.plan.EventFixtures.deleted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentChange;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.proof.certificate.EvidenceStore;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.subject.ErasedSubject;
import com.anykoma.privacy.subject.Objection.Signal;
import com.anykoma.privacy.usage.consent.ConsentRecord;
import com.anykoma.privacy.usage.plan.Concurrently;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that each consent change has one entry, written in the same transaction. */
@Keeps({"P22", "P23"})
class AuditLogTest {
  private static final SubjectId ANN = new SubjectId("ann");
  private static final SubjectId BEN = new SubjectId("ben");

  private World world;

  @BeforeEach
  void open(@TempDir Path directory) {
    world = new World(directory);
    world.signUp("ann");
    world.clock.set(at(100));
  }

  @AfterEach
  void close() {
    world.close();
  }

  private List<Fields> entries() {
    return world.cloud.documents().find(Query.in(OwnCollections.AUDIT)).stream()
        .map(Document::fields)
        .toList();
  }

  /** The digests in the entries of a subject. */
  private List<String> digests(SubjectId subject) {
    String hash = key(subject).subject().value();
    return entries().stream()
        .filter(it -> it.string("subject").equals(Optional.of(hash)))
        .map(it -> it.string("digest").orElseThrow())
        .sorted()
        .toList();
  }

  /** The digests computed from the stored consent records. */
  private List<String> recomputed(SubjectId subject) {
    return world
        .cloud
        .documents()
        .find(Query.in(DocumentPath.of("subjects", subject.value()).collection("consents")))
        .stream()
        .map(it -> key(subject).digest(it.fields()).value())
        .sorted()
        .toList();
  }

  private AuditKey key(SubjectId subject) {
    return world.subjects.get(subject).orElseThrow().auditKey().orElseThrow();
  }

  private DocumentChange account(Map<String, Object> fields) {
    return world.write(World.account(ANN), Fields.of(fields));
  }

  @Test
  void everyConsentChangeHasOneEntryWithItsDigest() {
    List<Runnable> changes =
        List.of(
            () -> world.consents.signal(ANN, Signal.OBJECTION, true, at(100)),
            () -> world.consents.signal(ANN, Signal.OBJECTION, false, at(110)),
            () -> world.consents.accountWritten(ANN, account(Map.of("gpc", true))),
            () -> world.plans.apply(created("s").named("ann").after(200).event()),
            () -> world.plans.apply(deleted("s").after(300).event()));

    assertThat(digests(ANN)).hasSize(1).isEqualTo(recomputed(ANN));
    for (int i = 0; i < changes.size(); i++) {
      world.clock.set(at(1_000 + i));

      changes.get(i).run();

      assertThat(entries()).hasSize(2 + i);
      assertThat(digests(ANN)).hasSize(2 + i).isEqualTo(recomputed(ANN)).doesNotHaveDuplicates();
    }
    assertThat(entries())
        .allSatisfy(
            it -> {
              assertThat(it.asMap().keySet())
                  .containsExactlyInAnyOrder(
                      "at", "about", "action", "subject", "digest", AuditLog.SHARD);
              assertThat(it.string("about")).contains("consent");
              assertThat(it.string("action")).contains("recorded");
            })
        .extracting(it -> it.instant("at").orElseThrow())
        .contains(at(0), at(1_000), at(1_004));
  }

  @Test
  void alteredRecordDiffersFromItsDigest() {
    DocumentPath record = DocumentPath.of("subjects", "ann", "consents", "00000000");
    Document stored = world.cloud.documents().get(record).orElseThrow();

    boolean altered =
        world
            .cloud
            .documents()
            .update(record, stored.updateTime(), Fields.empty().with("recordedAt", at(1)));

    assertThat(altered).isTrue();
    assertThat(digests(ANN)).isNotEqualTo(recomputed(ANN));
  }

  @Test
  @Keeps("E8")
  void repeatedEventWritesNoEntry() {
    DocumentChange objects = account(Map.of("objection", true));
    world.consents.accountWritten(ANN, objects);
    world.plans.apply(created("s").named("ann").after(200).event());
    List<Fields> before = entries();
    assertThat(before).hasSize(3);

    world.consents.accountWritten(ANN, objects);
    world.plans.apply(created("s").named("ann").after(200).event());
    world.consents.signal(ANN, Signal.OBJECTION, true, at(100));

    assertThat(entries()).isEqualTo(before);
  }

  @Test
  void rolledBackTransactionWritesNoEntry() {
    List<Fields> before = entries();

    assertThatThrownBy(
            () ->
                world.subjects.transact(
                    ANN,
                    tx -> {
                      ConsentRecord.all(world.subjects, ANN).get(0).appendTo(tx);
                      throw new IllegalStateException("broken off");
                    }))
        .hasMessage("broken off");

    assertThat(entries()).isEqualTo(before);
    assertThat(digests(ANN)).isEqualTo(recomputed(ANN));
  }

  @Test
  @Keeps({"E13", "E17"})
  void refusedChangeOfAnErasedSubjectWritesNoEntry() {
    world.consents.end(ANN, "deleted", tx -> 1);
    List<Fields> before = entries();

    assertThatThrownBy(() -> world.consents.signal(ANN, Signal.GPC, true, at(500)))
        .isInstanceOf(ErasedSubject.class);
    assertThatThrownBy(() -> world.consents.accountWritten(ANN, account(Map.of("gpc", true))))
        .isInstanceOf(ErasedSubject.class);
    assertThatThrownBy(
            () ->
                world.subjects.transact(
                    ANN,
                    tx -> {
                      tx.auditWriter()
                          .append(AuditEntry.ofConsent(at(500), key(ANN), Fields.empty()));
                      return true;
                    }))
        .isInstanceOf(ErasedSubject.class);

    assertThat(entries()).isEqualTo(before);
  }

  @Test
  void concurrentWritersCreateOneKeyAndOneEntry() throws InterruptedException {
    DocumentChange change =
        world.write(World.account(BEN), Fields.empty().with("displayName", "B"));

    List<Boolean> done =
        Concurrently.run(
            Collections.nCopies(
                20,
                (Callable<Boolean>)
                    () -> {
                      world.consents.accountWritten(BEN, change);
                      return true;
                    }));

    assertThat(done).hasSize(20);
    assertThat(entries()).hasSize(2);
    assertThat(digests(BEN)).hasSize(1).isEqualTo(recomputed(BEN));
  }

  @Test
  void entriesShareAHashPerSubject() {
    world.signUp("ben");
    world.consents.signal(ANN, Signal.GPC, true, at(100));
    world.consents.signal(BEN, Signal.GPC, true, at(100));

    List<String> hashes =
        entries().stream().map(it -> it.string("subject").orElseThrow()).sorted().toList();
    List<String> digests =
        entries().stream().map(it -> it.string("digest").orElseThrow()).distinct().toList();

    assertThat(hashes).hasSize(4);
    assertThat(Set.copyOf(hashes))
        .containsExactlyInAnyOrder(key(ANN).subject().value(), key(BEN).subject().value());
    assertThat(hashes.get(0)).isEqualTo(hashes.get(1));
    // both have the same record at the same time
    assertThat(digests).hasSize(4);
  }

  @Test
  void entryCostsOneWriteAndNoRead() {
    world.cloud.counts().reset();

    world
        .cloud
        .documents()
        .transact(
            tx -> {
              AuditLog.Writer writer = world.audit.writer(tx);
              writer.append(
                  AuditEntry.withoutSubject(
                      at(0), AuditTopic.BREAKER, Action.TRIPPED, new ReasonCode("erasures")));
              return true;
            });

    assertThat(world.cloud.counts().of("documents.write")).isEqualTo(1);
    assertThat(world.cloud.counts().of("documents.read")).isZero();
  }

  @Test
  void entriesUseAllShardsAndRandomIds() {
    for (int i = 0; i < 200; i++) {
      world.signUp("u" + i);
    }
    List<Document> all = world.cloud.documents().find(Query.in(OwnCollections.AUDIT));

    assertThat(all).hasSize(201);
    assertThat(all.stream().map(it -> it.fields().number(AuditLog.SHARD).orElseThrow()))
        .allMatch(it -> it >= 0 && it < AuditLog.SHARDS);
    assertThat(
            all.stream()
                .map(it -> it.fields().number(AuditLog.SHARD).orElseThrow())
                .collect(Collectors.toSet()))
        .hasSize(AuditLog.SHARDS);
    assertThat(all).allSatisfy(it -> assertThat(it.path().id()).matches("[A-Za-z0-9_-]{22}"));
  }

  @Test
  @Keeps({"P20", "E27"})
  void erasureUnlinksTheSubjectsEntries() throws IOException {
    world.signUp("ben");
    world.consents.signal(ANN, Signal.OBJECTION, true, at(100));
    world.plans.apply(created("s").named("ann").after(200).event());
    world.createPrompt(ANN, "p1");
    AuditKey key = key(ANN);
    List<String> digests = digests(ANN);
    assertThat(isAnywhere(key)).isTrue();

    world.clock.set(at(1_000));
    erase(ANN);

    assertThat(world.subjects.get(ANN)).isEmpty();
    assertThat(isAnywhere(key)).isFalse();
    assertThat(isAnywhere(key(BEN))).isTrue();
    assertThat(entries().stream().flatMap(it -> it.string("digest").stream()).toList())
        .containsAll(digests);
    assertThat(entries())
        .allSatisfy(it -> assertThat(it.has("subject") && it.has("object")).isFalse())
        .filteredOn(it -> it.has("object"))
        .isNotEmpty();
    assertThat(textOfAll()).doesNotContain("\"ann\"", "users/ann", "subjects/ann");
  }

  private void erase(SubjectId subject) {
    world.cloud.accounts().delete(subject);
    world.erasures.begin(subject, "account-deleted");
    RemovalOrder order = world.erasures.status(subject).orElseThrow();
    world.erasureExecution.erase(order.id());
    world.certify(order);
    world.erasureExecution.erase(order.id());
    assertThat(world.erasures.status(subject).orElseThrow().fulfilledAt()).isPresent();
  }

  /** Whether any document or blob contains the key, in any encoding. */
  private boolean isAnywhere(AuditKey key) throws IOException {
    byte[] bytes = key.bytes().toArray();
    List<String> spelt =
        List.of(
            HexFormat.of().formatHex(bytes),
            Base64.getEncoder().withoutPadding().encodeToString(bytes),
            Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
            new String(bytes, StandardCharsets.ISO_8859_1));
    String all = textOfAll() + textOfBlobs();
    return spelt.stream().anyMatch(all::contains);
  }

  private String textOfAll() {
    StringBuilder text = new StringBuilder();
    for (Documents each : List.of(world.cloud.documents(), world.cloud.keys())) {
      read(each, Optional.empty(), text);
    }
    return text.toString();
  }

  private static void read(Documents from, Optional<DocumentPath> parent, StringBuilder text) {
    for (String id : from.collections(parent)) {
      for (Document each : from.find(Query.group(id).limit(Query.MAX_LIMIT))) {
        text.append('"').append(each.path().value()).append('"');
        text.append(spelt(each.fields().asMap()));
        if (parent.isEmpty() || each.path().isBeneath(parent.get())) {
          read(from, Optional.of(each.path()), text);
        }
      }
    }
  }

  private static String spelt(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(it -> "\"" + it.getKey() + "\":" + spelt(it.getValue()))
          .collect(Collectors.joining(","));
    }
    if (value instanceof List<?> list) {
      return list.stream().map(AuditLogTest::spelt).collect(Collectors.joining(","));
    }
    return value instanceof Bytes bytes
        ? HexFormat.of().formatHex(bytes.toArray())
        : "\"" + value + "\"";
  }

  private String textOfBlobs() throws IOException {
    StringBuilder text = new StringBuilder();
    List<Blob> all = new ArrayList<>();
    for (String bucket : List.of(EvidenceStore.BUCKET, "uploads", "content", "exports")) {
      all.addAll(world.cloud.blobs().listGenerations(bucket, "", Optional.empty(), 1_000).items());
    }
    for (Blob each : all) {
      try (InputStream in = world.cloud.blobs().read(each, 0)) {
        text.append(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
      }
    }
    return text.toString();
  }
}
