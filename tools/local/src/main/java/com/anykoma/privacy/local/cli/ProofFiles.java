package com.anykoma.privacy.local.cli;

import com.anykoma.privacy.PermanentFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads proof files from untrusted sources. */
final class ProofFiles {
  /** The file name of the public keys, which may be in the same folder as the proofs. */
  static final String KEYS = "keys.json";

  private static final long MAX_BYTES = 64L * 1024 * 1024;
  private static final Pattern NUMBER = Pattern.compile("0*([0-9]+)");

  /** By name, with embedded numbers compared by value: 2.json sorts before 10.json. */
  private static final Comparator<Path> IN_ORDER =
      Comparator.comparing(
          file -> NUMBER.matcher(file.toString()).replaceAll(it -> padded(it.group(1))));

  private ProofFiles() {}

  /** A file or folder that cannot be checked. The message has the reason. */
  static final class Unreadable extends PermanentFailure {
    Unreadable(String why) {
      super(why);
    }
  }

  /** Reads a file of at most {@code MAX_BYTES}. */
  static byte[] read(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new Unreadable("the file is too large to be a proof");
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new Unreadable("the file does not exist");
    } catch (IOException e) {
      throw new Unreadable("the file cannot be read");
    }
  }

  /** Lists the {@code .json} files of a folder, some folders deep, without the public keys. */
  static List<Path> in(Path folder, int depth) {
    try (Stream<Path> files = Files.walk(folder, depth)) {
      return files
          .filter(each -> isProof(String.valueOf(each.getFileName())) && Files.isRegularFile(each))
          .sorted(IN_ORDER)
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw new Unreadable("the folder cannot be read");
    }
  }

  private static boolean isProof(String name) {
    return name.endsWith(".json") && !name.equals(KEYS);
  }

  private static String padded(String digits) {
    return "0".repeat(Math.max(0, 20 - digits.length())) + digits;
  }
}
