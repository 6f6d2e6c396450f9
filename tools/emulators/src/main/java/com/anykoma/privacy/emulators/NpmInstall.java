package com.anykoma.privacy.emulators;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Packages of npm's in a directory of this machine, at exactly the versions and checksums of a lock
 * file that comes with this program. None of their scripts is run.
 *
 * @param resources the folder of this program's resources with the lock file
 */
public record NpmInstall(String resources, Path directory, String npm) {
  /** The resources of Firebase's Auth emulator. */
  static final String AUTH_EMULATOR = "/emulators/";

  private static final String LOCK = "package-lock.json";
  private static final String PACKAGES = "node_modules";
  private static final List<String> FILES = List.of("package.json", LOCK);

  /**
   * Firebase's Auth emulator, a part of firebase-tools: in the directory that the environment
   * variable {@code PRIVACY_EMULATORS_DIR} names, else in a cache folder of the user's.
   */
  public static NpmInstall authEmulator() {
    return new NpmInstall(AUTH_EMULATOR, EmulatorFolder.onThisMachine().toAbsolutePath(), "npm");
  }

  /**
   * Packages of another lock file, in a folder within the same directory.
   *
   * @param resources the folder of this program's resources with the lock file
   */
  public static NpmInstall within(String folder, String resources) {
    return new NpmInstall(
        resources, EmulatorFolder.onThisMachine().toAbsolutePath().resolve(folder), "npm");
  }

  /** Whether all of it is there, in the versions that this program wants. */
  public boolean isComplete() {
    Path lock = directory.resolve(LOCK);
    try {
      return Files.exists(directory.resolve(PACKAGES))
          && Files.exists(lock)
          && Arrays.equals(Files.readAllBytes(lock), resource(resources + LOCK));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Installs it anew with npm, which runs none of the packages' scripts: in a folder beside its
   * place, so that a half-done installation is never taken for whole. Safe to repeat.
   *
   * @param progress told each line that npm tells
   * @throws IllegalStateException when npm is missing or fails
   */
  public void run(Consumer<String> progress) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    Path made = Files.createTempDirectory(directory, "installing");
    try {
      for (String file : FILES) {
        Files.write(made.resolve(file), resource(resources + file));
      }
      install(made, progress);
      Files.deleteIfExists(directory.resolve(LOCK)); // whole again once it is there
      Path packages = directory.resolve(PACKAGES);
      if (Files.exists(packages)) {
        Files.move(packages, made.resolve("replaced"), StandardCopyOption.ATOMIC_MOVE);
      }
      for (String each : List.of(PACKAGES, "package.json", LOCK)) {
        Files.move(made.resolve(each), directory.resolve(each), StandardCopyOption.ATOMIC_MOVE);
      }
    } finally {
      MoreFiles.deleteRecursively(made, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  private void install(Path into, Consumer<String> progress)
      throws IOException, InterruptedException {
    Process running = start(into);
    try (BufferedReader told = running.inputReader(StandardCharsets.UTF_8)) {
      told.lines().forEach(progress);
      int exit = running.waitFor();
      if (exit != 0) {
        throw new IllegalStateException("npm failed with exit code " + exit);
      }
    } finally {
      running.destroy();
    }
  }

  private Process start(Path into) {
    try {
      return new ProcessBuilder(
              npm, "ci", "--ignore-scripts", "--legacy-peer-deps", "--no-audit", "--no-fund")
          .directory(into.toFile())
          .redirectErrorStream(true)
          .start();
    } catch (IOException e) {
      throw new IllegalStateException(
          "npm cannot be run; it comes with Node.js 20.9 or newer, which this needs", e);
    }
  }

  /**
   * Prepares Node with one of this program's scripts, which may require the packages. Its {@code
   * process.argv} holds the arguments from index 1 on.
   *
   * @param script the resource, {@code /emulators/auth-emulator.js}
   */
  public ProcessBuilder node(String script, String... arguments) throws IOException {
    ProcessBuilder node =
        new ProcessBuilder("node", "--eval", new String(resource(script), StandardCharsets.UTF_8));
    node.command().addAll(List.of(arguments));
    // a proxy would get the requests to 127.0.0.1
    node.environment().keySet().removeIf(name -> name.toLowerCase(Locale.ROOT).endsWith("_proxy"));
    return node.directory(directory.toFile());
  }

  /**
   * A file that comes with this program.
   *
   * @param name with its folder, {@code /emulators/auth-emulator.js}
   */
  public static byte[] resource(String name) throws IOException {
    try (InputStream in = NpmInstall.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }
}
