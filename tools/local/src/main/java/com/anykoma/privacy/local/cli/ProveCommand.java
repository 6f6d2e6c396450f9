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
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
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

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "pack",
      description = "A new or empty folder. Default: ${DEFAULT-VALUE}.")
  private Path out = Path.of("");

  @Option(
      names = "--since",
      paramLabel = "DATE",
      defaultValue = "1970-01-01",
      description = "Only certificates from this day on, in UTC.")
  private LocalDate since = LocalDate.EPOCH;

  @ArgGroup(exclusive = false)
  private CertificateCommand.@Nullable Person person;

  @Mixin private DataDirectory data = new DataDirectory();

  @Override
  public Integer call() {
    ProofFolder folder = new ProofFolder(DataDirectory.writable(spec, "--out", out));
    if (!folder.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--out needs a new or empty folder, but " + out + " has files");
    }
    PrivacyFiles product = data.product();
    SourceTree sources = new SourceTree(InfraFiles.ofProject().root());
    PromisesReport register = new PromisesReport(product.promises(), PromiseSources.of(sources));
    Instant from = since.atStartOfDay(ZoneOffset.UTC).toInstant();
    try (EmbeddedData opened = EmbeddedData.open(product, data.path())) {
      Predicate<Certificate> chosen =
          it -> !it.issuedAt().isBefore(from) && (person == null || person.isIn(it));
      new ProofPack(opened.services(), opened.cloud(), product, register, opened.clock(), chosen)
          .write(folder);
    }
    new Console(spec).print("The pack is in " + out + "; check it with ./run prove verify.");
    return 0;
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
