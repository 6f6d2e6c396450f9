package com.anykoma.privacy.local.cloud;

import picocli.CommandLine.Option;

/** The option {@code --cloud}. */
public final class CloudOption {
  @Option(
      names = "--cloud",
      paramLabel = "CLOUD",
      defaultValue = "embedded",
      description =
          "The local cloud: embedded (nothing to install) or emulators (Google's, from the"
              + " Google Cloud SDK). Default: ${DEFAULT-VALUE}.")
  private CloudChoice choice = CloudChoice.EMBEDDED;

  public CloudChoice choice() {
    return choice;
  }
}
