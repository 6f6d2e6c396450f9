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

/** Reads the files of proofs, which anybody may have made. */
final class ProofFiles {
  /** The file of public keys, which may lie beside what they check. */
  static final String KEYS = "keys.json";

  private static final long MAX_BYTES = 64L * 1024 * 1024;
  private static final Pattern NUMBER = Pattern.compile("0*([0-9]+)");

  /** By name, numbers within by their value: 2.json stands before 10.json and beside 02.json. */
  private static final Comparator<Path> IN_ORDER =
      Comparator.comparing(
          file -> NUMBER.matcher(file.toString()).replaceAll(it -> padded(it.group(1))));

  private ProofFiles() {}

  /** A file or folder that nothing can be said of; the message says why. */
  static final class Unreadable extends PermanentFailure {
    Unreadable(String why) {
      super(why);
    }
  }

  /**
   * The bytes of a file.
   *
   * @throws Unreadable when it cannot be read, or is larger than any proof
   */
  static byte[] read(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new Unreadable("it is larger than any proof");
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new Unreadable("there is no such file");
    } catch (IOException e) {
      throw new Unreadable("it cannot be read");
    }
  }

  /**
   * The files in a folder whose names end in {@code .json}, in order, without the public keys.
   *
   * @param depth how many folders deep, from 1
   * @throws Unreadable when the folder, or one within it, cannot be read
   */
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
