package com.anykoma.privacy.bench;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The common part of all benchmark commands: measure, then print one report. */
abstract class Benchmark implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--rounds",
      description = "Rounds; the result is the median. Default:" + " ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(names = "--json", description = "Print only one JSON object.")
  private boolean json;

  /** The local clouds that a benchmark can run on. */
  enum Cloud {
    EMBEDDED,
    EMULATORS
  }

  Benchmark(int rounds) {
    this.rounds = rounds;
  }

  abstract void measure(Report report) throws Exception;

  final int rounds() {
    return rounds;
  }

  final void require(boolean valid, String why) {
    if (!valid) {
      throw new ParameterException(spec.commandLine(), why);
    }
  }

  @Override
  public final Integer call() throws Exception {
    for (OptionSpec each : spec.options()) {
      Object value = each.getValue();
      require(
          !(value instanceof Integer number) || number > 0,
          each.longestName() + " must be 1" + " or more");
    }
    Report report = new Report(spec.name());
    measure(report);
    report.print(spec.commandLine().getOut(), json);
    return 0;
  }
}
