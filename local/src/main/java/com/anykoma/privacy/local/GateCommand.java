package com.anykoma.privacy.local;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.changes.policy.Policies;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.usage.training.GateService;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./run gate}: the training gate's answer for everything that a person has made. */
@Command(
    name = "gate",
    description =
        "Tells for each item of a person's content whether it may improve the service, and why"
            + " not. Works while ./run serve runs. With --project, reads the main database: the"
            + " entitlement privacy-read gives you the right for an hour.",
    mixinStandardHelpOptions = true)
final class GateCommand implements Callable<Integer> {
  @Parameters(paramLabel = "UID", description = "Whose content.", converter = SubjectOption.class)
  private SubjectId subject = new SubjectId("nobody");

  @Option(names = "--json", description = "Print one JSON object and nothing else.")
  private boolean json;

  @Mixin private ProjectOption project = new ProjectOption();

  @Mixin private DataDirectory data = new DataDirectory();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Console console = new Console(spec);
    return report()
        .map(
            it -> {
              console.print(json ? it.json() : it.text());
              return 0;
            })
        .orElseGet(() -> console.refuse("nothing is known about " + subject.value()));
  }

  private Optional<GateReport> report() {
    if (project.isGiven()) {
      return project.onCloud(data.path(), cloud -> inProject(cloud.documents()));
    }
    try (EmbeddedData opened = EmbeddedData.open(data.path())) {
      return opened.wiring().erasing().isKnown(subject)
          ? Optional.of(
              GateReport.of(
                  opened.wiring().gate(),
                  subject,
                  opened.wiring().erasures().status(subject),
                  opened.clock()))
          : Optional.empty();
    }
  }

  private Optional<GateReport> inProject(Documents documents) {
    Clock clock = Clock.systemUTC();
    PersonInProject person = new PersonInProject(documents, subject);
    GateService gate =
        new GateService(
            documents,
            it -> person.facts(clock.instant()),
            DataMap.shipped(),
            Policies.shipped(),
            clock);
    return person.isKnown()
        ? Optional.of(GateReport.of(gate, subject, person.erasure(), clock))
        : Optional.empty();
  }
}
