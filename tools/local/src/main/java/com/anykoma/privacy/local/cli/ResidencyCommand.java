package com.anykoma.privacy.local.cli;

import com.anykoma.privacy.local.console.AnswerOption;
import com.anykoma.privacy.local.report.ResidencyReport;
import com.anykoma.privacy.retention.residency.Residency;
import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./run residency}: checks that every store can delete data within the promised time. */
@Command(
    name = "residency",
    description =
        "Computes for each store the latest start of a removal that meets the deadline. Exit"
            + " code 1 when a store's settings leave no time for it.",
    mixinStandardHelpOptions = true)
public final class ResidencyCommand implements Callable<Integer> {
  private static final int INFEASIBLE = 1;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Use this residency.yaml instead of the shipped one.")
  private @Nullable Path config;

  @Mixin private AnswerOption answer = new AnswerOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    ResidencyReport report = new ResidencyReport(residency());
    int printed = answer.print(report.json(), report::text);
    return report.residency().feasible() ? printed : INFEASIBLE;
  }

  private Residency residency() {
    try {
      return Optional.ofNullable(config)
          .map(file -> Residency.read(Setting.file(file)))
          .orElseGet(Residency::shipped);
    } catch (SettingsException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    } catch (UncheckedIOException e) {
      throw new ParameterException(spec.commandLine(), config + ": cannot be read", e);
    }
  }
}
