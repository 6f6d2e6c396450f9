package com.anykoma.privacy.local.cli;

import com.anykoma.privacy.infra.CheckResult;
import com.anykoma.privacy.infra.CheckResult.Status;
import com.anykoma.privacy.infra.DeployedRules;
import com.anykoma.privacy.infra.InfraCheck;
import com.anykoma.privacy.infra.InfraFiles;
import com.anykoma.privacy.infra.terraform.TerraformPlan;
import com.anykoma.privacy.local.console.AnswerOption;
import com.anykoma.privacy.local.console.Console;
import com.anykoma.privacy.local.console.SettingsOption;
import com.anykoma.privacy.local.console.TemporaryDirectory;
import com.anykoma.privacy.services.PrivacyFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./run infra}: checks the Terraform configuration. */
@Command(
    name = "infra",
    description = "Checks what Terraform would deploy; needs no cloud account.",
    mixinStandardHelpOptions = true,
    subcommands = InfraCommand.Check.class)
public final class InfraCommand {
  @Spec private CommandSpec spec = CommandSpec.create();

  /** {@code ./run infra check}: checks the project's Terraform files, or a plan. */
  @Command(
      name = "check",
      description =
          "Checks the Terraform files against Google's provider, the functions' classes,"
              + " iam.yaml and residency.yaml; or checks a plan of a real project before it is"
              + " applied. Exit code 1 when a check fails.",
      mixinStandardHelpOptions = true)
  static final class Check implements Callable<Integer> {
    private static final String STDIN = "-";

    @Option(
        names = "--plan",
        paramLabel = "FILE",
        description =
            "Check this output of terraform show -json instead of the files; - reads standard"
                + " input.")
    private @Nullable Path plan;

    @Mixin private SettingsOption settings = new SettingsOption();

    @Mixin private AnswerOption answer = new AnswerOption();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
      Console console = answer.console();
      InfraFiles files = settings.project();
      PrivacyFiles unused = settings.product(); // a plan of invalid settings says less
      Consumer<CheckResult> report =
          answer.json()
              ? outcome -> {}
              : outcome -> console.printMarkup(text(outcome).stripTrailing());
      List<CheckResult> outcomes =
          plan == null ? ofFiles(files, report) : ofPlan(files, plan, report);
      if (answer.json()) {
        console.print(Console.text(new Checked(outcomes.stream().map(Line::of).toList())));
      }
      boolean holds = outcomes.stream().noneMatch(each -> each.verdict() == Status.FAILED);
      return holds ? 0 : 1;
    }

    private static List<CheckResult> ofFiles(InfraFiles files, Consumer<CheckResult> report) {
      try (TemporaryDirectory empty = TemporaryDirectory.create()) {
        return InfraCheck.ofFiles(files, empty.path(), report);
      }
    }

    private List<CheckResult> ofPlan(InfraFiles files, Path file, Consumer<CheckResult> report) {
      return InfraCheck.ofPlan(files, "the plan", read(file), report);
    }

    private TerraformPlan read(Path file) {
      try {
        byte[] read =
            file.toString().equals(STDIN) ? System.in.readAllBytes() : Files.readAllBytes(file);
        return TerraformPlan.read(new String(read, StandardCharsets.UTF_8));
      } catch (IllegalArgumentException e) {
        throw refused(
            file
                + " is not a plan: "
                + e.getMessage()
                + "; create it with terraform show -json"
                + " PLAN",
            e);
      } catch (IOException e) {
        throw refused(file + ": cannot be read", e);
      }
    }

    private ParameterException refused(String why, Exception cause) {
      return new ParameterException(spec.commandLine(), why, cause);
    }

    private static String text(CheckResult outcome) {
      String style =
          switch (outcome.verdict()) {
            case OK -> "@|green ok     |@ ";
            case FAILED -> "@|bold,red failed |@ ";
            case SKIPPED -> "@|yellow skipped|@ ";
          };
      return style
          + String.format(Locale.ROOT, "%-26s ", outcome.check())
          + String.join("\n" + " ".repeat(35), String.join("\n", outcome.lines()).split("\n", -1));
    }

    record Checked(List<Line> checks) {}

    record Line(String check, String verdict, List<String> lines) {
      static Line of(CheckResult outcome) {
        String verdict = outcome.verdict().name().toLowerCase(Locale.ROOT);
        return new Line(outcome.check(), verdict, outcome.lines());
      }
    }
  }

  @Command(
      name = "iam",
      description = "Prints docs/iam.md, generated from iam.yaml: each grant with its reason.",
      mixinStandardHelpOptions = true)
  int iam() {
    return new Console(spec)
        .write(InfraFiles.ofProject().grantsPageText().getBytes(StandardCharsets.UTF_8));
  }

  @Command(
      name = "rules",
      description =
          "Prints security rules as they are deployed: the app's file with this software's"
              + " functions. Firebase's emulators need the whole.",
      mixinStandardHelpOptions = true)
  int rules(
      @Parameters(paramLabel = "FILE", description = "firestore.rules or storage.rules.")
          String file,
      @Mixin SettingsOption settings) {
    if (!DeployedRules.files().contains(file)) {
      throw new ParameterException(spec.commandLine(), "FILE is one of " + DeployedRules.files());
    }
    InfraFiles files = settings.project();
    return new Console(spec).write(DeployedRules.of(files, file).getBytes(StandardCharsets.UTF_8));
  }
}
