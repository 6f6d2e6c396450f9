package com.anykoma.privacy.protection.vault;

import static com.anykoma.privacy.protection.vault.OpenedBlobTest.noise;
import static com.anykoma.privacy.protection.vault.UploadService.UploadResult.REFUSED;
import static com.anykoma.privacy.protection.vault.UploadService.UploadResult.SEALED;
import static com.anykoma.privacy.protection.vault.UploadService.UploadResult.SUPERSEDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.ContentionException;
import com.anykoma.privacy.usage.plan.Concurrently;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Keeps({"P10", "P16", "E10"})
final class UploadServiceTest {
  private static final SubjectId U1 = new SubjectId("u1");

  @TempDir private Path directory;
  private VaultFixture vault;
  private KeyService keys;

  @BeforeEach
  void open() {
    vault = new VaultFixture(directory);
    keys = vault.keys();
  }

  @AfterEach
  void close() {
    vault.close();
  }

  private UploadService.UploadResult deliver(Blob upload) throws IOException {
    return vault.uploads(keys).sealUpload(upload);
  }

  private Blob upload(String image, byte[] bytes) throws IOException {
    return vault.upload(U1, image, "image/png", bytes);
  }

  private void nothingIsStaged() {
    assertThat(vault.generations(UploadService.UPLOADS)).isEmpty();
  }

  @Test
  void sealsUploadAndDeletesPlaintext() throws Exception {
    byte[] bytes = noise(100_000, 1);

    assertThat(deliver(upload("i1", bytes))).isEqualTo(SEALED);

    nothingIsStaged();
    assertThat(vault.opened(keys, U1, "i1")).isEqualTo(bytes);
  }

  @Test
  void latestUploadRecordIsInTheDataMap() throws Exception {
    Blob upload = upload("i1", noise(10, 1));

    deliver(upload);

    assertThat(
            vault
                .cloud
                .documents()
                .get(vault.blobs(keys).recordPath(U1, VaultFixture.sealed(U1, "i1"))))
        .hasValueSatisfying(
            record -> {
              assertThat(record.fields().number("upload")).contains(upload.generation());
              assertThat(record.fields().string("item")).contains("users/u1/images/i1");
              assertThat(vault.dataMap.violation(record)).isEmpty();
            });
  }

  @Test
  void countsOperationsOfFirstAndRepeatedUpload() throws Exception {
    vault.document(U1, "i1");
    Blob upload = upload("i1", noise(1_000, 1));
    vault.cloud.counts().reset();
    deliver(upload);

    assertThat(vault.cloud.counts().snapshot())
        .containsExactlyInAnyOrderEntriesOf(
            costs(
                "blobs.stat 1, blobs.read 1, blobs.write 1, blobs.delete 1, keys.call 2,"
                    + " keys.read 1, keys.write 1, kek.encrypt 1, documents.call 2,"
                    + " documents.read 4, documents.transaction 1, documents.write 1"));

    vault.cloud.counts().reset();
    assertThat(deliver(upload)).isEqualTo(SEALED);

    assertThat(vault.cloud.counts().snapshot())
        .containsExactlyInAnyOrderEntriesOf(
            costs(
                "blobs.stat 1, blobs.read 1, blobs.delete 1, keys.call 1, keys.read 1,"
                    + " documents.call 1, documents.read 4, documents.transaction 1"));
  }

  private static Map<String, Long> costs(String text) {
    Map<String, Long> costs = new TreeMap<>();
    for (String each : text.split(", ", -1)) {
      String[] words = each.split(" ", -1);
      costs.put(words[0], Long.valueOf(words[1]));
    }
    return costs;
  }

  @Test
  void sixteenConcurrentWritersLoseNoUpload() throws Exception {
    List<Callable<UploadService.UploadResult>> work = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      Blob upload = upload("i" + i, noise(40_000, i));
      UploadService service = vault.uploads(i % 2 == 0 ? keys : vault.keys());
      work.add(() -> service.sealUpload(upload));
    }

    assertThat(Concurrently.run(work)).containsOnly(SEALED);

    nothingIsStaged();
    for (int i = 0; i < 16; i++) {
      assertThat(vault.opened(vault.keys(), U1, "i" + i)).isEqualTo(noise(40_000, i));
    }
    assertThat(vault.keyRecords()).hasSize(1);
  }

  @Test
  void newestUploadWinsInAnyOrder() throws Exception {
    vault.cloud.blobs().keepGenerations(UploadService.UPLOADS, true);
    for (int seed = 0; seed < 6; seed++) {
      List<Blob> uploads = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        uploads.add(upload("i" + seed, noise(2_000 + i, i)));
      }
      List<Blob> deliveries = new ArrayList<>(uploads);
      deliveries.addAll(uploads);
      Collections.shuffle(deliveries, new Random(seed));

      for (Blob each : deliveries) {
        assertThat(deliver(each)).isNotEqualTo(REFUSED);
      }

      assertThat(vault.opened(keys, U1, "i" + seed)).isEqualTo(noise(2_007, 7));
      nothingIsStaged();
    }
  }

  @Test
  void newestUploadWinsWithConcurrentDuplicateEvents() throws Exception {
    vault.cloud.blobs().keepGenerations(UploadService.UPLOADS, true);
    List<Blob> deliveries = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      deliveries.add(upload("i", noise(3_000 + i, i)));
    }
    deliveries.addAll(List.copyOf(deliveries));
    Collections.shuffle(deliveries, new Random(9));
    List<Callable<Boolean>> work = new ArrayList<>();
    for (List<Blob> some : List.of(deliveries.subList(0, 16), deliveries.subList(16, 32))) {
      for (Blob each : some) {
        work.add(() -> deliverUntilSealed(each));
      }
    }

    Concurrently.run(work);

    assertThat(vault.opened(vault.keys(), U1, "i")).isEqualTo(noise(3_015, 15));
    nothingIsStaged();
  }

  /** Redelivers a failed event, as the platform does. */
  private boolean deliverUntilSealed(Blob upload) throws IOException {
    for (int attempt = 0; attempt < 20; attempt++) {
      try {
        vault.uploads(vault.keys()).sealUpload(upload);
        return true;
      } catch (ContentionException e) {
        // redelivered
      }
    }
    throw new IllegalStateException("the upload never succeeded");
  }

  @Test
  void dropsAnOlderUploadDeliveredLate() throws Exception {
    vault.cloud.blobs().keepGenerations(UploadService.UPLOADS, true);
    Blob older = upload("i", noise(10, 1));
    Blob newer = upload("i", noise(20, 2));

    assertThat(deliver(newer)).isEqualTo(SEALED);
    assertThat(deliver(older)).isEqualTo(SUPERSEDED);

    assertThat(vault.opened(keys, U1, "i")).isEqualTo(noise(20, 2));
    nothingIsStaged();
  }

  @Test
  void uploadDuringSealingIsSealedByItsOwnEvent() throws Exception {
    Blob first = upload("i", noise(10, 1));
    Blob[] second = new Blob[1];
    Blobs overtaken =
        InterceptedPorts.runBefore(
            Blobs.class,
            vault.cloud.blobs(),
            "delete",
            () -> second[0] = vault.uploadUnchecked(U1, "i", noise(20, 2)));

    assertThat(vault.uploads(keys, overtaken).sealUpload(first)).isEqualTo(SEALED);

    assertThat(vault.cloud.blobs().stat(VaultFixture.staged(U1, "i"))).contains(second[0]);
    assertThat(deliver(second[0])).isEqualTo(SEALED);
    assertThat(vault.opened(keys, U1, "i")).isEqualTo(noise(20, 2));
    nothingIsStaged();
  }

  @Test
  void uploadReplacedBeforeItsReadIsSuperseded() throws Exception {
    Blob first = upload("i", noise(10, 1));
    upload("i", noise(20, 2));

    assertThat(deliver(first)).isEqualTo(SUPERSEDED);

    assertThat(vault.open(keys, U1, "i")).isEmpty();
    assertThat(vault.cloud.blobs().stat(VaultFixture.staged(U1, "i"))).isPresent();
  }

  @Test
  void newerUploadSealedBeforeRecordingWins() throws Exception {
    vault.cloud.blobs().keepGenerations(UploadService.UPLOADS, true);
    Blob older = upload("i", noise(10, 1));
    Blob newer = upload("i", noise(20, 2));
    Blobs overtaken =
        InterceptedPorts.runAfter(
            Blobs.class, vault.cloud.blobs(), "write", () -> vault.deliverUnchecked(newer));

    assertThat(vault.uploads(keys, overtaken).sealUpload(older)).isEqualTo(SUPERSEDED);

    assertThat(vault.opened(keys, U1, "i")).isEqualTo(noise(20, 2));
    nothingIsStaged();
  }

  @Test
  void deletedBlobIsNotRestored() throws Exception {
    Blob upload = upload("i", noise(10, 1));
    deliver(upload);
    vault.cloud.blobs().deleteEveryGeneration(VaultFixture.sealed(U1, "i"));

    assertThat(deliver(upload)).isEqualTo(SUPERSEDED);

    assertThat(vault.open(keys, U1, "i")).isEmpty();
  }

  @Test
  @Keeps("P2")
  void unmappedUploadStaysAndRaisesAnAlarm() throws Exception {
    for (String name : List.of("x", "users/u1/other/i", "users/u1/images/i/j", "users//images/i")) {
      Blob upload =
          vault
              .cloud
              .blobs()
              .write(
                  new BlobId(UploadService.UPLOADS, name),
                  "image/png",
                  Map.of(),
                  OptionalLong.empty(),
                  out -> out.write(1));

      assertThatThrownBy(() -> deliver(upload))
          .isInstanceOf(PermanentFailure.class)
          .hasMessageContaining("alarm")
          .hasMessageNotContaining("u1");
      assertThat(vault.cloud.blobs().stat(upload.id())).contains(upload);
    }
  }

  @Test
  void rejectsObjectsOfOtherBuckets() throws Exception {
    Blob stored = vault.sealed(U1, "i", noise(10, 1));

    assertThatThrownBy(() -> deliver(stored)).isInstanceOf(PermanentFailure.class);

    assertThat(vault.opened(keys, U1, "i")).isEqualTo(noise(10, 1));
  }

  @Test
  void keepsOnlyWellFormedContentTypes() throws Exception {
    Map<String, String> storedTypes = new TreeMap<>();
    storedTypes.put("image/png", "image/png");
    storedTypes.put("IMAGE/Png ; charset=x", "image/png");
    storedTypes.put("image/svg+xml", "image/svg+xml");
    for (String bad :
        List.of(
            "",
            ";",
            "/",
            "image",
            "image/",
            "a b/c",
            "image/png\u0000",
            "image//png",
            "é/x",
            "x".repeat(150) + "/" + "y".repeat(149),
            "text/html,x",
            "\"image/png\"")) {
      storedTypes.put(bad, "application/octet-stream");
    }
    for (Map.Entry<String, String> each : storedTypes.entrySet()) {
      deliver(vault.upload(U1, "i", each.getKey(), noise(5, 5)));

      assertThat(vault.open(keys, U1, "i").orElseThrow().contentType()).isEqualTo(each.getValue());
      assertThat(vault.cloud.blobs().stat(VaultFixture.sealed(U1, "i")).orElseThrow().contentType())
          .isEqualTo("application/octet-stream");
    }
  }

  @Test
  @Keeps({"P5", "E16"})
  void stripsThePromptAndKeepsThePixels() throws Exception {
    byte[] clean = joined(signature(), chunk("IDAT", noise(5_000, 1)), chunk("IEND", new byte[0]));
    byte[] prompt = chunk("tEXt", "parameters\0a castle".getBytes(StandardCharsets.ISO_8859_1));
    byte[] picture =
        joined(
            Arrays.copyOf(clean, 8 + 25), prompt, Arrays.copyOfRange(clean, 8 + 25, clean.length));

    deliver(upload("i", picture));

    assertThat(vault.opened(keys, U1, "i")).isEqualTo(clean);
  }

  private static byte[] signature() {
    byte[] head = {0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0};
    return joined(
        new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'}, chunk("IHDR", head));
  }

  private static byte[] chunk(String type, byte[] data) {
    byte[] named = joined(type.getBytes(StandardCharsets.ISO_8859_1), data);
    CRC32 crc = new CRC32();
    crc.update(named);
    return joined(u32(data.length), named, u32(crc.getValue()));
  }

  private static byte[] u32(long value) {
    return ByteBuffer.allocate(4).putInt((int) value).array();
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(all::writeBytes);
    return all.toByteArray();
  }
}
