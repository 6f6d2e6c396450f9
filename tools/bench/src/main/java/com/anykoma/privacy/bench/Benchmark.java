package com.anykoma.privacy.bench;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The part that all benchmarks' commands share: measure, then print one report. */
abstract class Benchmark implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--rounds", description = "the median counts (default: ${DEFAULT-VALUE})")
  private int rounds;

  @Option(names = "--json", description = "one JSON object on standard output")
  private boolean json;

  /** The systems that a benchmark can measure on. */
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
      require(!(value instanceof Integer number) || number > 0, each.longestName() + ": 1 or more");
    }
    Report report = new Report(spec.name());
    measure(report);
    report.print(spec.commandLine().getOut(), json);
    return 0;
  }
}
