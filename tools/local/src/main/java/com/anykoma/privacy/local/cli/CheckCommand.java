package com.anykoma.privacy.local.cli;

import com.anykoma.privacy.TerminalText;
import com.anykoma.privacy.infra.SettingsCheck;
import com.anykoma.privacy.local.console.AnswerOption;
import com.anykoma.privacy.local.console.SettingsOption;
import com.anykoma.privacy.yaml.SettingsMistake;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./run check}: validates the settings files and their consistency. */
@Command(
    name = "check",
    description =
        "Checks the data map, plans, policies and page, circuit breaker limits, residency,"
            + " processors, security rules, indexes and triggers: each file alone, and against"
            + " the others. Prints each mistake as FILE:LINE: problem; remedy, and how many things"
            + " are left to do. Exit code 1 when it finds a mistake.",
    mixinStandardHelpOptions = true)
public final class CheckCommand implements Callable<Integer> {
  private static final int MISTAKES_FOUND = 1;

  @Mixin private SettingsOption settings = new SettingsOption();

  @Mixin private AnswerOption answer = new AnswerOption();

  @Override
  public Integer call() {
    List<SettingsMistake> mistakes = SettingsCheck.mistakes(settings.project());
    int printed = answer.print(new Checked(mistakes.isEmpty(), mistakes), () -> text(mistakes));
    return mistakes.isEmpty() ? printed : MISTAKES_FOUND;
  }

  private static String text(List<SettingsMistake> mistakes) {
    return mistakes.isEmpty()
        ? "The settings are valid and consistent."
        : Stream.concat(
                mistakes.stream().map(each -> TerminalText.of(each.toString())),
                Stream.of(left(mistakes.size())))
            .collect(Collectors.joining(System.lineSeparator()));
  }

  private static String left(int count) {
    return (count == 1 ? "1 thing is" : count + " things are")
        + " left to do. Run it again afterwards: some checks need valid files.";
  }

  record Checked(boolean ok, List<SettingsMistake> mistakes) {}
}
