package com.anykoma.privacy.local.cli;

import com.anykoma.privacy.infra.InfraFiles;
import com.anykoma.privacy.local.console.AnswerOption;
import com.anykoma.privacy.local.console.SettingsOption;
import com.anykoma.privacy.local.report.PromiseSources;
import com.anykoma.privacy.local.report.PromisesReport;
import com.anykoma.privacy.local.report.SourceTree;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./run promises}: the register of promises, with the classes and tests of each entry. */
@Command(
    name = "promises",
    description =
        "Lists each promise of the privacy page with its status and its tests. Exit code 1 when"
            + " the code refers to an unknown promise or a kept promise has no test.",
    mixinStandardHelpOptions = true)
public final class PromisesCommand implements Callable<Integer> {
  @Option(names = "--page", description = "Print docs/promises.md instead.")
  private boolean page;

  @Mixin private SettingsOption settings = new SettingsOption();

  @Mixin private AnswerOption answer = new AnswerOption();

  @Override
  public Integer call() {
    PromisesReport report =
        new PromisesReport(
            settings.product().promises(),
            PromiseSources.of(new SourceTree(InfraFiles.ofProject().root())));
    int printed =
        page
            ? answer.console().write(report.page().getBytes(StandardCharsets.UTF_8))
            : answer.print(report.json(), report::text);
    return report.mistakes().isEmpty() ? printed : 1;
  }
}
