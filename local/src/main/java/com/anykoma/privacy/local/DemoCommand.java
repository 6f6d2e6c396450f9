package com.anykoma.privacy.local;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./run demo}: a story in which every promise that is kept so far is put to the test. */
@Command(
    name = "demo",
    description =
        "Plays a story on a fresh cloud: what people and Stripe do, what is promised, and what the"
            + " stores say. Ends with 1 if a promise does not hold.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  @Mixin private CloudOption cloud = new CloudOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Telling telling = new Telling(out, spec.commandLine().getColorScheme().ansi());
    try (Logs.Held logs = Logs.hold(Level.WARNING)) {
      boolean held = false;
      try (TemporaryDirectory directory = TemporaryDirectory.create();
          Stage stage = new Stage(cloud.choice(), directory.path())) {
        stage.platform().notes().forEach(telling::happens);
        Demo.play(stage, telling);
        telling.latencies(stage.latencies());
        held = telling.conclude();
      } finally {
        if (!held) {
          logs.show();
        }
      }
      return held ? 0 : 1;
    }
  }
}
