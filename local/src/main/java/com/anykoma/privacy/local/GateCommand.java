package com.anykoma.privacy.local;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.functions.Wiring;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
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
  private static final int UNKNOWN = 1;

  @Parameters(paramLabel = "UID", description = "Whose content.")
  private String uid = "";

  @Option(names = "--json", description = "Print one JSON document and nothing else.")
  private boolean json;

  @Mixin private DataDirectory data = new DataDirectory();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    SubjectId subject = subject();
    Path directory = data.path();
    if (Files.notExists(directory.resolve("cloud.db"))) {
      return refuse(directory + " holds no data; ./run serve begins some");
    }
    try (EmbeddedCloud cloud = EmbeddedCloud.open(directory, Clock.systemUTC())) {
      Wiring wiring = new Wiring(LocalSecrets.open(directory).config(), cloud, Clock.systemUTC());
      if (!isKnown(cloud, wiring, subject)) {
        return refuse("nothing is known about " + uid);
      }
      GateReport report = GateReport.of(wiring.gate(), subject);
      PrintWriter stdout = spec.commandLine().getOut();
      stdout.println(json ? report.json() : report.text());
      stdout.flush();
      return 0;
    }
  }

  private SubjectId subject() {
    try {
      return new SubjectId(uid);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "no uid: " + e.getMessage(), e);
    }
  }

  private static boolean isKnown(EmbeddedCloud cloud, Wiring wiring, SubjectId subject) {
    DocumentPath user = DocumentPath.of("users", subject.value());
    return cloud.accounts().get(subject).isPresent()
        || wiring.subjects().get(subject).isPresent()
        || wiring.subjects().erased(subject)
        || cloud.documents().get(user).isPresent()
        || !cloud.documents().collections(Optional.of(user)).isEmpty();
  }

  private int refuse(String why) {
    PrintWriter stderr = spec.commandLine().getErr();
    stderr.println(why);
    stderr.flush();
    return UNKNOWN;
  }
}
