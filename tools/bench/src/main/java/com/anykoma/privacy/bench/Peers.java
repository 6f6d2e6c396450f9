package com.anykoma.privacy.bench;

import com.anykoma.privacy.emulators.NpmInstall;
import java.io.IOException;
import java.util.Map;

/**
 * The peers: JavaScript programs with the solutions that a team would use instead of this project.
 *
 * @param packages the npm packages that they use
 */
record Peers(NpmInstall packages) {
  private static final String RESOURCES = "/peers/";

  /** Installs the peers' packages if needed. */
  static Peers install() throws IOException, InterruptedException {
    NpmInstall packages = NpmInstall.within("peers", RESOURCES);
    if (!packages.isComplete()) {
      packages.run(System.err::println);
    }
    return new Peers(packages);
  }

  /** Prepares a process of one of the programs. */
  ProcessBuilder node(Map<String, String> environment, String script, String... arguments)
      throws IOException {
    ProcessBuilder node = packages.node(RESOURCES + script, arguments);
    node.environment().putAll(environment);
    node.environment().put("NODE_ENV", "production");
    node.environment().put("GCLOUD_PROJECT", FunctionEnvironment.PROJECT);
    return node;
  }
}
