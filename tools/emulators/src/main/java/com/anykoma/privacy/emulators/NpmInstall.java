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
 * An installation of npm packages, at the exact versions and checksums of a lock file of ours. The
 * packages' scripts are not run.
 *
 * @param resources the resource folder with the lock file
 * @param npm the command that installs
 */
public record NpmInstall(String resources, Path directory, String npm) {
  /** The resource folder of Firebase's Auth emulator. */
  static final String AUTH_EMULATOR = "/emulators/";

  private static final String LOCK = "package-lock.json";
  private static final String PACKAGES = "node_modules";
  private static final List<String> FILES = List.of("package.json", LOCK);

  /** Firebase's Auth emulator of firebase-tools, in {@code PRIVACY_EMULATORS_DIR} or the cache. */
  public static NpmInstall authEmulator() {
    return new NpmInstall(AUTH_EMULATOR, EmulatorFolder.onThisMachine().toAbsolutePath(), "npm");
  }

  /** Packages of another lock file, a resource, in a folder within the same directory. */
  public static NpmInstall within(String folder, String resources) {
    return new NpmInstall(
        resources, EmulatorFolder.onThisMachine().toAbsolutePath().resolve(folder), "npm");
  }

  /** Whether the packages are installed in the versions of the lock file. */
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
   * Installs the packages with npm in a temporary folder, then moves them, so that an interrupted
   * installation never counts as complete. Idempotent.
   *
   * @param progress receives each line of npm's output
   * @throws IllegalStateException if npm is missing or fails
   */
  public void run(Consumer<String> progress) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    Path temporary = Files.createTempDirectory(directory, "installing");
    try {
      for (String file : FILES) {
        Files.write(temporary.resolve(file), resource(resources + file));
      }
      install(temporary, progress);
      Files.deleteIfExists(directory.resolve(LOCK)); // incomplete until the new lock file exists
      Path packages = directory.resolve(PACKAGES);
      if (Files.exists(packages)) {
        Files.move(packages, temporary.resolve("replaced"), StandardCopyOption.ATOMIC_MOVE);
      }
      for (String each : List.of(PACKAGES, "package.json", LOCK)) {
        Files.move(
            temporary.resolve(each), directory.resolve(each), StandardCopyOption.ATOMIC_MOVE);
      }
    } finally {
      MoreFiles.deleteRecursively(temporary, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  private void install(Path into, Consumer<String> progress)
      throws IOException, InterruptedException {
    Process running = start(into);
    try (BufferedReader output = running.inputReader(StandardCharsets.UTF_8)) {
      output.lines().forEach(progress);
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
          "npm cannot be run; install Node.js 20.9 or newer, which contains it", e);
    }
  }

  /**
   * Prepares Node with one of our scripts, which may require the packages. Its {@code process.argv}
   * contains the arguments from index 1 on.
   *
   * @param script the resource, {@code /emulators/auth-emulator.js}
   */
  public ProcessBuilder node(String script, String... arguments) throws IOException {
    ProcessBuilder node =
        new ProcessBuilder("node", "--eval", new String(resource(script), StandardCharsets.UTF_8));
    node.command().addAll(List.of(arguments));
    // otherwise a proxy would receive the requests to 127.0.0.1
    node.environment().keySet().removeIf(name -> name.toLowerCase(Locale.ROOT).endsWith("_proxy"));
    return node.directory(directory.toFile());
  }

  /** Reads a resource file, {@code /emulators/auth-emulator.js}. */
  public static byte[] resource(String name) throws IOException {
    try (InputStream in = NpmInstall.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }
}
