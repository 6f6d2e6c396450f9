package com.anykoma.privacy.protection.vault;

import static com.anykoma.privacy.protection.vault.OpenedBlobTest.noise;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.yaml.Setting;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Opens a key, a field and blobs around the segment size that were sealed when the format was
 * defined. If a test fails here, a change would make stored data unreadable.
 */
@Keeps({"P10", "P16"})
final class KnownAnswerTest {
  private static final SubjectId U1 = new SubjectId("known");
  private static final DocumentPath PLACE = DocumentPath.of("users", "known", "prompts", "p1");
  private static final String VECTORS = "/vault/known-answers.yaml";

  /** Sizes up to the largest blob of one segment and the smallest of two. */
  private static final int[] SIZES = {
    0, 3, DataEncryptionKey.SEGMENT_BYTES - 56, DataEncryptionKey.SEGMENT_BYTES - 55
  };

  @TempDir private Path directory;
  private VaultFixture vault;

  @BeforeEach
  void open() {
    vault = new VaultFixture(directory);
  }

  @AfterEach
  void close() {
    vault.close();
  }

  private static Setting vectors() throws Exception {
    try (InputStream in =
        Objects.requireNonNull(KnownAnswerTest.class.getResourceAsStream(VECTORS))) {
      return Setting.parse("known-answers.yaml", new String(in.readAllBytes(), UTF_8));
    }
  }

  private static byte[] bytes(Setting setting) {
    return Base64.getDecoder().decode(setting.string());
  }

  private static Aead kek(String json) throws Exception {
    return TinkJsonProtoKeysetFormat.parseKeyset(
            json, RegistryConfiguration.get(), InsecureSecretKeyAccess.get())
        .getPrimitive(RegistryConfiguration.get(), Aead.class);
  }

  private KeyService knownKeys(Setting vectors) throws Exception {
    vault.putKey(U1, Fields.empty().with("wrapped", Bytes.of(bytes(vectors.get("wrapped")))));
    return vault.keys(kek(new String(bytes(vectors.get("kek")), UTF_8)));
  }

  @Test
  void opensStoredKeyAndField() throws Exception {
    Setting vectors = vectors();
    KeyService keys = knownKeys(vectors);

    assertThat(vault.keyPath(U1, KeyClass.CONTENT).id()).isEqualTo(vectors.get("id").string());
    assertThat(
            FieldSeal.open(
                keys.openingKey(U1, KeyClass.CONTENT),
                KeyClass.CONTENT,
                PLACE,
                "text",
                Bytes.of(bytes(vectors.get("field")))))
        .isEqualTo(VaultFixture.SECRET);
  }

  @Test
  void opensStoredBlobs() throws Exception {
    Setting vectors = vectors();
    KeyService keys = knownKeys(vectors);
    for (int size : SIZES) {
      Setting blob = vectors.get("blobs").get("b" + size);
      Map<String, String> metadata = new HashMap<>();
      blob.get("metadata").members().forEach((name, each) -> metadata.put(name, each.string()));
      byte[] sealed = bytes(blob.get("bytes"));
      Blob stored =
          vault
              .cloud
              .blobs()
              .write(
                  VaultFixture.sealed(U1, "b" + size),
                  "application/octet-stream",
                  metadata,
                  OptionalLong.empty(),
                  out -> out.write(sealed));
      OpenedBlob opened = vault.blobs(keys).open(U1, stored.id(), Optional.empty()).orElseThrow();
      ByteArrayOutputStream out = new ByteArrayOutputStream();

      opened.writeTo(out);

      assertThat(out.toByteArray()).isEqualTo(noise(size, size));
      assertThat(opened.contentType()).isEqualTo("image/png");
    }
  }
}
