package com.anykoma.privacy.local.cli;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.local.cloud.EmbeddedData;
import com.anykoma.privacy.local.report.GateReport;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.services.PrivacyFiles;
import com.anykoma.privacy.usage.training.GateService;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ./run gate}: prints the training gate's decision for each of a person's items. */
@Command(
    name = "gate",
    description =
        "Prints for each item of a person's content whether it may improve the service, or the"
            + " reasons why it may not. Works while ./run serve runs. With --project, reads the"
            + " main database; request the entitlement privacy-read first, which grants"
            + " access for an hour.",
    mixinStandardHelpOptions = true)
public final class GateCommand implements Callable<Integer> {
  @Parameters(paramLabel = "UID", description = "The owner of the content.")
  private SubjectId subject = new SubjectId("nobody");

  @Mixin private TargetOption where = new TargetOption();

  @Override
  public Integer call() {
    return where
        .onCloud(cloud -> inProject(cloud.documents()), this::onLocalData)
        .map(it -> where.answer().print(it.json(), it::text))
        .orElseGet(
            () -> where.answer().console().refuse("no data exists about " + subject.value()));
  }

  private Optional<GateReport> onLocalData(EmbeddedData opened) {
    return opened.services().erasurePreview().isKnown(subject)
        ? Optional.of(
            GateReport.of(
                opened.services().gate(),
                subject,
                opened.services().erasures().status(subject),
                opened.clock()))
        : Optional.empty();
  }

  private Optional<GateReport> inProject(Documents documents) {
    Clock clock = Clock.systemUTC();
    PrivacyFiles product = where.product();
    ProjectSubject person = new ProjectSubject(documents, subject);
    GateService gate =
        new GateService(
            documents,
            it -> person.facts(clock.instant()),
            product.dataMap(),
            product.policies(),
            product.plans().plans(),
            clock);
    return person.isKnown()
        ? Optional.of(GateReport.of(gate, subject, person.erasure(), clock))
        : Optional.empty();
  }
}
