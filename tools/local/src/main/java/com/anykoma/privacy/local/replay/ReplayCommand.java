package com.anykoma.privacy.local.replay;

import com.anykoma.privacy.local.console.AnswerOption;
import com.anykoma.privacy.local.console.Console;
import com.anykoma.privacy.local.console.SettingsOption;
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

/** {@code ./run replay}: replays recorded Stripe events. */
@Command(
    name = "replay",
    description =
        "Sends recorded Stripe events through the real webhook function of an empty cloud and"
            + " prints the final state of every subject. Exit code 1 when an event was refused.",
    mixinStandardHelpOptions = true)
public final class ReplayCommand implements Callable<Integer> {
  private static final int REFUSED = 1;

  @Parameters(
      arity = "1..*",
      paramLabel = "DIR_OR_FILE",
      description =
          "Files with one event, an array of events, {\"events\":[...]}, the output of \"stripe"
              + " events list\", or one of these per line; or directories with *.json and"
              + " *.jsonl files. Read in the order of their names.")
  private List<Path> paths = List.of();

  @Option(
      names = "--livemode",
      description = "The events are of the live mode. Default: test mode.")
  private boolean livemode;

  @Mixin private SettingsOption settings = new SettingsOption();

  @Mixin private AnswerOption answer = new AnswerOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    List<ReplayedEvent> events = events();
    Console console = answer.console();
    try (TemporaryDirectory directory = TemporaryDirectory.create()) {
      ReplayReport report =
          new Replay(settings.product(), events, livemode, Clock.systemUTC(), console::note)
              .run(directory.path());
      int printed = answer.print(report.json(), report::text);
      report.refusals().forEach(console::note);
      return report.allAccepted() ? printed : REFUSED;
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
