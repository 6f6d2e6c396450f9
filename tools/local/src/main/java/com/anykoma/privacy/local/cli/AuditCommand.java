package com.anykoma.privacy.local.cli;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.local.cloud.EmbeddedData;
import com.anykoma.privacy.local.console.AnswerOption;
import com.anykoma.privacy.local.console.Console;
import com.anykoma.privacy.local.console.DataDirectory;
import com.anykoma.privacy.local.report.AuditText;
import com.anykoma.privacy.proof.audit.AuditCheck;
import com.anykoma.privacy.proof.audit.AuditProof;
import com.anykoma.privacy.proof.audit.Checkpoint;
import com.anykoma.privacy.proof.audit.CheckpointedLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./run audit}: checks the audit log and makes proofs about it. */
@Command(
    name = "audit",
    description = "Checks the audit log and its checkpoints, or proves that it contains an entry.",
    mixinStandardHelpOptions = true,
    subcommands = {AuditCommand.Verify.class, AuditCommand.Prove.class})
public final class AuditCommand {
  @Spec private CommandSpec spec = CommandSpec.create();

  /** {@code ./run audit verify}: the log of a data directory, or files of proofs, offline. */
  @Command(
      name = "verify",
      description =
          "Without a path: compares the audit log in the data directory with its checkpoints. With"
              + " a path: verifies a folder of checkpoints, or a file with an inclusion or"
              + " consistency proof, without database or network. Exit code 1 and the fault if the"
              + " verification fails, 2 if a file cannot be read.",
      mixinStandardHelpOptions = true)
  static final class Verify implements Callable<Integer> {
    private static final int FAULTY = 1;
    private static final int UNREADABLE = 2;

    @Parameters(
        paramLabel = "PATH",
        arity = "0..1",
        description = "A folder of checkpoints, or a proof.")
    private @Nullable Path path;

    @Mixin private AnswerOption answer = new AnswerOption();

    @Mixin private PublishedKeys keys = new PublishedKeys();
    @Mixin private DataDirectory data = new DataDirectory();

    @Override
    public Integer call() {
      Optional<Path> offline = Optional.ofNullable(path);
      try {
        return offline.isPresent() ? files(offline.get()) : directory();
      } catch (PermanentFailure e) {
        return refuse(offline.map(it -> it + ": ").orElse(""), e);
      }
    }

    private int refuse(String where, PermanentFailure why) {
      if (answer.json()) {
        answer.console().print(Console.text(new Refused(false, String.valueOf(why.getMessage()))));
      }
      int exit = answer.console().refuse(where + "refused: " + why.getMessage());
      return why instanceof ProofFiles.Unreadable ? UNREADABLE : exit;
    }

    private int directory() {
      try (EmbeddedData opened = EmbeddedData.open(data.product(), data.path())) {
        AuditCheck.Result result = opened.services().auditCheck().check();
        report(result.log(), result.pending(), result.faults());
        return result.faults().isEmpty() ? 0 : FAULTY;
      }
    }

    private int files(Path from) {
      Instant now = Clock.systemUTC().instant();
      if (Files.isDirectory(from)) {
        List<byte[]> checkpoints = ProofFiles.in(from, 1).stream().map(ProofFiles::read).toList();
        if (checkpoints.isEmpty()) {
          throw new ProofFiles.Unreadable("there is no checkpoint in the folder");
        }
        report(CheckpointedLog.verified(checkpoints, keys.of(from), now), 0, List.of());
      } else {
        byte[] file = ProofFiles.read(from);
        AuditProof proof = AuditProof.verified(file, keys.of(from), now);
        answer.print(AuditText.json(proof), () -> AuditText.of(from, proof));
      }
      return 0;
    }

    private void report(CheckpointedLog log, long pending, List<String> faults) {
      long entries = log.latest().map(Checkpoint::size).orElse(0L);
      answer.print(
          new Checked(faults.isEmpty(), log.batches().size(), entries, pending, faults),
          () -> AuditText.of(log, pending));
      if (!answer.json()) {
        faults.forEach(each -> answer.console().note("fault: " + each));
      }
    }
  }

  record Refused(boolean genuine, String reason) {}

  record Checked(
      boolean genuine, int checkpoints, long entries, long pending, List<String> faults) {}

  /** {@code ./run audit prove}: prints a proof. */
  @Command(
      name = "prove",
      description =
          "Prints a proof, byte for byte: that the log contains an entry, or with --from and --to"
              + " that the log at one checkpoint is a prefix of the log at another.",
      mixinStandardHelpOptions = true)
  static final class Prove implements Callable<Integer> {
    @Parameters(paramLabel = "ENTRY", arity = "0..1", description = "The entry's id.")
    private @Nullable String entry;

    @Option(names = "--from", paramLabel = "N", description = "The earlier checkpoint, from 1.")
    private long from;

    @Option(names = "--to", paramLabel = "N", description = "The later checkpoint.")
    private long to;

    @Mixin private DataDirectory data = new DataDirectory();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
      Optional<String> id = Optional.ofNullable(entry);
      if (id.isPresent() == (from > 0 && to > 0)) {
        throw new ParameterException(
            spec.commandLine(), "name an entry, or two checkpoints with --from and --to");
      }
      try (EmbeddedData opened = EmbeddedData.open(data.product(), data.path())) {
        CheckpointedLog log = opened.services().auditCheck().log();
        Optional<byte[]> proof =
            id.isPresent()
                ? log.inclusion(id.get()).map(AuditProof::file)
                : Optional.of(log.consistency(from, to).file());
        return proof
            .map(new Console(spec)::write)
            .orElseGet(() -> new Console(spec).refuse("no entry of a checkpoint has this id"));
      } catch (EmbeddedData.Missing | IllegalArgumentException | PermanentFailure e) {
        return new Console(spec).refuse(e);
      }
    }
  }

  @Command(
      name = "checkpoint",
      description = "Signs a checkpoint of the entries so far, as CheckpointAudit does every hour.",
      mixinStandardHelpOptions = true)
  int checkpoint(@Mixin DataDirectory data) {
    try (EmbeddedData opened = EmbeddedData.open(data.product(), data.path())) {
      new Console(spec)
          .print("entries checkpointed: " + opened.services().auditCheckpoints().checkpoint());
      return 0;
    }
  }
}
