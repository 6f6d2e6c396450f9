package com.anykoma.privacy.local.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of commands that remove something, once that is confirmed. */
final class Removing {
  @Option(names = "--dry-run", description = "Only show; so it is without --confirm.")
  private boolean dryRun;

  @Option(names = "--confirm", description = "Remove it, at once.")
  private boolean confirm;

  @Option(names = "--force", description = "Go on though no store knows anything of it.")
  private boolean force;

  /** Refuses both modes at once. */
  void requireOneMode(CommandSpec spec) {
    if (dryRun && confirm) {
      throw new ParameterException(
          spec.commandLine(), "--dry-run and --confirm exclude each other");
    }
  }

  boolean confirm() {
    return confirm;
  }

  boolean force() {
    return force;
  }
}
