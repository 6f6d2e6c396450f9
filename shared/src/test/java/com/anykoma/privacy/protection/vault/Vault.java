package com.anykoma.privacy.protection.vault;

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
import com.anykoma.privacy.retention.residency.Residency;
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

/** What tests of sealing do in a {@link World}: seal, upload, open, and look at stored keys. */
final class Vault implements AutoCloseable {
  static final String SECRET = "a castle in the rain";
  private static final DocumentPath PLACE = DocumentPath.of("users", "u", "prompts", "p");

  private final World world;
  final SettableClock clock;
  final EmbeddedCloud cloud;
  final SubjectHash hash;
  final AuditLog audit;
  final DataMap dataMap;
  final PurgeOrders purges;

  /** The items whose images were told to be unclean. */
  final List<DocumentPath> barred = new ArrayList<>();

  final ImprovementExclusion unclean = (owner, item) -> barred.add(item);
  final Subjects subjects;
  final ConsentService consents;
  final ShreddingService shredding;

  Vault(Path directory) {
    world = new World(directory);
    clock = world.clock;
    clock.set(Instant.parse("2026-11-22T12:00:00Z"));
    cloud = world.cloud;
    hash = world.hash;
    audit = world.audit;
    dataMap = world.dataMap;
    purges = new PurgeOrders(hash, Residency.shipped());
    subjects = world.subjects;
    consents = world.consents;
    shredding = world.services.shredding();
  }

  /** Another instance of a function: with a cache of its own. */
  KeyService keys() {
    return world.on(cloud).keys();
  }

  KeyService keys(Documents keys) {
    return world.on(Ports.of(cloud).withKeys(keys)).keys();
  }

  KeyService keys(Aead kek) {
    return world.on(Ports.of(cloud).withKek(kek)).keys();
  }

  /** Something sealed under the subject's key of this class. */
  static Bytes secret(KeyService keys, SubjectId subject, KeyClass keyClass) {
    return FieldSeal.seal(keys.sealingKey(subject, keyClass), keyClass, PLACE, "text", SECRET);
  }

  static Bytes secret(KeyService keys, SubjectId subject) {
    return secret(keys, subject, KeyClass.CONTENT);
  }

  /** What {@link #secret} sealed, opened. */
  static Object told(KeyService keys, SubjectId subject, KeyClass keyClass, Bytes sealed) {
    return FieldSeal.open(keys.openingKey(subject, keyClass), keyClass, PLACE, "text", sealed);
  }

  static Object told(KeyService keys, SubjectId subject, Bytes sealed) {
    return told(keys, subject, KeyClass.CONTENT, sealed);
  }

  /** The records of keys, in the order of their ids. */
  List<Document> keyRecords() {
    return cloud.keys().find(Query.in(new CollectionPath("keys")).limit(Query.MAX_LIMIT));
  }

  /** Where a key's record is. */
  DocumentPath keyPath(SubjectId subject, KeyClass keyClass) {
    return DocumentPath.of("keys", new WrappedKeys(cloud.keys(), hash).id(subject, keyClass));
  }

  /** Puts something in place of a key's record. */
  void putKey(SubjectId subject, Fields fields) {
    cloud.keys().set(keyPath(subject, KeyClass.CONTENT), fields);
  }

  UploadService uploads(KeyService keys, Blobs blobs) {
    return new UploadService(blobs, keys, subjects, hash, dataMap, purges, unclean, clock);
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

  /** Writes the document that an image belongs to, as the app does. */
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

  /** The same, for a lambda. */
  Blob uploadUnchecked(SubjectId owner, String image, byte[] bytes) {
    try {
      return upload(owner, image, "image/png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tells another instance of an upload. */
  void toldUnchecked(Blob upload) {
    try {
      uploads(keys()).sealUpload(upload);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every generation of a bucket. */
  List<Blob> generations(String bucket) {
    return cloud.blobs().listGenerations(bucket, "", Optional.empty(), 1_000).items();
  }

  /** Uploads, and has it sealed. */
  Blob sealed(SubjectId owner, String image, byte[] bytes) throws IOException {
    uploads(keys()).sealUpload(upload(owner, image, "image/png", bytes));
    return cloud.blobs().stat(sealed(owner, image)).orElseThrow();
  }

  /** The blob as its owner sees it; empty when there is nothing. */
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
