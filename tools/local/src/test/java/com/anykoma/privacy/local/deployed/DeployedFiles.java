package com.anykoma.privacy.local.deployed;

import com.anykoma.privacy.functions.DeployedFunction;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** Where the build leaves what is deployed: beside the module's own classes. */
final class DeployedFiles {
  static final Path JAR = folder().resolve("functions.jar");
  static final Path ZIP = folder().resolve("functions.zip");
  static final Path SBOM = folder().resolve("sbom.json");

  private DeployedFiles() {}

  private static Path folder() {
    try {
      return Path.of(
              DeployedFunction.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .resolveSibling("deploy");
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
