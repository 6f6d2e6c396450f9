package com.anykoma.privacy.platform.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.platform.KekContract;
import com.google.crypto.tink.Aead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the key in a file: the contract, and refused files. */
@SuppressWarnings("NullAway.Init")
final class KeyFileTest extends KekContract {
  private static final byte[] NOTHING = new byte[0];

  @TempDir Path directory;

  @Override
  protected Aead kek() {
    return KeyFile.open(file());
  }

  private Path file() {
    return directory.resolve("kek.json");
  }

  @Test
  @Keeps("P16")
  void onlyTheOwnerCanReadTheKeyAndNoTemporaryFileRemains() throws IOException {
    assertThat(kek()).isNotNull();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactly(file());
    }
  }

  @Test
  void everyFileHasItsOwnKey() throws GeneralSecurityException {
    byte[] wrapped = kek().encrypt(new byte[] {1}, NOTHING);
    Aead other = KeyFile.open(directory.resolve("other.json"));

    assertThatThrownBy(() -> other.decrypt(wrapped, NOTHING))
        .isInstanceOf(GeneralSecurityException.class);
  }

  @Test
  @Keeps("P16")
  void refusesAKeyThatOthersMayRead() throws IOException {
    assertThat(kek()).isNotNull();
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r-----"));

    assertThatThrownBy(this::kek)
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("others may read it");
  }

  @Test
  void refusesADamagedKeyWithoutChangingIt() throws IOException {
    assertThat(kek()).isNotNull();
    Files.writeString(file(), "{\"primaryKeyId\":1}");

    assertThatThrownBy(this::kek)
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("restore the file");
    assertThat(file()).hasContent("{\"primaryKeyId\":1}");
  }
}
