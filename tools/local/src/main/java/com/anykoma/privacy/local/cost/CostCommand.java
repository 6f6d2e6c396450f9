package com.anykoma.privacy.local.cost;

import com.anykoma.privacy.local.console.Console;
import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./run cost}: what a month costs, from what is measured for each event. */
@Command(
    name = "cost",
    description =
        "Works out what a month costs: operations as measured for each event, list prices, and an"
            + " activity that is assumed.",
    mixinStandardHelpOptions = true)
public final class CostCommand implements Callable<Integer> {
  @Option(
      names = "--profile",
      paramLabel = "FILE",
      description = "An activity.yaml instead of the one that is shipped.")
  private @Nullable Path profile;

  @Option(names = "--json", description = "Print one JSON object and nothing else.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    CostModel model = CostModel.shipped();
    CostReport report = new CostReport(model, activity(model));
    new Console(spec).print(json, report.json(), () -> report.text());
    return 0;
  }

  private Activity activity(CostModel model) {
    try {
      return Activity.read(
          Optional.ofNullable(profile)
              .map(Setting::file)
              .orElseGet(() -> Setting.resource("activity.yaml")),
          model);
    } catch (SettingsException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    } catch (UncheckedIOException e) {
      throw new ParameterException(spec.commandLine(), profile + ": cannot be read", e);
    }
  }
}
