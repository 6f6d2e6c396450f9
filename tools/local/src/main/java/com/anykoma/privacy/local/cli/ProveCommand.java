package com.anykoma.privacy.local.cli;

import com.anykoma.privacy.infra.InfraFiles;
import com.anykoma.privacy.local.cloud.EmbeddedData;
import com.anykoma.privacy.local.console.AnswerOption;
import com.anykoma.privacy.local.console.Console;
import com.anykoma.privacy.local.console.DataDirectory;
import com.anykoma.privacy.local.report.PromiseSources;
import com.anykoma.privacy.local.report.PromisesReport;
import com.anykoma.privacy.local.report.ProofFolder;
import com.anykoma.privacy.local.report.ProofPack;
import com.anykoma.privacy.local.report.SourceTree;
import com.anykoma.privacy.proof.certificate.Certificate;
import com.anykoma.privacy.services.PrivacyFiles;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./run prove}: writes the auditor's pack of proofs, or checks one offline. */
@Command(
    name = "prove",
    description =
        "Writes a folder for an auditor: promises, versions of the page, certificates, audit log,"
            + " results of the live checks, deadlines and public keys. Contains no personal data.",
    mixinStandardHelpOptions = true,
    subcommands = ProveCommand.Verify.class)
public final class ProveCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--out", paramLabel = "DIR", description = "A new or empty folder.")
  private @Nullable Path out;

  @Option(
      names = "--since",
      paramLabel = "DATE",
      description = "Only certificates from this day on, in UTC.")
  private Optional<LocalDate> since = Optional.empty();

  @ArgGroup(exclusive = false)
  private @Nullable Person person;

  @Mixin private DataDirectory data = new DataDirectory();

  /** The person whose certificates are chosen; the certificates contain no uid. */
  static final class Person {
    @Option(names = "--subject", required = true, description = "Only the person's certificates.")
    private String uid = "";

    @Option(
        names = "--nonce",
        required = true,
        description = "The number from the person's erasure request.")
    private String nonce = "";
  }

  @Override
  public Integer call() {
    Path given =
        Optional.ofNullable(out)
            .orElseThrow(
                () -> new ParameterException(spec.commandLine(), "name a folder with --out"));
    ProofFolder folder = new ProofFolder(DataDirectory.writable(spec, "--out", given));
    if (!folder.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--out needs a new or empty folder, but " + given + " has files");
    }
    PrivacyFiles product = data.product();
    PromisesReport register =
        new PromisesReport(
            product.promises(), PromiseSources.of(new SourceTree(InfraFiles.ofProject().root())));
    Optional<String> commitment =
        Optional.ofNullable(person).map(it -> Certificate.commitment(it.nonce, it.uid));
    try (EmbeddedData opened = EmbeddedData.open(product, data.path())) {
      new ProofPack(
              opened.services(),
              opened.cloud(),
              product,
              register,
              opened.clock(),
              each -> isChosen(each, commitment))
          .write(folder);
    }
    new Console(spec).print("The pack is in " + given + "; check it with ./run prove verify.");
    return 0;
  }

  private boolean isChosen(Certificate certificate, Optional<String> commitment) {
    return (commitment.isEmpty() || commitment.equals(certificate.subjectCommitment()))
        && since
            .filter(
                it -> certificate.issuedAt().isBefore(it.atStartOfDay(ZoneOffset.UTC).toInstant()))
            .isEmpty();
  }

  /** {@code ./run prove verify}: checks a pack offline. */
  @Command(
      name = "verify",
      description =
          "Checks every file of a pack against its list, and every proof with the keys of the pack."
              + " Exit code 1 and the faults if something does not hold, 2 if it is no pack.",
      mixinStandardHelpOptions = true)
  static final class Verify implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "The folder.")
    private Path folder = Path.of("");

    @Mixin private AnswerOption answer = new AnswerOption();

    @Override
    public Integer call() {
      try {
        List<String> faults = new ProofFolder(folder).faults(Clock.systemUTC().instant());
        answer.print(
            new ExportCommand.Verified(faults.isEmpty(), faults),
            () -> faults.isEmpty() ? "genuine and complete" : String.join("\n", faults));
        return faults.isEmpty() ? 0 : 1;
      } catch (UncheckedIOException e) {
        answer.console().refuse("the folder is not a pack, or cannot be read");
        return 2;
      }
    }
  }
}
