package com.anykoma.privacy.bench;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.bench.HttpLoad.Request;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import com.anykoma.privacy.protection.vault.UploadService;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Pictures that subjects {@code u0} and up have uploaded, in turn, and the requests about them. */
final class VaultLoad {
  private static final int PAGE = 1_000;

  private final EmbeddedCloud cloud;
  private final List<String> tokens = new ArrayList<>();
  private int made;

  /** Signs the subjects up. */
  VaultLoad(EmbeddedCloud cloud, int subjects) {
    this.cloud = cloud;
    for (int i = 0; i < subjects; i++) {
      SubjectId subject = new SubjectId("u" + i);
      cloud.accounts().create(subject, Optional.empty(), Optional.empty());
      tokens.add(cloud.accounts().issueIdToken(subject));
    }
  }

  /** An upload, known by the generation in the staging bucket. */
  record Uploaded(Blob blob, int subject) {
    String id() {
      return blob.id().name().substring(blob.id().name().lastIndexOf('/') + 1);
    }
  }

  /** Puts so many more pictures of a size into the staging bucket, each under a new name. */
  List<Uploaded> upload(long size, int count) throws IOException {
    List<Uploaded> uploads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int subject = made % tokens.size();
      BlobId id = new BlobId(UploadService.UPLOADS, "users/u" + subject + "/images/i" + made++);
      Blob blob =
          cloud
              .blobs()
              .write(id, "image/png", Map.of(), OptionalLong.of(0), new Picture(size)::writeTo);
      uploads.add(new Uploaded(blob, subject));
    }
    return uploads;
  }

  static long bytes(List<Uploaded> uploads) {
    return uploads.stream().mapToLong(each -> each.blob().size()).sum();
  }

  /** The requests that tell a function of the uploads. */
  static List<Request> finalized(URI target, List<Uploaded> uploads) {
    return uploads.stream().map(each -> finalized(target, each.blob())).toList();
  }

  private static Request finalized(URI target, Blob upload) {
    JsonObject object = new JsonObject();
    object.addProperty("kind", "storage#object");
    object.addProperty("bucket", upload.id().bucket());
    object.addProperty("name", upload.id().name());
    object.addProperty("generation", Long.toString(upload.generation()));
    object.addProperty("size", Long.toString(upload.size()));
    object.addProperty("contentType", upload.contentType());
    object.addProperty("timeCreated", upload.created().toString());
    byte[] crc32c = ByteBuffer.allocate(Integer.BYTES).putInt(upload.crc32c()).array();
    object.addProperty("crc32c", Base64.getEncoder().encodeToString(crc32c));
    Map<String, String> attributes =
        Map.of(
            "ce-specversion", "1.0",
            "ce-id", upload.id().name() + "/" + upload.generation(),
            "ce-type", "google.cloud.storage.object.v1.finalized",
            "ce-source", "//storage.googleapis.com/projects/_/buckets/uploads",
            "ce-subject", "objects/" + upload.id().name());
    return Request.post(
        target, attributes, object.toString().getBytes(StandardCharsets.UTF_8), 200);
  }

  /** Each owner's request for the blob that the upload became. */
  List<Request> opened(URI target, List<Uploaded> uploads) {
    return uploads.stream()
        .map(
            each ->
                Request.get(
                    URI.create(target + "/blobs/images/" + each.id()),
                    Map.of("Authorization", "Bearer " + tokens.get(each.subject())),
                    200))
        .toList();
  }

  /**
   * Removes what the uploads became.
   *
   * @throws IllegalStateException when one of them is not there, or an upload still is
   */
  void removeSealed(List<Uploaded> uploads) {
    for (Uploaded each : uploads) {
      BlobId id = new BlobId(UploadService.CONTENT, each.blob().id().name());
      cloud.blobs().delete(cloud.blobs().stat(id).orElseThrow());
    }
    if (!cloud.blobs().list(UploadService.UPLOADS, "", Optional.empty(), PAGE).items().isEmpty()) {
      throw new IllegalStateException("an upload is still in the staging bucket");
    }
  }
}
