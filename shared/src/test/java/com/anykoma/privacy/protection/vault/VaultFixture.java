package com.anykoma.privacy.protection.vault;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Ports;
import com.anykoma.privacy.SettableClock;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import com.anykoma.privacy.proof.audit.AuditLog;
import com.anykoma.privacy.retention.removal.PurgeOrders;
import com.anykoma.privacy.subject.SubjectHash;
import com.anykoma.privacy.subject.Subjects;
import com.anykoma.privacy.usage.consent.ConsentService;
import com.google.crypto.tink.Aead;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Operations of the vault's tests in a {@link World}: seal, upload, open, read stored keys. */
final class VaultFixture implements AutoCloseable {
  static final String SECRET = "a castle in the rain";
  private static final DocumentPath PLACE = DocumentPath.of("users", "u", "prompts", "p");

  private final World world;
  final SettableClock clock;
  final EmbeddedCloud cloud;
  final SubjectHash hash;
  final AuditLog audit;
  final DataMap dataMap;
  final PurgeOrders purges;

  /** The items that were excluded from improvement. */
  final List<DocumentPath> excluded = new ArrayList<>();

  final ImprovementExclusion exclusion = (owner, item) -> excluded.add(item);
  final Subjects subjects;
  final ConsentService consents;
  final ShreddingService shredding;

  VaultFixture(Path directory) {
    world = new World(directory);
    clock = world.clock;
    clock.set(Instant.parse("2026-11-22T12:00:00Z"));
    cloud = world.cloud;
    hash = world.hash;
    audit = world.audit;
    dataMap = world.dataMap;
    purges = new PurgeOrders(hash, FixtureProduct.RESIDENCY);
    subjects = world.subjects;
    consents = world.consents;
    shredding = world.services.shredding();
  }

  /** A key service with its own cache, as another function instance has. */
  KeyService keys() {
    return world.on(cloud).keys();
  }

  KeyService keys(Documents keys) {
    return world.on(Ports.of(cloud).withKeys(keys)).keys();
  }

  KeyService keys(Aead kek) {
    return world.on(Ports.of(cloud).withKek(kek)).keys();
  }

  /** {@link #SECRET}, sealed with the subject's key of this class. */
  static Bytes secret(KeyService keys, SubjectId subject, KeyClass keyClass) {
    return FieldSeal.seal(keys.sealingKey(subject, keyClass), keyClass, PLACE, "text", SECRET);
  }

  static Bytes secret(KeyService keys, SubjectId subject) {
    return secret(keys, subject, KeyClass.CONTENT);
  }

  /** Opens a value from {@link #secret}. */
  static Object openSecret(KeyService keys, SubjectId subject, KeyClass keyClass, Bytes sealed) {
    return FieldSeal.open(keys.openingKey(subject, keyClass), keyClass, PLACE, "text", sealed);
  }

  static Object openSecret(KeyService keys, SubjectId subject, Bytes sealed) {
    return openSecret(keys, subject, KeyClass.CONTENT, sealed);
  }

  /** The key records, ordered by id. */
  List<Document> keyRecords() {
    return cloud.keys().find(Query.in(new CollectionPath("keys")).limit(Query.MAX_LIMIT));
  }

  /** The path of a key record. */
  DocumentPath keyPath(SubjectId subject, KeyClass keyClass) {
    return DocumentPath.of("keys", new WrappedKeys(cloud.keys(), hash).id(subject, keyClass));
  }

  /** Replaces the subject's content key record. */
  void putKey(SubjectId subject, Fields fields) {
    cloud.keys().set(keyPath(subject, KeyClass.CONTENT), fields);
  }

  UploadService uploads(KeyService keys, Blobs blobs) {
    return new UploadService(blobs, keys, subjects, hash, dataMap, purges, exclusion, clock);
  }

  UploadService uploads(KeyService keys) {
    return uploads(keys, cloud.blobs());
  }

  BlobService blobs(KeyService keys) {
    return new BlobService(cloud.blobs(), keys, hash);
  }

  static String name(SubjectId owner, String image) {
    return "users/" + owner.value() + "/images/" + image;
  }

  static BlobId staged(SubjectId owner, String image) {
    return new BlobId(UploadService.UPLOADS, name(owner, image));
  }

  static BlobId sealed(SubjectId owner, String image) {
    return new BlobId(UploadService.CONTENT, name(owner, image));
  }

  /** Writes the document of an image, as the app does. */
  void document(SubjectId owner, String image) {
    cloud
        .documents()
        .create(new DocumentPath(name(owner, image)), Fields.empty().with("title", "a castle"));
  }

  /** Uploads as the app does. */
  Blob upload(SubjectId owner, String image, String contentType, byte[] bytes) throws IOException {
    return cloud
        .blobs()
        .write(
            staged(owner, image),
            contentType,
            Map.of(),
            OptionalLong.empty(),
            out -> out.write(bytes));
  }

  /** As {@link #upload}, without checked exceptions. */
  Blob uploadUnchecked(SubjectId owner, String image, byte[] bytes) {
    try {
      return upload(owner, image, "image/png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Delivers the event of an upload to another instance. */
  void deliverUnchecked(Blob upload) {
    try {
      uploads(keys()).sealUpload(upload);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All generations of all objects in a bucket. */
  List<Blob> generations(String bucket) {
    return cloud.blobs().listGenerations(bucket, "", Optional.empty(), 1_000).items();
  }

  /** Uploads an image and seals it. */
  Blob sealed(SubjectId owner, String image, byte[] bytes) throws IOException {
    uploads(keys()).sealUpload(upload(owner, image, "image/png", bytes));
    return cloud.blobs().stat(sealed(owner, image)).orElseThrow();
  }

  /** Opens the owner's blob; empty if it does not exist. */
  Optional<OpenedBlob> open(KeyService keys, SubjectId owner, String image) {
    BlobService blobs = blobs(keys);
    BlobId id = sealed(owner, image);
    Optional<Document> record = cloud.documents().get(blobs.recordPath(owner, id));
    return blobs.open(owner, id, record);
  }

  byte[] opened(KeyService keys, SubjectId owner, String image) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    open(keys, owner, image).orElseThrow().writeTo(out);
    return out.toByteArray();
  }

  @Override
  public void close() {
    world.close();
  }
}
