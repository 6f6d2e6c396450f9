package com.anykoma.privacy.vault;

import com.anykoma.privacy.SettableClock;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.consent.ConsentService;
import com.anykoma.privacy.consent.Policies;
import com.anykoma.privacy.consent.SubjectHash;
import com.anykoma.privacy.consent.Subjects;
import com.anykoma.privacy.datamap.DataMap;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The vault on an embedded cloud, with a clock that is set by hand. */
final class Vault implements AutoCloseable {
  final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T12:00:00Z"));
  final EmbeddedCloud cloud;
  final SubjectHash hash =
      new SubjectHash("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8));
  final DataMap dataMap = DataMap.shipped();
  final Subjects subjects;
  final ConsentService consents;
  final ShreddingService shredding;

  Vault(Path directory) {
    cloud = EmbeddedCloud.open(directory, clock);
    subjects = new Subjects(cloud.documents(), hash);
    consents = new ConsentService(subjects, dataMap, Policies.shipped(), cloud.tasks(), clock);
    shredding = new ShreddingService(cloud.keys(), hash, clock);
  }

  /** Another instance of a function: with a cache of its own. */
  KeyService keys() {
    return keys(cloud.keys());
  }

  KeyService keys(Documents keys) {
    return new KeyService(keys, cloud.kek(), hash, clock);
  }

  UploadService uploads(KeyService keys, Blobs blobs) {
    return new UploadService(blobs, keys, subjects, hash, dataMap, clock);
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

  /** Uploads, and has it sealed. */
  Blob sealed(SubjectId owner, String image, byte[] bytes) throws IOException {
    UploadService.Outcome unused =
        uploads(keys()).uploaded(upload(owner, image, "image/png", bytes));
    return cloud.blobs().stat(sealed(owner, image)).orElseThrow();
  }

  /** The blob as its owner sees it; empty when there is nothing. */
  Optional<OpenedBlob> open(KeyService keys, SubjectId owner, String image) {
    BlobService blobs = blobs(keys);
    BlobId id = sealed(owner, image);
    Optional<Document> record = cloud.documents().get(blobs.recordOf(owner, id));
    return blobs.open(owner, id, record);
  }

  byte[] opened(KeyService keys, SubjectId owner, String image) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    open(keys, owner, image).orElseThrow().writeTo(out);
    return out.toByteArray();
  }

  @Override
  public void close() {
    cloud.close();
  }
}
