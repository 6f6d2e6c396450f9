package com.anykoma.privacy.local.cli;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.proof.signature.KeyRing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that selects the public keys to verify proofs with. */
final class PublishedKeys {
  private static final int FOLDERS_UP = 4;

  @Option(
      names = "--keys",
      paramLabel = "FILE",
      description =
          "The published key file. Default: the nearest keys.json in the folder of the proof or"
              + " above it; compare the name of its first key with the published one.")
  private @Nullable Path keys;

  /** Reads the keys to verify a file with, from the key file beside it. */
  KeyRing of(Path file) {
    Path from =
        Optional.ofNullable(keys)
            .or(() -> nearest(file))
            .orElseThrow(
                () ->
                    new ProofFiles.Unreadable(
                        "no " + ProofFiles.KEYS + " found near the file; give one with --keys"));
    try {
      return KeyRing.read(ProofFiles.read(from));
    } catch (ProofFiles.Unreadable e) {
      throw new ProofFiles.Unreadable(from + ": " + e.getMessage());
    } catch (PermanentFailure e) {
      throw new PermanentFailure(from + ": " + e.getMessage(), e);
    }
  }

  private static Optional<Path> nearest(Path file) {
    Path folder =
        Files.isDirectory(file) ? file.toAbsolutePath() : file.toAbsolutePath().getParent();
    for (int up = 0; up < FOLDERS_UP && folder != null; up++) {
      if (Files.isRegularFile(folder.resolve(ProofFiles.KEYS))) {
        return Optional.of(folder.resolve(ProofFiles.KEYS));
      }
      folder = folder.getParent();
    }
    return Optional.empty();
  }
}
