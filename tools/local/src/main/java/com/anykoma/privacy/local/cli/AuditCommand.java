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

/** {@code ./run audit}: the audit log, and proofs about it. */
@Command(
    name = "audit",
    description = "Checks the audit log and its seals, or proves what stands in it.",
    mixinStandardHelpOptions = true,
    subcommands = {AuditCommand.Verify.class, AuditCommand.Prove.class})
public final class AuditCommand {
  @Spec private CommandSpec spec = CommandSpec.create();

  /** {@code ./run audit verify}: the log of a data directory, or files of proofs, offline. */
  @Command(
      name = "verify",
      description =
          "Without a path: holds the audit log in the data directory against its seals. With one:"
              + " checks a folder of seals, or a file with an inclusion or consistency proof, without"
              + " any database or network. Exit code 1 and the fault when something is not as it was"
              + " sealed, 2 when it cannot be read.",
      mixinStandardHelpOptions = true)
  static final class Verify implements Callable<Integer> {
    private static final int FAULTY = 1;
    private static final int UNREADABLE = 2;

    @Parameters(paramLabel = "PATH", arity = "0..1", description = "A folder of seals, or a proof.")
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
      try (EmbeddedData opened = EmbeddedData.open(data.path())) {
        AuditCheck.Result result = opened.services().auditCheck().check();
        tell(result.log(), result.unsealed(), result.faults());
        return result.faults().isEmpty() ? 0 : FAULTY;
      }
    }

    private int files(Path from) {
      Instant now = Clock.systemUTC().instant();
      if (Files.isDirectory(from)) {
        List<byte[]> seals = ProofFiles.in(from, 1).stream().map(ProofFiles::read).toList();
        if (seals.isEmpty()) {
          throw new ProofFiles.Unreadable("there is no seal in the folder");
        }
        tell(CheckpointedLog.verified(seals, keys.of(from), now), 0, List.of());
      } else {
        byte[] file = ProofFiles.read(from);
        AuditProof proof = AuditProof.verified(file, keys.of(from), now);
        answer.print(AuditText.json(proof), () -> AuditText.of(from, proof));
      }
      return 0;
    }

    private void tell(CheckpointedLog log, long unsealed, List<String> faults) {
      long entries = log.head().map(Checkpoint::size).orElse(0L);
      answer.print(
          new Checked(faults.isEmpty(), log.seals().size(), entries, unsealed, faults),
          () -> AuditText.of(log, unsealed));
      if (!answer.json()) {
        faults.forEach(each -> answer.console().tell("fault: " + each));
      }
    }
  }

  record Refused(boolean genuine, String reason) {}

  record Checked(boolean genuine, int seals, long entries, long unsealed, List<String> faults) {}

  /** {@code ./run audit prove}: a proof to hand out. */
  @Command(
      name = "prove",
      description =
          "Prints a proof, byte for byte: that an entry is in the log as it stands, or with --from"
              + " and --to that the log of one seal is the beginning of the log of another.",
      mixinStandardHelpOptions = true)
  static final class Prove implements Callable<Integer> {
    @Parameters(paramLabel = "ENTRY", arity = "0..1", description = "The entry's id.")
    private @Nullable String entry;

    @Option(names = "--from", paramLabel = "N", description = "The earlier seal, from 1.")
    private long from;

    @Option(names = "--to", paramLabel = "N", description = "The later seal.")
    private long to;

    @Mixin private DataDirectory data = new DataDirectory();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
      Optional<String> id = Optional.ofNullable(entry);
      if (id.isPresent() == (from > 0 && to > 0)) {
        throw new ParameterException(
            spec.commandLine(), "name an entry, or two seals with --from and --to");
      }
      try (EmbeddedData opened = EmbeddedData.open(data.path())) {
        CheckpointedLog log = opened.services().auditCheck().log();
        Optional<byte[]> proof =
            id.isPresent()
                ? log.inclusion(id.get()).map(AuditProof::file)
                : Optional.of(log.consistency(from, to).file());
        return proof
            .map(new Console(spec)::write)
            .orElseGet(() -> new Console(spec).refuse("no sealed entry has this id"));
      } catch (EmbeddedData.Missing | IllegalArgumentException | PermanentFailure e) {
        return new Console(spec).refuse(e);
      }
    }
  }

  @Command(
      name = "seal",
      description =
          "Seals what there is to seal by now, as the function CheckpointAudit does every hour.",
      mixinStandardHelpOptions = true)
  int seal(@Mixin DataDirectory data) {
    try (EmbeddedData opened = EmbeddedData.open(data.path())) {
      new Console(spec).print("entries sealed: " + opened.services().auditCheckpoints().seal());
      return 0;
    }
  }
}
