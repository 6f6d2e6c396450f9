package com.anykoma.privacy.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The peers: programs in JavaScript that do what a team would use instead of this project. They are
 * copied from {@code tools/bench/peers} to the build's folder and installed there once.
 *
 * @param folder the folder where they are installed
 */
record Peers(Path folder) {
  private static final String LOCK = "package-lock.json";
  private static final List<String> FILES = List.of("package.json", LOCK, "webhook.js", "erase.js");

  /**
   * Installs the peers' packages where they are not installed yet.
   *
   * @throws IllegalStateException when it cannot, with the remedy
   */
  static Peers install() throws IOException, InterruptedException {
    Path target = FunctionEnvironment.codeOf(Peers.class).resolveSibling("peers");
    Path source = target.resolve("../../peers").normalize();
    Files.createDirectories(target);
    boolean installed =
        Files.exists(target.resolve("node_modules").resolve(".package-lock.json")) // written last
            && Files.mismatch(source.resolve(LOCK), target.resolve(LOCK)) < 0;
    for (String each : FILES) {
      Files.copy(source.resolve(each), target.resolve(each), StandardCopyOption.REPLACE_EXISTING);
    }
    Peers peers = new Peers(target);
    if (!installed) {
      peers.npmInstall();
    }
    return peers;
  }

  private void npmInstall() throws InterruptedException {
    ProcessBuilder npm =
        new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
    Path log = folder.resolve("npm.log");
    npm.directory(folder.toFile()).redirectErrorStream(true).redirectOutput(log.toFile());
    try {
      if (npm.start().waitFor() != 0) {
        throw new IllegalStateException("npm cannot install the peer's packages: see " + log);
      }
    } catch (IOException e) {
      throw new IllegalStateException(
          "npm is missing, which the peer needs: install Node.js 20 or newer (https://nodejs.org)");
    }
  }

  /** One of the programs, not started yet. */
  ProcessBuilder node(Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>(List.of("node"));
    command.addAll(List.of(arguments));
    ProcessBuilder node = new ProcessBuilder(command).directory(folder.toFile());
    // a proxy would get the requests to 127.0.0.1
    node.environment().keySet().removeIf(name -> name.toLowerCase(Locale.ROOT).endsWith("_proxy"));
    node.environment().putAll(environment);
    node.environment().put("NODE_ENV", "production");
    node.environment().put("GCLOUD_PROJECT", FunctionEnvironment.PROJECT);
    return node;
  }
}
