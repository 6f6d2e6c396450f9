package com.anykoma.privacy.local.emulators;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Firebase's Auth emulator in a directory of this machine: a part of firebase-tools, at exactly the
 * versions and checksums of the lock file that comes with this program.
 */
public final class AuthEmulatorInstall {
  private static final String LOCK = "package-lock.json";
  private static final List<String> FILES = List.of("package.json", LOCK);

  private final Path directory;
  private final String npm;

  AuthEmulatorInstall(Path directory, String npm) {
    this.directory = directory;
    this.npm = npm;
  }

  /**
   * The install in the directory that the environment variable {@code PRIVACY_EMULATORS_DIR} names,
   * else in a cache folder of the user's.
   */
  public static AuthEmulatorInstall onThisMachine() {
    return new AuthEmulatorInstall(EmulatorFolder.onThisMachine().toAbsolutePath(), "npm");
  }

  /** Where it is or will be. */
  public Path directory() {
    return directory;
  }

  /** Whether all of it is there, in the versions that this program wants. */
  public boolean isComplete() {
    Path lock = directory.resolve(LOCK);
    try {
      // npm writes the hidden lock file last
      return Files.exists(directory.resolve("node_modules").resolve(".package-lock.json"))
          && Files.exists(lock)
          && Arrays.equals(Files.readAllBytes(lock), resource(LOCK));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Installs it anew with npm, which downloads about 600 packages and runs none of their scripts.
   * Safe to repeat.
   *
   * @param progress told what npm tells
   * @throws IllegalStateException when npm is missing or fails
   */
  public void run(PrintWriter progress) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    for (String file : FILES) {
      Files.write(directory.resolve(file), resource(file));
    }
    Process running = start();
    try (BufferedReader told = running.inputReader(StandardCharsets.UTF_8)) {
      told.lines().forEach(progress::println);
      int exit = running.waitFor();
      if (exit != 0) {
        throw new IllegalStateException("npm failed with exit code " + exit);
      }
    } finally {
      running.destroy();
    }
  }

  private Process start() {
    try {
      return new ProcessBuilder(npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
          .directory(directory.toFile())
          .redirectErrorStream(true)
          .start();
    } catch (IOException e) {
      throw new IllegalStateException(
          "npm cannot be run; it comes with Node.js 20 or newer, which the Auth emulator needs", e);
    }
  }

  /** A file that comes with this program. */
  static byte[] resource(String name) throws IOException {
    try (InputStream in = AuthEmulatorInstall.class.getResourceAsStream("/emulators/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }
}
