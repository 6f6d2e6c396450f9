package com.anykoma.privacy.local.cli;

import com.anykoma.privacy.local.cloud.EmbeddedData;
import com.anykoma.privacy.local.console.AnswerOption;
import com.anykoma.privacy.local.console.DataDirectory;
import com.anykoma.privacy.services.Services;
import java.util.function.Function;
import java.util.function.Predicate;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that {@code erase} and {@code purge} share. */
final class RemovalOptions {
  @Option(
      names = "--dry-run",
      description = "Only show what would be removed; this is the" + " default.")
  private boolean dryRun;

  @Option(names = "--confirm", description = "Remove the data now.")
  private boolean confirm;

  @Option(names = "--force", description = "Continue even when no store has data about it.")
  private boolean force;

  @Mixin private DataDirectory data = new DataDirectory();

  @Mixin private AnswerOption answer = new AnswerOption();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  boolean confirm() {
    return confirm;
  }

  AnswerOption answer() {
    return answer;
  }

  /**
   * Runs work on the data directory, if a store has data about the target or {@code --force} is
   * given.
   *
   * @param target the target for the message, {@code about this uid}
   * @return the exit code
   */
  int on(Predicate<Services> isKnown, String target, Function<EmbeddedData, Integer> work) {
    if (dryRun && confirm) {
      throw new ParameterException(
          spec.commandLine(), "--dry-run and --confirm exclude each other");
    }
    try (EmbeddedData opened = EmbeddedData.open(data.product(), data.path())) {
      return force || isKnown.test(opened.services())
          ? work.apply(opened)
          : answer.console().refuse("no store has data " + target + "; --force continues anyway");
    }
  }
}
