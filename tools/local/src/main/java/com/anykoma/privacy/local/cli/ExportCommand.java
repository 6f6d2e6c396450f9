package com.anykoma.privacy.local.cli;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.local.cloud.EmbeddedData;
import com.anykoma.privacy.local.console.AnswerOption;
import com.anykoma.privacy.local.console.DataDirectory;
import com.anykoma.privacy.platform.TaskPayload.Due;
import com.anykoma.privacy.proof.signature.KeyRing;
import com.anykoma.privacy.rights.export.Export;
import com.anykoma.privacy.rights.export.ExportManifest;
import com.anykoma.privacy.rights.export.ExportService;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./run export}: writes a person's data into archives, or checks archives offline. */
@Command(
    name = "export",
    description =
        "Exports all data of a person in a data directory: writes ZIP archives with a signed"
            + " manifest into a folder. Continues an export that is in progress.",
    mixinStandardHelpOptions = true,
    subcommands = ExportCommand.Verify.class)
public final class ExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "UID", arity = "0..1", description = "The person.")
  private Optional<SubjectId> subject = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "export",
      description = "The folder to write into. Default: ${DEFAULT-VALUE}.")
  private Path out = Path.of("");

  @Mixin private AnswerOption answer = new AnswerOption();

  @Mixin private DataDirectory data = new DataDirectory();

  @Override
  public Integer call() throws IOException {
    SubjectId person =
        subject.orElseThrow(
            () -> new ParameterException(spec.commandLine(), "name the person: ./run export UID"));
    Path folder = DataDirectory.writable(spec, "--out", out);
    try (EmbeddedData opened = EmbeddedData.open(data.product(), data.path())) {
      if (!opened.services().erasurePreview().isKnown(person)) {
        return answer.console().refuse("nothing is stored about this uid");
      }
      ExportService exports = opened.services().exports();
      Optional<Export> export = exports.start(person);
      long parts = -1;
      while (export.filter(it -> it.isIn(Export.State.PARTIAL)).isPresent()
          && parts < export.get().parts().size()) {
        parts = export.get().parts().size();
        answer.console().note("building part " + (parts + 1));
        exports.handle(new Due(export.get().path().id()));
        export = exports.status(person);
      }
      return export.filter(it -> it.isIn(Export.State.COMPLETE)).isPresent()
          ? write(exports, person, folder)
          : answer
              .console()
              .refuse("the export is not complete: run this again, unless an erasure is requested");
    }
  }

  private int write(ExportService exports, SubjectId person, Path folder) throws IOException {
    List<String> files = new ArrayList<>();
    Files.createDirectories(folder);
    for (int i = 1; exports.part(person, i).isPresent(); i++) {
      Path file = folder.resolve("export-" + i + ".zip");
      try (OutputStream to = Files.newOutputStream(file)) {
        exports.part(person, i).orElseThrow().writeTo(to);
      }
      files.add(file.toString());
    }
    return answer.print(new Exported(files), () -> String.join(System.lineSeparator(), files));
  }

  record Exported(List<String> files) {}

  /** {@code ./run export verify}: checks the archives of one export offline. */
  @Command(
      name = "verify",
      description =
          "Checks all archives of one export without network: the signature, every file's hash,"
              + " that no file is missing or foreign, and the number of entries. Exit code 1 and"
              + " the faults if something does not hold, 2 if an archive cannot be read.",
      mixinStandardHelpOptions = true)
  static final class Verify implements Callable<Integer> {
    private static final int UNREADABLE = 2;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "All archives of the export.")
    private List<Path> archives = List.of();

    @Option(
        names = "--keys",
        paramLabel = "FILE",
        description =
            "The published key file. Default: the keys in the archives, which prove only that the"
                + " files belong together.")
    private Optional<Path> keys = Optional.empty();

    @Mixin private AnswerOption answer = new AnswerOption();

    @Override
    public Integer call() {
      try {
        Optional<KeyRing> published = keys.map(ProofFiles::read).map(KeyRing::read);
        List<String> faults =
            ExportManifest.faults(archives, published, Clock.systemUTC().instant());
        answer.print(
            new Verified(faults.isEmpty(), faults),
            () -> faults.isEmpty() ? "genuine and complete" : String.join("\n", faults));
        return faults.isEmpty() ? 0 : 1;
      } catch (IOException | ProofFiles.Unreadable e) {
        answer.console().refuse("an archive or the key file cannot be read");
        return UNREADABLE;
      }
    }
  }

  record Verified(boolean genuine, List<String> faults) {}
}
