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

/** The options of commands that remove something, once that is confirmed, and what they share. */
final class RemovalOptions {
  @Option(names = "--dry-run", description = "Only show; so it is without --confirm.")
  private boolean dryRun;

  @Option(names = "--confirm", description = "Remove it, at once.")
  private boolean confirm;

  @Option(names = "--force", description = "Go on though no store knows anything of it.")
  private boolean force;

  @Mixin private DataDirectory data = new DataDirectory();

  @Mixin private AnswerOption answer = new AnswerOption();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  /** Whether to remove it. */
  boolean confirm() {
    return confirm;
  }

  /** How the command answers. */
  AnswerOption answer() {
    return answer;
  }

  /**
   * Works on the data directory, if a store knows what is to be removed or {@code --force} is
   * given.
   *
   * @param where no store knows anything, {@code of this uid}
   * @return the exit code
   */
  int on(Predicate<Services> isKnown, String where, Function<EmbeddedData, Integer> work) {
    if (dryRun && confirm) {
      throw new ParameterException(
          spec.commandLine(), "--dry-run and --confirm exclude each other");
    }
    try (EmbeddedData opened = EmbeddedData.open(data.path())) {
      return force || isKnown.test(opened.services())
          ? work.apply(opened)
          : answer
              .console()
              .refuse("no store knows anything " + where + "; --force goes on all the same");
    }
  }
}
