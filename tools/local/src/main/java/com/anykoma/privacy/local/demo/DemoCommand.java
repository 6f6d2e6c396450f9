package com.anykoma.privacy.local.demo;

import com.anykoma.privacy.local.cloud.CloudOption;
import com.anykoma.privacy.local.console.Console;
import com.anykoma.privacy.local.console.DataDirectory;
import com.anykoma.privacy.local.console.Logs;
import com.anykoma.privacy.local.console.TemporaryDirectory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./run demo}: a story in which every promise that is kept so far is put to the test. */
@Command(
    name = "demo",
    description =
        "Plays a story on a fresh cloud: what people and Stripe do, what is promised, and what the"
            + " stores say. Ends with 1 if a promise does not hold.",
    mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
  @Mixin private CloudOption cloud = new CloudOption();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Leave the story's proofs in this new or empty folder: certificates, checkpoints of the"
              + " audit log, proofs about it and the keys to check them with.")
  private @Nullable Path out;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Optional<ProofFolder> artefacts = Optional.ofNullable(this.out).map(this::artefacts);
    PrintWriter out = spec.commandLine().getOut();
    StoryOutput telling = new StoryOutput(out, spec.commandLine().getColorScheme().ansi());
    try (Logs.Held logs = Logs.hold(Level.WARNING)) {
      boolean held = false;
      try (TemporaryDirectory directory = TemporaryDirectory.create();
          DemoCloud stage = new DemoCloud(cloud.choice(), directory.path())) {
        stage.platform().notes().forEach(telling::happens);
        PlanStory.play(stage, telling);
        telling.latencies(stage.latencies());
        held = telling.conclude();
        artefacts.ifPresent(it -> leave(it, stage));
      } finally {
        if (!held) {
          logs.show();
        }
      }
      return held ? 0 : 1;
    }
  }

  /** Files of another story would be taken for proofs of this one. */
  private ProofFolder artefacts(Path folder) {
    ProofFolder artefacts = new ProofFolder(DataDirectory.writable(spec, "--out", folder));
    if (!artefacts.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--out needs a new or empty folder, and " + folder + " holds files");
    }
    return artefacts;
  }

  private void leave(ProofFolder artefacts, DemoCloud stage) {
    artefacts.write(stage);
    new Console(spec)
        .print(
            "Proofs are in "
                + out
                + "; check them with ./run certificate verify and ./run audit verify.");
  }
}
