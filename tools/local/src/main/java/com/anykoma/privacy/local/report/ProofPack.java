package com.anykoma.privacy.local.report;

import com.anykoma.privacy.changes.policy.Policy;
import com.anykoma.privacy.functions.http.OrdersJson;
import com.anykoma.privacy.local.console.Console;
import com.anykoma.privacy.platform.Cloud;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Pages;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.proof.audit.CheckpointedLog;
import com.anykoma.privacy.proof.certificate.Certificate;
import com.anykoma.privacy.proof.signature.KeyRing;
import com.anykoma.privacy.rights.export.HtmlPage;
import com.anykoma.privacy.services.PrivacyFiles;
import com.anykoma.privacy.services.Services;
import com.anykoma.privacy.work.Checks;
import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The auditor's pack: the register, the history of the page, the live checks, the deadlines, the
 * certificates, and the audit log with its keys. It contains no personal data: the ids of orders
 * are keyed hashes, and findings are fixed texts.
 *
 * @param chosen which certificates belong to the time or the person that the auditor asks about
 */
public record ProofPack(
    Services services,
    Cloud cloud,
    PrivacyFiles product,
    PromisesReport register,
    InstantSource clock,
    Predicate<Certificate> chosen) {
  private static final List<CollectionPath> WITH_DEADLINE =
      List.of(
          OwnCollections.ERASURES,
          OwnCollections.PURGES,
          OwnCollections.EXPORTS,
          OwnCollections.CASES);

  private static final List<String> OPEN_STATES = List.of("open", "in_progress", "partial");

  /** Writes the pack into an empty folder. */
  public void write(ProofFolder folder) {
    folder.put("register.json", Console.text(register.json()));
    history(folder);
    folder.put("checks.json", Console.text(new Checks(cloud.documents(), clock).results()));
    Map<String, Deadlines> deadlines = new TreeMap<>();
    WITH_DEADLINE.forEach(each -> deadlines.put(each.id(), deadlines(each)));
    folder.put("deadlines.json", Console.text(deadlines));
    folder.put("orders.json", Console.text(OrdersJson.of(services.orders().overview())));
    services.evidence().keyRing().ifPresent(it -> evidence(folder, it));
    String howToVerify = HtmlPage.template("prove.txt");
    folder.put("verify.txt", howToVerify);
    HtmlPage page = new HtmlPage("Proofs of the privacy page");
    page.add("p", "Written " + clock.instant() + ". Contains no personal data.");
    page.add("pre", howToVerify);
    page.add("h2", "All files");
    folder.files("").forEach(each -> page.link(each, each));
    folder.put("index.html", page.bytes());
    folder.putManifest();
  }

  private void history(ProofFolder folder) {
    List<Policy> versions = product.policies().all();
    folder.put("page/versions.json", Console.text(versions));
    List<String> before = List.of();
    for (Policy each : versions) {
      String text = product.pageText(each.version()).orElseThrow();
      folder.put("page/" + each.version() + ".md", text);
      List<String> lines = text.lines().toList();
      List<String> changes =
          UnifiedDiffUtils.generateUnifiedDiff(
              "before", each.version(), before, DiffUtils.diff(before, lines), 2);
      folder.put("page/" + each.version() + ".diff", String.join("\n", changes));
      before = lines;
    }
  }

  private void evidence(ProofFolder folder, KeyRing keys) {
    CheckpointedLog log = services.auditCheck().log();
    List<String> orders = new ArrayList<>();
    Predicate<byte[]> certificates =
        file -> {
          Certificate certificate = Certificate.verified(file, keys, clock.instant());
          return chosen.test(certificate) && orders.add(certificate.order());
        };
    folder.putEvidence(keys, log, cloud.blobs(), certificates);
    log.entries().stream()
        .filter(each -> each.string("object").filter(orders::contains).isPresent())
        .forEach(each -> folder.putInclusion(log, each.requiredString("id")));
  }

  /** Counts of one kind of order; ages of the open ones and durations of the closed ones. */
  record Deadlines(
      int open,
      int closed,
      long overdue,
      Optional<Long> oldestSeconds,
      Optional<Long> p50Seconds,
      Optional<Long> p99Seconds) {}

  private Deadlines deadlines(CollectionPath kind) {
    Instant now = clock.instant();
    List<Long> ages = new ArrayList<>();
    List<Long> durations = new ArrayList<>();
    long overdue = 0;
    Query all = Query.in(kind).limit(Query.MAX_LIMIT);
    for (List<Document> page : Pages.of(cloud.documents(), all)) {
      for (Document each : page) {
        Fields order = each.fields();
        boolean isOpen = order.string("state").filter(OPEN_STATES::contains).isPresent();
        Instant begin = time(order, "requestedAt", "receivedAt").orElse(now);
        Instant end =
            isOpen ? now : time(order, "fulfilledAt", "closedAt", "expiresAt").orElse(begin);
        (isOpen ? ages : durations).add(Duration.between(begin, end).toSeconds());
        overdue +=
            isOpen && order.instant("dueAt").filter(it -> !now.isBefore(it)).isPresent() ? 1 : 0;
      }
    }
    return new Deadlines(
        ages.size(),
        durations.size(),
        overdue,
        percentile(ages, 100),
        percentile(durations, 50),
        percentile(durations, 99));
  }

  private static Optional<Instant> time(Fields order, String... names) {
    return Stream.of(names).flatMap(each -> order.instant(each).stream()).findFirst();
  }

  private static Optional<Long> percentile(List<Long> values, int percent) {
    int rank = (int) Math.ceil(values.size() * percent / 100.0);
    return values.stream().sorted().skip(Math.max(0, rank - 1)).findFirst();
  }
}
