package com.anykoma.privacy.bench;

import com.anykoma.privacy.emulators.AuthEmulator;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * The stand-ins for the peers, npm programs of a folder beside this project, copied into the
 * build's folder and installed there once.
 *
 * @param folder where they are installed
 * @param auth where Firebase's Auth emulator is installed
 */
record StandIns(Path folder, Path auth) {
  private static final String PACKAGE = "package.json";

  /** A peer cannot be measured here; the message says why. */
  static final class Missing extends Exception {
    private static final long serialVersionUID = 1;

    Missing(String why) {
      super(why);
    }
  }

  /** Where the stand-ins are, unless somebody says otherwise. */
  static Path usualSource() {
    return ownBuild().resolve("../../../shared/standins").normalize();
  }

  /**
   * Checks a folder that somebody named.
   *
   * @throws ParameterException when it holds no stand-ins
   */
  static void require(CommandSpec spec, Path source) {
    if (!source.equals(usualSource()) && !Files.isRegularFile(source.resolve(PACKAGE))) {
      throw new ParameterException(
          spec.commandLine(), "--standins: there is no " + PACKAGE + " in " + source);
    }
  }

  private static Path ownBuild() {
    try {
      return Path.of(StandIns.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .resolveSibling(".")
          .normalize();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Installs them where they are not installed yet. */
  static StandIns install(Path source) throws Missing, IOException, InterruptedException {
    Path auth =
        AuthEmulator.installed()
            .orElseThrow(
                () ->
                    new Missing(
                        "Firebase's Auth emulator is not installed (./run emulators install)"));
    return new StandIns(installPrograms(source), auth);
  }

  /** Installs those that need no sign-in accounts, and tells where. */
  static Path installPrograms(Path source) throws Missing, IOException, InterruptedException {
    if (!Files.isRegularFile(source.resolve(PACKAGE))) {
      throw new Missing("there are no stand-ins in " + source);
    }
    Path folder = Files.createDirectories(ownBuild().resolve("standins"));
    boolean installed = installed(source, folder);
    copy(source, folder);
    if (!installed) {
      npmInstall(folder);
    }
    return folder;
  }

  private static boolean installed(Path source, Path folder) throws IOException {
    // npm writes the hidden lock file last
    return Files.exists(folder.resolve("node_modules").resolve(".package-lock.json"))
        && Files.exists(folder.resolve(PACKAGE))
        && Arrays.equals(
            Files.readAllBytes(source.resolve(PACKAGE)),
            Files.readAllBytes(folder.resolve(PACKAGE)));
  }

  private static void copy(Path source, Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(source)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    for (Path each : files) {
      Files.write(folder.resolve(each.getFileName()), Files.readAllBytes(each));
    }
  }

  private static void npmInstall(Path folder) throws Missing, InterruptedException {
    try {
      int exit =
          new ProcessBuilder("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund")
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("npm.log").toFile())
              .start()
              .waitFor();
      if (exit != 0) {
        throw new Missing("npm failed: see " + folder.resolve("npm.log"));
      }
    } catch (IOException e) {
      throw new Missing("npm cannot be run: it comes with Node.js 20 or newer");
    }
  }
}
