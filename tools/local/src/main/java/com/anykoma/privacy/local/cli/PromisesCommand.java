package com.anykoma.privacy.local.cli;

import com.anykoma.privacy.infra.InfraFiles;
import com.anykoma.privacy.local.console.AnswerOption;
import com.anykoma.privacy.local.console.SettingsOption;
import com.anykoma.privacy.local.report.PromiseCheck;
import com.anykoma.privacy.local.report.PromiseCheck.Problem;
import com.anykoma.privacy.local.report.PromiseSources;
import com.anykoma.privacy.local.report.PromisesReport;
import com.anykoma.privacy.local.report.SourceTree;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./run promises}: the register of promises, with the classes and tests of each entry. */
@Command(
    name = "promises",
    description = "Lists each promise of the privacy page with its status and its tests.",
    mixinStandardHelpOptions = true,
    subcommands = PromisesCommand.Check.class)
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
    return page
        ? answer.console().write(report.page().getBytes(StandardCharsets.UTF_8))
        : answer.print(report.json(), report::text);
  }

  /** {@code ./run promises check}: checks that each promise can be kept and is watched. */
  @Command(
      name = "check",
      description =
          "Fails with exit code 1 and a line for each problem when the code refers to an unknown"
              + " promise, when a promise has no test, no deployed function or no live check,"
              + " when an absolute promise has no invariant"
              + " test, or when an edge case has no test; with exit code 2 when a sentence of the"
              + " page is not mapped or has changed.",
      mixinStandardHelpOptions = true)
  static final class Check implements Callable<Integer> {
    @Option(
        names = "--ran",
        description = "Accept only tests that ran in the last build, by Maven's reports.")
    private boolean ran;

    @Mixin private SettingsOption settings = new SettingsOption();

    @Mixin private AnswerOption answer = new AnswerOption();

    @Override
    public Integer call() {
      List<Problem> problems =
          PromiseCheck.of(settings.product().promises(), settings.project(), ran).problems();
      answer.print(
          new Checked(problems.isEmpty(), problems),
          () ->
              problems.isEmpty()
                  ? "each promise has a test, a deployed function and a live check"
                  : problems.stream()
                      .map(each -> each.promise() + ": " + each.problem())
                      .collect(Collectors.joining("\n")));
      return problems.isEmpty() ? 0 : 1;
    }
  }

  record Checked(boolean complete, List<Problem> problems) {}
}
