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

/** A world with checkpoints, and direct write access to its database and its bucket. */
final class AuditedWorld implements AutoCloseable {
  /** The most entries of a checkpoint: several pages of a query, and less than in production. */
  static final int MAX_ENTRIES = 1_000;

  private static final int AT_ONCE = 400;

  final World world;
  final EvidenceStore store;
  final CheckpointService checkpoints;

  AuditedWorld(Path directory) {
    world = new World(directory);
    store = world.services.evidence();
    checkpoints =
        new CheckpointService(
            world.cloud.documents(),
            store,
            world.services.signing()::signer,
            world.clock,
            MAX_ENTRIES);
  }

  /** Another instance of the service, without cached keys. */
  CheckpointService service(Documents documents, EvidenceStore in, InstantSource clock) {
    return new CheckpointService(
        documents,
        in,
        new SigningService(in, world.cloud::signingKek, clock)::signer,
        clock,
        MAX_ENTRIES);
  }

  AuditCheck check() {
    return world.services.auditCheck();
  }

  List<String> faults() {
    return check().check().faults();
  }

  List<CheckpointBatch> batches() {
    return check().log().batches();
  }

  /** The ids of the entries of a checkpoint, in their order; numbers start at 1. */
  List<String> logged(int number) {
    return batches().get(number - 1).entries().stream().map(AuditedWorld::id).toList();
  }

  /** The ids of the entries of all checkpoints, in their order. */
  List<String> logged() {
    return check().log().entries().stream().map(AuditedWorld::id).toList();
  }

  private static String id(JsonValue entry) {
    return entry.requiredString("id");
  }

  /** Creates checkpoints at this time. */
  int checkpointAt(Instant now) {
    world.clock.set(now);
    return checkpoints.checkpoint();
  }

  /** Writes an entry of this time and returns its id. */
  String append(Instant at) {
    String[] id = {""};
    world
        .cloud
        .documents()
        .transact(
            tx -> {
              AuditLog.Writer writer =
                  world.audit.writer(
                      (path, fields) -> {
                        id[0] = path.id();
                        tx.set(path, fields);
                      });
              writer.append(
                  AuditEntry.withoutSubject(
                      at, AuditTopic.BREAKER, Action.TRIPPED, new ReasonCode("erasures")));
              return true;
            });
    return id[0];
  }

  /** Writes {@code count} entries, {@code step} nanoseconds apart. */
  void append(int count, Instant from, long step) {
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
                      .writer(tx)
                      .append(
                          AuditEntry.withoutSubject(
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

  /** Writes a document among the entries; replaces an entry of the same id. */
  void put(String id, Fields fields) {
    world.cloud.documents().set(path(id), fields);
  }

  long entries() {
    return world.cloud.documents().count(Query.in(OwnCollections.AUDIT));
  }

  /** The name of a checkpoint's file. */
  static String fileName(int number) {
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

  /** Replaces a file, which needs the right to delete evidence. */
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

  /** The severe log records of the work. */
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
