package com.anykoma.privacy.local.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Keeps("P17")
final class LocalSecretsTest {
  @TempDir private Path directory = Path.of("");

  @Test
  void secretsAreStableAndReadableByTheirOwnerOnly() throws Exception {
    LocalSecrets first = LocalSecrets.open(directory);
    LocalSecrets second = LocalSecrets.open(directory);

    assertThat(second).isEqualTo(first);
    assertThat(first.webhookSecret()).matches("whsec_[0-9a-f]{64}");
    assertThat(first.subjectHashKey().toArray()).hasSize(32);
    assertThat(Files.getPosixFilePermissions(first.file()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(first.toString()).doesNotContain(first.webhookSecret());
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(first.file());
    }
  }

  @Test
  void eachDirectoryHasItsOwnSecrets() throws Exception {
    Path other = Files.createDirectory(directory.resolve("other"));

    assertThat(LocalSecrets.open(other).webhookSecret())
        .isNotEqualTo(LocalSecrets.open(directory).webhookSecret());
  }
}
