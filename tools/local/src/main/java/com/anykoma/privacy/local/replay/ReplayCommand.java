package com.anykoma.privacy.local.replay;

import com.anykoma.privacy.local.console.AnswerOption;
import com.anykoma.privacy.local.console.Console;
import com.anykoma.privacy.local.console.TemporaryDirectory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
            + " tells where every subject stands in the end. Exit code 1 when an event was refused.",
    mixinStandardHelpOptions = true)
public final class ReplayCommand implements Callable<Integer> {
  private static final int REFUSED = 1;

  @Parameters(
      arity = "1..*",
      paramLabel = "DIR_OR_FILE",
      description =
          "Files with one event, an array of events, {\"events\":[...]}, what \"stripe events list\""
              + " prints, or one of these on each line; of a directory all *.json and *.jsonl"
              + " files. In the order of their names.")
  private List<Path> paths = List.of();

  @Option(
      names = "--livemode",
      description = "The events are of the live mode; without it, they are of the test mode.")
  private boolean livemode;

  @Mixin private AnswerOption answer = new AnswerOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    List<ReplayedEvent> events = events();
    Console console = answer.console();
    try (TemporaryDirectory directory = TemporaryDirectory.create()) {
      ReplayReport report =
          new Replay(events, livemode, Clock.systemUTC(), console::tell).run(directory.path());
      int printed = answer.print(report.json(), report::text);
      report.refusals().forEach(console::tell);
      return report.allTaken() ? printed : REFUSED;
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
