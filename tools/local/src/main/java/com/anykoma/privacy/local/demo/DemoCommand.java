package com.anykoma.privacy.local.demo;

import com.anykoma.privacy.local.cloud.CloudOption;
import com.anykoma.privacy.local.console.Console;
import com.anykoma.privacy.local.console.DataDirectory;
import com.anykoma.privacy.local.console.Logs;
import com.anykoma.privacy.local.console.SettingsOption;
import com.anykoma.privacy.local.console.TemporaryDirectory;
import com.anykoma.privacy.local.report.ProofFolder;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.proof.audit.CheckpointedLog;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
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

/** {@code ./run demo}: a story that checks the promises against the stores. */
@Command(
    name = "demo",
    description =
        "Plays a story on an empty cloud: people and Stripe act, and the demo checks each"
            + " promise against the stores. Exit code 1 when a promise is broken.",
    mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
  @Mixin private SettingsOption settings = new SettingsOption();

  @Mixin private CloudOption cloud = new CloudOption();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Write the story's proofs to this new or empty folder: certificates, checkpoints of"
              + " the audit log, proofs about them and the public keys.")
  private @Nullable Path out;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Optional<ProofFolder> proofs = Optional.ofNullable(this.out).map(this::emptyFolder);
    PrintWriter out = spec.commandLine().getOut();
    StoryOutput story = new StoryOutput(out, spec.commandLine().getColorScheme().ansi());
    try (Logs.Buffered logs = Logs.buffer(Level.WARNING)) {
      boolean held = false;
      try (TemporaryDirectory directory = TemporaryDirectory.create();
          DemoCloud demo = new DemoCloud(settings.product(), cloud.choice(), directory.path())) {
        demo.platform().notes().forEach(story::detail);
        Story.play(demo, story);
        story.latencies(demo.latencies());
        held = story.conclude();
        proofs.ifPresent(it -> writeProofs(it, demo));
      } finally {
        if (!held) {
          logs.show();
        }
      }
      return held ? 0 : 1;
    }
  }

  /** Requires an empty folder, because old files could be mistaken for proofs of this story. */
  private ProofFolder emptyFolder(Path folder) {
    ProofFolder proofs = new ProofFolder(DataDirectory.writable(spec, "--out", folder));
    if (!proofs.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "--out needs a new or empty folder, but " + folder + " contains" + " files");
    }
    return proofs;
  }

  private void writeProofs(ProofFolder proofs, DemoCloud demo) {
    ProofDemoCloud proof = demo.proof();
    CheckpointedLog log = proof.log();
    proofs.putEvidence(proof.keys(), log, demo.evidence(), each -> true);
    for (RemovalOrder each : demo.fulfilled("erasures")) {
      List<Document> entries = proof.entriesOf(each);
      proofs.putInclusion(log, entries.get(entries.size() - 1).path().id());
    }
    new Console(spec)
        .print(
            "Proofs are in "
                + out
                + "; check them with ./run certificate verify and ./run audit verify.");
  }
}
