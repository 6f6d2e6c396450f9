package com.anykoma.privacy.platform.embedded;

import com.anykoma.privacy.PermanentFailure;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.EnumSet;
import java.util.Set;

/** A Tink keyset in a file that only its owner can read; replaces the key service when embedded. */
public final class KeyFile {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private KeyFile() {}

  /**
   * The AES-256-GCM key in {@code file}; created if the file does not exist. Safe for concurrent
   * calls from several processes: all get the same key.
   *
   * @throws PermanentFailure when other users may read the file, or it contains no such key
   */
  public static Aead open(Path file) {
    try {
      AeadConfig.register();
      return keyset(file, PredefinedAeadParameters.AES256_GCM)
          .getPrimitive(RegistryConfiguration.get(), Aead.class);
    } catch (GeneralSecurityException e) {
      throw damaged(file, e);
    }
  }

  /** The keyset in {@code file}; created if the file does not exist. */
  static KeysetHandle keyset(Path file, Parameters parameters) {
    try {
      if (Files.notExists(file)) {
        createOnce(
            file,
            TinkJsonProtoKeysetFormat.serializeKeyset(
                KeysetHandle.generateNew(parameters, RegistryConfiguration.get()),
                RegistryConfiguration.get(),
                InsecureSecretKeyAccess.get()));
      }
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      if (!OWNER_ONLY.containsAll(permissions)) {
        throw new PermanentFailure(
            file
                + " contains a key but others may read it; chmod 600, and replace the key if they did");
      }
      return TinkJsonProtoKeysetFormat.parseKeyset(
          Files.readString(file), RegistryConfiguration.get(), InsecureSecretKeyAccess.get());
    } catch (GeneralSecurityException e) {
      throw damaged(file, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Creates a file that only its owner can read, unless it exists. Links a complete temporary file,
   * so that no reader sees a part; the first file wins.
   */
  public static void createOnce(Path file, String content) throws IOException {
    Path written =
        Files.createTempFile(
            file.toAbsolutePath().getParent(),
            "key",
            ".tmp",
            PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    try {
      Files.writeString(written, content);
      Files.createLink(file, written);
    } catch (FileAlreadyExistsException e) {
      // another process created the file first; its content is used
    } finally {
      Files.delete(written);
    }
  }

  private static PermanentFailure damaged(Path file, GeneralSecurityException e) {
    return new PermanentFailure(file + " does not contain a valid key; restore the file", e);
  }
}
