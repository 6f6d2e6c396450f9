package com.anykoma.privacy.bench;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.bench.HttpLoad.Result;
import com.anykoma.privacy.local.cloud.CloudMessage;
import com.anykoma.privacy.local.cloud.GoogleEvents;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import com.anykoma.privacy.protection.vault.UploadService;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/**
 * Uploads of pictures by the subjects {@code u0}, {@code u1} and so on, and requests about them.
 */
final class VaultLoad {
  /** The suffixes of the names of the functions and of their rows. */
  static final String OURS = "";

  static final String BARE = "-bare";

  private final EmbeddedCloud cloud;
  private final List<String> tokens = new ArrayList<>();
  private int created;

  /** Signs the subjects up. */
  VaultLoad(EmbeddedCloud cloud, int subjects) {
    this.cloud = cloud;
    for (int i = 0; i < subjects; i++) {
      SubjectId subject = new SubjectId("u" + i);
      cloud.accounts().create(subject, Optional.empty(), Optional.empty());
      tokens.add(cloud.accounts().issueIdToken(subject));
    }
  }

  /** Writes new pictures of about the given size to the staging bucket, under new names. */
  List<Blob> upload(long size, int count) throws IOException {
    List<Blob> uploads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = "users/u" + created % tokens.size() + "/images/i" + created++;
      BlobId id = new BlobId(UploadService.UPLOADS, name);
      OptionalLong absent = OptionalLong.of(0);
      uploads.add(
          cloud.blobs().write(id, "image/png", Map.of(), absent, out -> writePicture(size, out)));
    }
    return uploads;
  }

  /** Writes a PNG file of noise with zero checksums, in chunks of 8 KiB like libpng's. */
  private static void writePicture(long size, OutputStream to) throws IOException {
    DataOutputStream out = new DataOutputStream(to);
    byte[] noise = new byte[(int) Math.min(size, 8 * 1024)];
    new Random(size).nextBytes(noise);
    out.writeBytes("\u0089PNG\r\n\u001a\n");
    writeChunk("IHDR", new byte[13], out);
    for (long left = size; left > 0; left -= noise.length) {
      writeChunk("IDAT", noise, out);
    }
    writeChunk("IEND", new byte[0], out);
  }

  private static void writeChunk(String type, byte[] data, DataOutputStream out)
      throws IOException {
    out.writeInt(data.length);
    out.writeBytes(type);
    out.write(data);
    out.writeInt(0);
  }

  /** Sends the events of the uploads to a function, which seals them. */
  static Result seal(URI host, String functions, List<Blob> uploads, int clients) throws Exception {
    URI target = host.resolve("/BlobUploaded" + functions);
    return HttpLoad.send(
        host.getPort(), uploads.stream().map(it -> finalized(target, it)).toList(), clients);
  }

  private static byte[] finalized(URI target, Blob upload) {
    CloudMessage event = GoogleEvents.objectFinalized(upload);
    return HttpLoad.request("POST", target, event.headers(), event.body().toArray());
  }

  /** Opens each sealed upload as its owner, then deletes it. */
  Result open(URI host, String functions, List<Blob> uploads, int clients) throws Exception {
    List<byte[]> requests = new ArrayList<>();
    for (Blob each : uploads) {
      String[] path = each.id().name().split("/", -1);
      requests.add(
          HttpLoad.request(
              "GET",
              host.resolve("/Content" + functions + "/blobs/images/" + path[3]),
              Map.of(
                  "Authorization", "Bearer " + tokens.get(Integer.parseInt(path[1].substring(1)))),
              new byte[0]));
    }
    Result result = HttpLoad.send(host.getPort(), requests, clients);
    if (result.answerBytes() != uploads.stream().mapToLong(Blob::size).sum()) {
      throw new IllegalStateException("the answers have not all bytes of the uploads");
    }
    for (Blob each : uploads) {
      BlobId sealed = new BlobId(UploadService.CONTENT, each.id().name());
      cloud.blobs().delete(cloud.blobs().stat(sealed).orElseThrow());
      if (cloud.blobs().stat(each.id()).isPresent()) {
        throw new IllegalStateException("an upload is still in the staging bucket");
      }
    }
    return result;
  }
}
