package com.anykoma.privacy.local;

import com.anykoma.privacy.PermanentFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads the files of proofs, which anybody may have made. */
final class ProofFiles {
  private static final long MOST_BYTES = 64L * 1024 * 1024;

  private ProofFiles() {}

  /**
   * The bytes of a file.
   *
   * @throws PermanentFailure when it cannot be read, or is larger than any proof
   */
  static byte[] read(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new PermanentFailure("it is larger than any proof");
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new PermanentFailure("there is no such file", e);
    } catch (IOException e) {
      throw new PermanentFailure("it cannot be read", e);
    }
  }

  /** The files in a folder whose names end in {@code .json}, in the order of their names. */
  static List<byte[]> readAll(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<byte[]> all = new ArrayList<>();
      for (Path each :
          files
              .filter(it -> String.valueOf(it.getFileName()).endsWith(".json"))
              .sorted()
              .toList()) {
        all.add(read(each));
      }
      return all;
    } catch (IOException e) {
      throw new PermanentFailure("the folder cannot be read", e);
    }
  }
}
