package com.anykoma.privacy.repair;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.StepRunner;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.Owners;
import com.anykoma.privacy.log.Log;
import com.anykoma.privacy.log.LogField;
import com.anykoma.privacy.platform.Account;
import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentChange;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Page;
import com.anykoma.privacy.platform.Pages;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.TaskPayload.RepairItem;
import com.anykoma.privacy.platform.TaskPayload.RepairSubject;
import com.anykoma.privacy.platform.TaskPayload.RepairTask;
import com.anykoma.privacy.platform.Tasks;
import com.anykoma.privacy.protection.vault.SealingService;
import com.anykoma.privacy.retention.removal.Deletion;
import com.anykoma.privacy.retention.removal.DeletionService;
import com.anykoma.privacy.subject.SubjectRecord;
import com.anykoma.privacy.subject.Subjects;
import com.anykoma.privacy.usage.consent.ConsentService;
import com.anykoma.privacy.usage.plan.ClaimsService;
import com.anykoma.privacy.usage.training.CorpusService;
import com.anykoma.privacy.usage.training.ItemStamp;
import com.anykoma.privacy.usage.training.StampingService;
import com.anykoma.privacy.usage.training.SubjectFacts;
import com.anykoma.privacy.work.ScanPosition;
import com.anykoma.privacy.work.ScanStep;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compares one subject's stored data with our records, and repeats the work of lost events where
 * they differ, through the same services (P3, P8, P10, P20, P25). Writes nothing if they agree. A
 * failed step for an item does not stop the others; the failure is thrown at the end. Idempotent.
 */
public record SubjectRepair(
    Documents documents,
    Accounts accounts,
    Tasks tasks,
    Subjects subjects,
    Owners owners,
    ConsentService consents,
    StampingService stamping,
    SealingService sealing,
    DeletionService deletions,
    CorpusService corpus,
    ClaimsService claims,
    InstantSource clock) {
  private static final Log LOG = Log.of(SubjectRepair.class);
  private static final String CAUSE = "repair";

  /** The phase of a scan that compares stamps of content which is in no collection of its owner. */
  private static final String SCATTERED = "stamps/scattered";

  private record Snapshot(SubjectRecord record, boolean isErased, Optional<Document> account) {}

  private Snapshot read(SubjectId subject) {
    return subjects.transact(
        subject,
        List.of(owners.dataMap().accountDocuments().existingDocument(subject.documentId())),
        tx -> new Snapshot(tx.subject(), tx.erased(), tx.alsoRead(0)));
  }

  /** The subject's facts for the training gate; empty for an erased subject. */
  Optional<SubjectFacts> facts(SubjectId subject) {
    return facts(read(subject));
  }

  private static Optional<SubjectFacts> facts(Snapshot now) {
    return now.isErased() ? Optional.empty() : Optional.of(SubjectFacts.of(now.record(), false));
  }

  /** Repairs the account's record and claims, and queues Stripe's parked events of the account. */
  Optional<SubjectFacts> account(SubjectId subject) {
    Snapshot now = read(subject);
    if (now.isErased()) {
      return Optional.empty();
    }
    Optional<Document> differing =
        now.account().filter(it -> !ConsentService.isUpToDate(now.record(), it));
    if (differing.isPresent()) {
      logDifference("account", differing.get().updateTime());
      consents.accountWritten(
          subject, new DocumentChange(differing.get().path(), now.account(), now.account()));
    }
    tasks.publish(subjects.redrive(subject).stream().toList());
    Optional<Account> account = accounts.get(subject);
    if (account.isPresent() && !claims.isUpToDate(now.record(), account.get())) {
      logDifference("claims", clock.instant());
      claims.updateClaims(subject);
    }
    return differing.isPresent() ? facts(subject) : facts(now);
  }

  /** The position where the subject's content begins; empty if the data map has none. */
  Optional<ScanPosition> first(SubjectId subject) {
    return collections(subject).stream().findFirst().map(ScanPosition::startOf);
  }

  private List<String> collections(SubjectId subject) {
    List<String> phases =
        new ArrayList<>(
            owners.dataMap().contentCollectionsOf(subject).stream()
                .map(CollectionPath::id)
                .toList());
    if (!owners.dataMap().scatteredContent().isEmpty()) {
      phases.add(SCATTERED);
    }
    return phases;
  }

  private CollectionPath collection(SubjectId subject, String id) {
    return owners.dataMap().contentCollectionsOf(subject).stream()
        .filter(each -> each.id().equals(id))
        .findFirst()
        .orElseThrow(
            () -> new PermanentFailure("datamap.yaml has no stamped collection of this name"));
  }

  /** The number of compared items of a page of content, and where the next begins. */
  record PageResult(int items, Optional<ScanPosition> next) {}

  /**
   * Repairs a page of the subject's content.
   *
   * @param facts facts read earlier; data that differs from them is read again before it is changed
   * @param step receives tasks for failed items
   * @param limit maximum number of documents
   */
  PageResult content(
      SubjectId subject, SubjectFacts facts, ScanPosition at, ScanStep step, int limit) {
    if (at.phase().equals(SCATTERED)) {
      return scattered(subject, at, step, limit);
    }
    CollectionPath collection = collection(subject, at.phase());
    ContentWindow window = ContentWindow.read(documents, subject, collection, at.token(), limit);
    List<DocumentPath> paths = window.paths();
    step.forEach(
        paths, path -> item(subject, facts, window, path), path -> task(subject, path, step));
    return new PageResult(paths.size(), at.after(window.last(), collections(subject)));
  }

  /**
   * Compares a page of stamps with their documents, where these are in no collection of the
   * subject: their documents may be deleted, or belong to other people by now, and the plan may
   * have changed. {@link #document} also finds documents without a stamp.
   */
  private PageResult scattered(SubjectId subject, ScanPosition at, ScanStep step, int limit) {
    Query stamps = Query.in(Subjects.path(subject).collection(OwnCollections.ITEMS)).limit(limit);
    Page<Document> page = Pages.read(documents, stamps, at.token());
    List<DocumentPath> paths =
        page.items().stream()
            .flatMap(each -> each.fields().string(ItemStamp.ITEM).stream())
            .map(DocumentPath::new)
            .filter(this::isScattered)
            .toList();
    step.forEach(paths, path -> compareStamp(subject, path), path -> task(subject, path, step));
    return new PageResult(page.items().size(), at.after(page.next(), collections(subject)));
  }

  private boolean isScattered(DocumentPath path) {
    return owners
        .dataMap()
        .locationOf(path)
        .filter(it -> it.stamped() && it.isScattered())
        .isPresent();
  }

  private void compareStamp(SubjectId subject, DocumentPath path) {
    Optional<Document> present = documents.get(path);
    if (present.isEmpty()) {
      item(subject, path, present);
    } else if (owners.of(present.get()).contains(subject)) {
      document(subject, present.get());
    } else {
      stamping.repair(subject, present.get()); // removes the records about it
    }
  }

  /** Repairs a document of the app for its owner; a document of an erased owner is erased. */
  void document(SubjectId owner, Document present) {
    boolean[] erased = {false};
    boolean isUpToDate =
        subjects.transact(
            owner,
            stamping.recordsOf(owner, present.path()),
            tx -> {
              erased[0] = tx.erased();
              return tx.erased()
                  || isUpToDate(
                      SubjectFacts.of(tx.subject(), false),
                      present,
                      tx.alsoRead(0).map(each -> ItemStamp.read(each.fields())),
                      tx.alsoRead(1));
            });
    if (erased[0]) {
      subjects.queueLateWrite(owner, Optional.empty());
    } else if (!isUpToDate) {
      item(owner, present.path(), Optional.of(present));
    }
  }

  /** A path that is too long for a task attribute is replaced by a repair of the whole subject. */
  static RepairTask task(SubjectId subject, DocumentPath path, ScanStep step) {
    return path.value().getBytes(StandardCharsets.UTF_8).length > Task.MAX_ATTRIBUTE_BYTES
        ? new RepairSubject(subject, step.id())
        : new RepairItem(subject, path.value());
  }

  private void item(
      SubjectId subject, SubjectFacts facts, ContentWindow window, DocumentPath path) {
    Optional<Document> present = Optional.ofNullable(window.documents().get(path));
    Optional<ItemStamp> stamp = window.stamp(path);
    Optional<Document> entry = Optional.ofNullable(window.entries().get(path));
    if (present.isPresent()) {
      if (!isUpToDate(facts, present.get(), stamp, entry)) {
        repair(subject, present.get(), stamp);
      }
    } else if (stamp.isPresent()) {
      repairDeleted(subject, path, stamp.get());
    } else {
      entry.ifPresent(it -> corpus.reevaluate(subject, it, CAUSE));
    }
  }

  /** Repairs an item whose document exists, in the order in which its event is handled. */
  private void repair(SubjectId subject, Document present, Optional<ItemStamp> stamp) {
    if (stamp.flatMap(ItemStamp::deletedAt).isEmpty()) {
      logDifference("content", present.updateTime());
    }
    StepRunner steps = new StepRunner();
    if (Deletion.isMarked(present)) {
      steps.run(() -> deletions.repair(subject, present));
    }
    steps.run(() -> stamping.repair(subject, present));
    steps.run(() -> sealing.seal(subject, present));
    steps.throwFailure();
  }

  /**
   * Whether an event of the document would change nothing. Makes no reads. A deleted document is
   * never consistent, because its purge order was not read.
   *
   * @param stamp stamp of the document, read after the facts
   * @param entry the document's entry in the corpus
   */
  private boolean isUpToDate(
      SubjectFacts facts, Document present, Optional<ItemStamp> stamp, Optional<Document> entry) {
    return !Deletion.isMarked(present)
        && stamping.isUpToDate(facts, present, stamp, entry)
        && sealing.isSealed(present, stamp.orElseThrow().isProtected());
  }

  /**
   * Repairs an item of which only the stamp remains. A listing without the document is no proof of
   * deletion: each step reads the document again and does nothing if it exists. The promised date
   * counts from the earliest possible time of the deletion.
   */
  private void repairDeleted(SubjectId subject, DocumentPath path, ItemStamp stamp) {
    if (stamp.deletedAt().isEmpty()) {
      logDifference("deletion", clock.instant().minus(RepairService.INTERVAL));
    }
    StepRunner steps = new StepRunner();
    steps.run(() -> stamping.repairDeleted(subject, path, stamp));
    steps.run(
        () -> deletions.repairDeleted(subject, path, stamp.createdAt(), RepairService.INTERVAL));
    steps.throwFailure();
  }

  /** Repairs one item; a path that is not of content is a permanent failure. */
  void item(SubjectId subject, String item) {
    DocumentPath path = new DocumentPath(item);
    if (!owners.dataMap().isContent(path)) {
      throw new PermanentFailure("datamap.yaml has no stamped location of this item");
    }
    item(subject, path, documents.get(path));
  }

  private void item(SubjectId subject, DocumentPath path, Optional<Document> present) {
    Optional<ItemStamp> stamp =
        documents.get(ItemStamp.pathOf(subject, path)).map(each -> ItemStamp.read(each.fields()));
    if (present.isPresent()) {
      repair(subject, present.get(), stamp);
    } else {
      stamp.ifPresent(it -> repairDeleted(subject, path, it));
    }
  }

  /** Logs a repaired difference and its longest possible age; an alert parses the line. */
  private void logDifference(String kind, Instant since) {
    LOG.warning(
        "alarm: a repair repeated the work of a lost event",
        LogField.KIND.of(kind),
        LogField.LATE_SECONDS.of(Duration.between(since, clock.instant()).toSeconds()));
  }
}
