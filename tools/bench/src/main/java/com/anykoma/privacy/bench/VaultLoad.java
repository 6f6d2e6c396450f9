package com.anykoma.privacy.bench;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.bench.HttpLoad.Request;
import com.anykoma.privacy.bench.HttpLoad.Result;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import com.anykoma.privacy.protection.vault.UploadService;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/** Pictures that subjects {@code u0} and up upload, in turn, and the requests about them. */
final class VaultLoad {
  private final EmbeddedCloud cloud;
  private final List<String> tokens = new ArrayList<>();
  private int made;

  /**
   * A pair of functions that seal and open.
   *
   * @param suffix the end of the name of their rows
   */
  record Functions(String upload, String content, String suffix) {
    static final Functions OURS = new Functions("BlobUploaded", "Content", "");
    static final Functions BARE = new Functions("BareUpload", "BareContent", "-bare");
  }

  /** Signs the subjects up. */
  VaultLoad(EmbeddedCloud cloud, int subjects) {
    this.cloud = cloud;
    for (int i = 0; i < subjects; i++) {
      SubjectId subject = new SubjectId("u" + i);
      cloud.accounts().create(subject, Optional.empty(), Optional.empty());
      tokens.add(cloud.accounts().issueIdToken(subject));
    }
  }

  /** Puts so many more pictures of about a size into the staging bucket, under new names. */
  List<Blob> upload(long size, int count) throws IOException {
    List<Blob> uploads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = "users/u" + made % tokens.size() + "/images/i" + made++;
      BlobId id = new BlobId(UploadService.UPLOADS, name);
      OptionalLong absent = OptionalLong.of(0);
      uploads.add(
          cloud.blobs().write(id, "image/png", Map.of(), absent, out -> writePicture(size, out)));
    }
    return uploads;
  }

  /** A PNG file of noise in chunks of 8 KiB, as libpng makes them, whose checksums are zero. */
  private static void writePicture(long size, OutputStream out) throws IOException {
    byte[] noise = new byte[(int) Math.min(size, 8 * 1024)];
    new Random(size).nextBytes(noise);
    out.write("\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1));
    writeChunk("IHDR", new byte[13], out);
    for (long left = size; left > 0; left -= noise.length) {
      writeChunk("IDAT", noise, out);
    }
    writeChunk("IEND", new byte[0], out);
  }

  private static void writeChunk(String type, byte[] data, OutputStream out) throws IOException {
    out.write(ByteBuffer.allocate(4).putInt(data.length).array());
    out.write(type.getBytes(StandardCharsets.US_ASCII));
    out.write(data);
    out.write(new byte[4]);
  }

  /** Tells a function of the uploads, which it seals. */
  static Result seal(URI host, Functions functions, List<Blob> uploads, int clients)
      throws Exception {
    URI target = host.resolve("/" + functions.upload());
    return HttpLoad.send(
        host.getPort(), uploads.stream().map(it -> finalized(target, it)).toList(), clients);
  }

  /** Has the owner of each sealed upload open it, then deletes it. */
  Result open(URI host, Functions functions, List<Blob> uploads, int clients) throws Exception {
    List<Request> requests = new ArrayList<>();
    for (Blob each : uploads) {
      String[] path = each.id().name().split("/", -1);
      requests.add(
          Request.get(
              host.resolve("/" + functions.content() + "/blobs/images/" + path[3]),
              Map.of(
                  "Authorization", "Bearer " + tokens.get(Integer.parseInt(path[1].substring(1)))),
              each.size()));
    }
    Result result = HttpLoad.send(host.getPort(), requests, clients);
    for (Blob each : uploads) {
      BlobId sealed = new BlobId(UploadService.CONTENT, each.id().name());
      cloud.blobs().delete(cloud.blobs().stat(sealed).orElseThrow());
      if (cloud.blobs().stat(each.id()).isPresent()) {
        throw new IllegalStateException("an upload is still in the staging bucket");
      }
    }
    return result;
  }

  private static Request finalized(URI target, Blob upload) {
    byte[] crc32c = ByteBuffer.allocate(Integer.BYTES).putInt(upload.crc32c()).array();
    JsonObject object = new JsonObject();
    object.addProperty("name", upload.id().name());
    object.addProperty("generation", Long.toString(upload.generation()));
    object.addProperty("size", Long.toString(upload.size()));
    object.addProperty("contentType", upload.contentType());
    object.addProperty("timeCreated", upload.created().toString());
    object.addProperty("crc32c", Base64.getEncoder().encodeToString(crc32c));
    Map<String, String> attributes =
        Map.of(
            "ce-specversion", "1.0",
            "ce-id", upload.id().name() + "/" + upload.generation(),
            "ce-type", "google.cloud.storage.object.v1.finalized",
            "ce-source", "//storage.googleapis.com/projects/_/buckets/uploads",
            "ce-subject", "objects/" + upload.id().name());
    byte[] body = object.toString().getBytes(StandardCharsets.UTF_8);
    return Request.post(target, attributes, body, 200);
  }
}
