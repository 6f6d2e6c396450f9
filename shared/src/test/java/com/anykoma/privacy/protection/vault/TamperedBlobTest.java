package com.anykoma.privacy.protection.vault;

import static com.anykoma.privacy.protection.vault.OpenedBlobTest.noise;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.embedded.KeyFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invariant 11: a sealed blob that an attacker with bucket access changed does not open. */
@Keeps({"P10", "P16", "E10"})
final class TamperedBlobTest {
  private static final SubjectId U1 = new SubjectId("u1");
  private static final SubjectId U2 = new SubjectId("u2");
  private static final int SEGMENT = DataEncryptionKey.SEGMENT_BYTES;
  private static final int SIZE = 3 * SEGMENT + 1_000;

  @TempDir private Path directory;
  private VaultFixture vault;
  private KeyService keys;
  private Blob stored;
  private byte[] ciphertext;

  @BeforeEach
  void open() throws Exception {
    vault = new VaultFixture(directory);
    keys = vault.keys();
    stored = vault.sealed(U1, "i", noise(SIZE, 1));
    ciphertext = bytes(stored);
  }

  @AfterEach
  void close() {
    vault.close();
  }

  private byte[] bytes(Blob blob) throws IOException {
    try (InputStream in = vault.cloud.blobs().read(blob, 0)) {
      return in.readAllBytes();
    }
  }

  private Blob put(BlobId id, byte[] bytes, Map<String, String> metadata) throws IOException {
    return vault
        .cloud
        .blobs()
        .write(id, stored.contentType(), metadata, OptionalLong.empty(), out -> out.write(bytes));
  }

  /** Asserts that the replaced blob does not open, as a whole or by ranges, and leaks no byte. */
  private void refused(String what, byte[] bytes) throws IOException {
    put(stored.id(), bytes, stored.metadata());
    refused(what, keys, U1, "i", SIZE);
  }

  private void refused(String what, KeyService by, SubjectId owner, String image, int mostShown) {
    byte[] original = noise(SIZE, 1);
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    assertThatThrownBy(() -> vault.open(by, owner, image).orElseThrow().writeTo(whole))
        .describedAs(what)
        .isInstanceOf(DamagedSeal.class);
    assertThat(whole.size()).isLessThan(SIZE).isLessThanOrEqualTo(mostShown);
    assertThat(whole.toByteArray()).isEqualTo(Arrays.copyOf(original, whole.size()));
    assertThatThrownBy(() -> readByParts(by, owner, image))
        .describedAs(what + ", in parts")
        .isInstanceOf(DamagedSeal.class);
  }

  /** Reads the blob by ranges, as a media player does. */
  private void readByParts(KeyService by, SubjectId owner, String image) throws IOException {
    OpenedBlob opened = vault.open(by, owner, image).orElseThrow();
    for (long from = 0; from < opened.size(); from += 20_000) {
      opened.writeTo(OutputStream.nullOutputStream(), from, Math.min(20_000, opened.size() - from));
    }
    opened.writeTo(OutputStream.nullOutputStream(), opened.size(), 0);
  }

  @Test
  void detectsAFlippedBitAtAnyPosition() throws Exception {
    int[] places = {
      0,
      1,
      20,
      33,
      39,
      40,
      SEGMENT - 1,
      SEGMENT,
      2 * SEGMENT + 5,
      3 * SEGMENT - 1,
      ciphertext.length - 17,
      ciphertext.length - 1
    };
    for (int place : places) {
      byte[] flipped = ciphertext.clone();
      flipped[place] ^= 1;
      refused("byte " + place, flipped);
    }
  }

  @Test
  void detectsTruncationAtAnyPosition() throws Exception {
    int[] lengths = {
      0,
      1,
      39,
      40,
      41,
      55,
      56,
      57,
      1_000,
      SEGMENT - 1,
      SEGMENT,
      SEGMENT + 1,
      SEGMENT + 15,
      SEGMENT + 16,
      SEGMENT + 17,
      2 * SEGMENT,
      2 * SEGMENT + 500,
      3 * SEGMENT,
      4 * SEGMENT,
      ciphertext.length - 1
    };
    for (int length : lengths) {
      refused("cut at " + length, Arrays.copyOf(ciphertext, length));
    }
  }

  @Test
  void detectsAppendedBytes() throws Exception {
    for (int more : new int[] {1, 15, 16, 17, SEGMENT, 2 * SEGMENT}) {
      refused("longer by " + more, Arrays.copyOf(ciphertext, ciphertext.length + more));
    }
    byte[] twice = Arrays.copyOf(ciphertext, 2 * ciphertext.length);
    System.arraycopy(ciphertext, 0, twice, ciphertext.length, ciphertext.length);
    refused("twice", twice);
  }

  @Test
  void detectsReorderedSegments() throws Exception {
    byte[] swapped = ciphertext.clone();
    System.arraycopy(ciphertext, SEGMENT, swapped, 2 * SEGMENT, SEGMENT);
    System.arraycopy(ciphertext, 2 * SEGMENT, swapped, SEGMENT, SEGMENT);
    refused("swapped", swapped);
    byte[] doubled = ciphertext.clone();
    System.arraycopy(ciphertext, SEGMENT, doubled, 2 * SEGMENT, SEGMENT);
    refused("doubled", doubled);
    byte[] shorter = new byte[ciphertext.length - SEGMENT];
    System.arraycopy(ciphertext, 0, shorter, 0, SEGMENT);
    System.arraycopy(ciphertext, 2 * SEGMENT, shorter, SEGMENT, shorter.length - SEGMENT);
    refused("one left out", shorter);
  }

  @Test
  void detectsSegmentsOfAnotherBlob() throws Exception {
    byte[] other = bytes(vault.sealed(U1, "j", noise(SIZE, 1)));
    byte[] mixed = ciphertext.clone();
    System.arraycopy(other, 2 * SEGMENT, mixed, 2 * SEGMENT, SEGMENT);
    refused("a segment of another blob", mixed);
    byte[] header = ciphertext.clone();
    System.arraycopy(other, 0, header, 0, 40);
    refused("the header of another blob", header);
    refused("another blob", other);
    assertThat(Arrays.copyOf(other, 40)).isNotEqualTo(Arrays.copyOf(ciphertext, 40));
  }

  @Test
  void rejectsBlobsThatAreNotCiphertext() throws Exception {
    byte[] plain = noise(SIZE, 1);
    refused("plaintext", plain);
    put(stored.id(), plain, Map.of());
    refused("plaintext without a seal", keys, U1, "i", 0);
    refused("an empty blob", new byte[0]);
    refused("zeros", new byte[SIZE]);
  }

  @Test
  void rejectsChangedSealMetadata() throws Exception {
    for (String name : stored.metadata().keySet()) {
      for (String value : List.of("", "2", "held", "text/html", "99999999999999999999")) {
        Map<String, String> altered = new HashMap<>(stored.metadata());
        altered.put(name, value);
        put(stored.id(), ciphertext, altered);
        if (name.equals("seal-class")) {
          secretUnderHold();
        }
        refused(name + "=" + value, keys, U1, "i", 0);
      }
      if (!name.equals("seal-content-type")) {
        Map<String, String> less = new HashMap<>(stored.metadata());
        less.remove(name);
        put(stored.id(), ciphertext, less);
        refused("no " + name, keys, U1, "i", 0);
      }
    }
  }

  private void secretUnderHold() {
    keys.sealingKey(U1, KeyClass.HELD);
  }

  @Test
  void rejectsMovedBlobsAndOtherSubjects() throws Exception {
    put(VaultFixture.sealed(U1, "j"), ciphertext, stored.metadata());
    refused("another name", keys, U1, "j", 0);

    vault.sealed(U2, "mine", noise(10, 2));
    put(VaultFixture.sealed(U2, "i"), ciphertext, stored.metadata());
    refused("another subject's", keys, U2, "i", 0);

    Blob elsewhere = put(new BlobId("other", stored.id().name()), ciphertext, stored.metadata());
    assertThatThrownBy(
            () ->
                new BlobService(vault.cloud.blobs(), keys, vault.hash)
                    .open(U1, elsewhere.id(), Optional.empty())
                    .orElseThrow()
                    .writeTo(OutputStream.nullOutputStream()))
        .isInstanceOf(DamagedSeal.class);
  }

  @Test
  void rejectsAnotherSubjectsKey() {
    assertThatThrownBy(
            () ->
                new BlobService(vault.cloud.blobs(), keys, vault.hash)
                    .open(U2, stored.id(), Optional.empty()))
        .isInstanceOf(DamagedSeal.class);
  }

  @Test
  void rejectsAnotherKeyEncryptionKey() {
    KeyService other = vault.keys(KeyFile.open(directory.resolve("other.json")));

    assertThatThrownBy(() -> vault.open(other, U1, "i")).isInstanceOf(DamagedSeal.class);
  }

  @Test
  void detectsRollbackToAnOlderCopy() throws Exception {
    vault.sealed(U1, "i", noise(SIZE, 2));

    put(stored.id(), ciphertext, stored.metadata());

    assertThatThrownBy(() -> vault.open(keys, U1, "i"))
        .isInstanceOf(DamagedSeal.class)
        .hasMessageContaining("rolled back");
  }

  @Test
  void acceptsARestoredIdenticalCopy() throws Exception {
    put(stored.id(), ciphertext, stored.metadata());

    assertThat(vault.opened(keys, U1, "i")).isEqualTo(noise(SIZE, 1));
  }

  @Test
  void storeContainsNoPlaintext() throws Exception {
    byte[] png = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    byte[] plain = new byte[100_000];
    for (int i = 0; i < plain.length; i++) {
      plain[i] = (byte) (i / 16); // long runs, which a cipher without chaining would show
    }
    System.arraycopy(png, 0, plain, 0, png.length);
    byte[] raw = bytes(vault.sealed(U1, "k", plain));

    String text = new String(raw, StandardCharsets.ISO_8859_1);
    for (int i = 0; i < 4_096; i += 16) { // the pattern repeats after 4096 bytes
      String run = new String(plain, i, 16, StandardCharsets.ISO_8859_1);
      assertThat(text.contains(run)).isFalse();
    }
    assertThat(Arrays.copyOf(raw, 4)).isNotEqualTo(Arrays.copyOf(png, 4));
    assertThat(ImageIO.read(new ByteArrayInputStream(raw))).isNull();
    assertThat(bytes(vault.sealed(U1, "l", plain))).isNotEqualTo(raw);
  }
}
