package com.anykoma.privacy.local;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.consent.Subjects;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./run gate}: the training gate's answer for everything that a person has made. */
@Command(
    name = "gate",
    description =
        "Tells for each item of a person's content whether it may improve the service, and why"
            + " not. Works while ./run serve runs.",
    mixinStandardHelpOptions = true)
final class GateCommand implements Callable<Integer> {
  @Parameters(paramLabel = "UID", description = "Whose content.")
  private String uid = "";

  @Option(names = "--json", description = "Print one JSON object and nothing else.")
  private boolean json;

  @Mixin private DataDirectory data = new DataDirectory();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    SubjectId subject = subject();
    Console console = new Console(spec);
    try (EmbeddedData opened = EmbeddedData.open(data.path())) {
      if (!isKnown(opened, subject)) {
        return console.refuse("nothing is known about " + uid);
      }
      GateReport report = GateReport.of(opened.wiring().gate(), subject);
      console.print(json ? report.json() : report.text());
      return 0;
    } catch (EmbeddedData.Missing e) {
      return console.refuse(e);
    }
  }

  private SubjectId subject() {
    try {
      return new SubjectId(uid);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "no uid: " + e.getMessage(), e);
    }
  }

  private static boolean isKnown(EmbeddedData opened, SubjectId subject) {
    DocumentPath user = new CollectionPath("users").existing(subject.documentId());
    Documents documents = opened.cloud().documents();
    Subjects subjects = opened.wiring().subjects();
    return opened.cloud().accounts().get(subject).isPresent()
        || subjects.get(subject).isPresent()
        || subjects.erased(subject)
        || documents.get(user).isPresent()
        || !documents.collections(Optional.of(user)).isEmpty();
  }
}
