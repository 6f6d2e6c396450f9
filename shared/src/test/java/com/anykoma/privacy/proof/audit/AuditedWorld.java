package com.anykoma.privacy.proof.audit;

import com.anykoma.privacy.Alarms;
import com.anykoma.privacy.World;
import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.proof.certificate.EvidenceStore;
import com.anykoma.privacy.protection.vault.SigningService;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A world whose audit log is sealed, and whoever has the keys to its database and its bucket. */
final class AuditedWorld implements AutoCloseable {
  private static final int AT_ONCE = 400;

  final World world;
  final EvidenceStore store;
  final CheckpointService sealing;

  AuditedWorld(Path directory) {
    world = new World(directory);
    store = world.services.evidence();
    sealing = world.services.auditCheckpoints();
  }

  /** Another instance of the function that seals, which knows nothing yet. */
  CheckpointService sealer(Documents documents, EvidenceStore in, InstantSource clock) {
    return new CheckpointService(
        documents, in, new SigningService(in, world.cloud::signingKek, clock)::signer, clock);
  }

  AuditCheck check() {
    return world.services.auditCheck();
  }

  List<String> faults() {
    return check().check().faults();
  }

  List<CheckpointBatch> seals() {
    return check().log().seals();
  }

  /** The ids of the entries of a seal, from 1, in their order. */
  List<String> sealed(int number) {
    return seals().get(number - 1).entries().stream().map(AuditedWorld::id).toList();
  }

  /** The ids of the sealed entries, in their order. */
  List<String> sealed() {
    return check().log().entries().stream().map(AuditedWorld::id).toList();
  }

  private static String id(JsonValue entry) {
    return entry.requiredString("id");
  }

  /** Seals at this moment. */
  int sealAt(Instant now) {
    world.clock.set(now);
    return sealing.seal();
  }

  /** Writes an entry of this time and answers its id. */
  String note(Instant at) {
    String[] id = {""};
    world
        .cloud
        .documents()
        .transact(
            tx -> {
              AuditLog.Noting noting =
                  world.audit.noting(
                      (path, fields) -> {
                        id[0] = path.id();
                        tx.set(path, fields);
                      });
              noting.note(
                  AuditEntry.ofNobody(
                      at, AuditTopic.BREAKER, Action.TRIPPED, new ReasonCode("erasures")));
              return true;
            });
    return id[0];
  }

  /** Writes as many entries, {@code step} nanoseconds apart. */
  void note(int count, Instant from, long step) {
    for (int done = 0; done < count; done += AT_ONCE) {
      int first = done;
      world
          .cloud
          .documents()
          .transact(
              tx -> {
                for (int i = first; i < Math.min(count, first + AT_ONCE); i++) {
                  world
                      .audit
                      .noting(tx)
                      .note(
                          AuditEntry.ofNobody(
                              from.plusNanos(i * step),
                              AuditTopic.BREAKER,
                              Action.CONFIRMED,
                              new ReasonCode("purges")));
                }
                return true;
              });
    }
  }

  static DocumentPath path(String id) {
    return OwnCollections.AUDIT.document(id);
  }

  Document entry(String id) {
    return world.cloud.documents().get(path(id)).orElseThrow();
  }

  /** Puts a document where entries are, or in the place of one. */
  void put(String id, Fields fields) {
    world.cloud.documents().set(path(id), fields);
  }

  long entries() {
    return world.cloud.documents().count(Query.in(OwnCollections.AUDIT));
  }

  /** The name of a seal's file. */
  static String seal(int number) {
    return "audit/" + String.format("%08d", number) + ".json";
  }

  byte[] file(String name) {
    Blob blob = world.cloud.blobs().stat(new BlobId(EvidenceStore.BUCKET, name)).orElseThrow();
    try (InputStream in = world.cloud.blobs().read(blob, 0)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void removeFile(String name) {
    world.cloud.blobs().deleteEveryGeneration(new BlobId(EvidenceStore.BUCKET, name));
  }

  /** Puts a file in the place of another, as only somebody can who may delete evidence. */
  void replaceFile(String name, byte[] bytes) {
    removeFile(name);
    try {
      world
          .cloud
          .blobs()
          .write(
              new BlobId(EvidenceStore.BUCKET, name),
              "application/json",
              Map.of(),
              OptionalLong.of(0),
              out -> out.write(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> files() {
    return world
        .cloud
        .blobs()
        .list(EvidenceStore.BUCKET, "audit/", Optional.empty(), 1_000)
        .items()
        .stream()
        .map(it -> it.id().name())
        .toList();
  }

  /** What is logged as severe while the work is done. */
  static List<String> alarms(Runnable work) {
    try (Alarms alarms = new Alarms()) {
      work.run();
      return alarms.messages();
    }
  }

  @Override
  public void close() {
    world.close();
  }
}
