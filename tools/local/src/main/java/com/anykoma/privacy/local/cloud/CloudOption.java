package com.anykoma.privacy.local.cloud;

import picocli.CommandLine.Option;

/** The option that says what the functions run on. */
public final class CloudOption {
  @Option(
      names = "--cloud",
      paramLabel = "CLOUD",
      defaultValue = "embedded",
      description =
          "What everything runs on: embedded (nothing to install), or emulators (Google's own, from"
              + " the Google Cloud SDK). Default: ${DEFAULT-VALUE}.")
  private CloudChoice choice = CloudChoice.EMBEDDED;

  /** The cloud that was chosen. */
  public CloudChoice choice() {
    return choice;
  }
}
