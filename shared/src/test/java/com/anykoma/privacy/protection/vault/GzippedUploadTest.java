package com.anykoma.privacy.protection.vault;

import static com.anykoma.privacy.protection.vault.OpenedBlobTest.noise;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Blob;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that uploads that clients compressed with gzip are unzipped, stripped and sealed. */
@Keeps({"P5", "P16"})
@Tag("slow")
final class GzippedUploadTest {
  private static final SubjectId U1 = new SubjectId("u1");
  private static final byte[] GIF = "GIF89a\1\0\1\0\0\0\0;".getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] WITH_COMMENT =
      "GIF89a\1\0\1\0\0\0\0!\u00fe\7PLANTED\0;".getBytes(StandardCharsets.ISO_8859_1);

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

  private static byte[] gzip(byte[]... members) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] each : members) {
      try (GZIPOutputStream out = new GZIPOutputStream(all)) {
        out.write(each);
      }
    }
    return all.toByteArray();
  }

  private byte[] kept(String type, byte[] upload) throws IOException {
    assertThat(vault.uploads(keys).sealUpload(vault.upload(U1, "i1", type, upload)))
        .isEqualTo(UploadService.UploadResult.SEALED);
    assertThat(vault.generations(UploadService.UPLOADS)).isEmpty();
    return vault.opened(keys, U1, "i1");
  }

  @Test
  void unzipsAndStripsGzipOfAnyContentType() throws Exception {
    for (String type : List.of("image/gif", "application/octet-stream", "application/gzip", "")) {
      assertThat(kept(type, gzip(WITH_COMMENT))).isEqualTo(GIF);
    }
    byte[] half = Arrays.copyOf(WITH_COMMENT, 10);
    byte[] rest = Arrays.copyOfRange(WITH_COMMENT, 10, WITH_COMMENT.length);
    assertThat(kept("image/gif", gzip(half, rest))).isEqualTo(GIF);
  }

  @Test
  void unzipsUpToTheLimit() throws Exception {
    assertThat(kept("image/png", gzip(new byte[GunzipInputStream.MAX_BYTES])))
        .isEqualTo(new byte[GunzipInputStream.MAX_BYTES]); // containsOnly would box each byte
  }

  @Test
  @Keeps("P10")
  void rejectsAndDeletesGzipBombs() throws Exception {
    Blob bomb =
        vault.upload(U1, "i1", "image/png", gzip(new byte[GunzipInputStream.MAX_BYTES + 1]));

    assertThatThrownBy(() -> vault.uploads(keys).sealUpload(bomb))
        .isInstanceOf(PermanentFailure.class)
        .hasMessage("alarm: an upload unzips to more than 64 MiB; it was refused and deleted");

    assertThat(vault.generations(UploadService.UPLOADS)).isEmpty();
    assertThat(vault.generations(UploadService.CONTENT)).isEmpty();
  }

  @Test
  void keepsInvalidGzipUnchanged() throws Exception {
    byte[] whole = gzip(noise(5_000, 1));
    byte[] damaged = whole.clone();
    damaged[2_000] ^= 1;
    byte[] checksum = whole.clone();
    checksum[whole.length - 8] ^= 1;
    byte[] header = {0x1f, (byte) 0x8b, 8};

    for (byte[] each :
        List.of(header, Arrays.copyOf(whole, 12), Arrays.copyOf(whole, 3_000), damaged, checksum)) {
      assertThat(kept("image/png", each)).isEqualTo(each);
    }
  }

  @Test
  void keepsUploadsShorterThanTheMagicNumber() throws Exception {
    for (byte[] each : List.of(new byte[0], new byte[] {0x1f}, new byte[] {0x1f, (byte) 0x8b})) {
      assertThat(kept("image/png", each)).isEqualTo(each);
    }
  }
}
