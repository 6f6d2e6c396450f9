package com.anykoma.privacy.local;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./run replay}: what recorded Stripe events lead to. */
@Command(
    name = "replay",
    description =
        "Sends recorded Stripe events through the real webhook function of a fresh cloud, and"
            + " tells where every subject stands in the end.",
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
  private static final int FAILED = 1;

  @Parameters(
      arity = "1..*",
      paramLabel = "DIR_OR_FILE",
      description =
          "Files with one event, an array of events or {\"events\":[...]} each; of a directory all"
              + " *.json files. In the order of their names.")
  private List<Path> paths = List.of();

  @Option(names = "--json", description = "Print one JSON object and nothing else.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    List<ReplayedEvent> events = events();
    Console console = new Console(spec);
    try (TemporaryDirectory directory = TemporaryDirectory.create()) {
      ReplayReport report =
          new Replay(events, Clock.systemUTC(), console::tell).run(directory.path());
      console.print(json ? report.json() : ReplayTable.of(report));
      return report.allAnswered() ? 0 : FAILED;
    }
  }

  private List<ReplayedEvent> events() {
    try {
      return ReplayFiles.read(paths);
    } catch (ReplayFiles.BadFile e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
