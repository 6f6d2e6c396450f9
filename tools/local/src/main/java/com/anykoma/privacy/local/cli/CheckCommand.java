package com.anykoma.privacy.local.cli;

import com.anykoma.privacy.TerminalText;
import com.anykoma.privacy.infra.InfraFiles;
import com.anykoma.privacy.infra.SettingsCheck;
import com.anykoma.privacy.local.console.AnswerOption;
import com.anykoma.privacy.yaml.SettingsMistake;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./run check}: validates the settings files and their consistency. */
@Command(
    name = "check",
    description =
        "Checks the data map, plans, policies and page, circuit breaker limits, residency,"
            + " processors, security rules, indexes and triggers: each file alone, and against"
            + " the others. Prints each mistake as FILE:LINE: problem; remedy. Exit code 1"
            + " when it finds a mistake.",
    mixinStandardHelpOptions = true)
public final class CheckCommand implements Callable<Integer> {
  private static final int MISTAKES_FOUND = 1;

  @Option(
      names = "--config",
      paramLabel = "DIR",
      description =
          "A folder with settings files to check instead of the project's. firestore.rules,"
              + " storage.rules, firestore.indexes.json and functions.yaml are optional.")
  private @Nullable Path folder;

  @Mixin private AnswerOption answer = new AnswerOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Optional<Path> given = Optional.ofNullable(folder);
    given.ifPresent(this::requireFolder);
    List<SettingsMistake> mistakes = SettingsCheck.mistakes(given, InfraFiles.ofProject());
    int printed = answer.print(new Checked(mistakes.isEmpty(), mistakes), () -> text(mistakes));
    return mistakes.isEmpty() ? printed : MISTAKES_FOUND;
  }

  private void requireFolder(Path given) {
    if (!Files.isDirectory(given) || !Files.isReadable(given)) {
      throw new ParameterException(spec.commandLine(), given + ": is not a readable folder");
    }
  }

  private static String text(List<SettingsMistake> mistakes) {
    return mistakes.isEmpty()
        ? "The settings are valid and consistent."
        : mistakes.stream()
            .map(each -> TerminalText.of(each.toString()))
            .collect(Collectors.joining(System.lineSeparator()));
  }

  record Checked(boolean ok, List<SettingsMistake> mistakes) {}
}
