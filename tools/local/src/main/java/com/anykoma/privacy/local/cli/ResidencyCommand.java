package com.anykoma.privacy.local.cli;

import com.anykoma.privacy.local.console.AnswerOption;
import com.anykoma.privacy.local.console.SettingsOption;
import com.anykoma.privacy.local.report.ResidencyReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./run residency}: checks that every store can delete data within the promised time. */
@Command(
    name = "residency",
    description =
        "Computes for each store the latest start of a removal that meets the deadline. Exit"
            + " code 1 when a store's settings leave no time for it.",
    mixinStandardHelpOptions = true)
public final class ResidencyCommand implements Callable<Integer> {
  private static final int INFEASIBLE = 1;

  @Mixin private SettingsOption settings = new SettingsOption();

  @Mixin private AnswerOption answer = new AnswerOption();

  @Override
  public Integer call() {
    ResidencyReport report = new ResidencyReport(settings.project().residency());
    int printed = answer.print(report.json(), report::text);
    return report.residency().feasible() ? printed : INFEASIBLE;
  }
}
