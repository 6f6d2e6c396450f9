package com.anykoma.privacy.repair;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.platform.Account;
import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentChange;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.TaskPayload.RepairItem;
import com.anykoma.privacy.platform.TaskPayload.RepairSubject;
import com.anykoma.privacy.platform.TaskPayload.RepairTask;
import com.anykoma.privacy.platform.Tasks;
import com.anykoma.privacy.subject.SubjectRecord;
import com.anykoma.privacy.subject.Subjects;
import com.anykoma.privacy.usage.consent.ConsentService;
import com.anykoma.privacy.usage.plan.ClaimsService;
import com.anykoma.privacy.usage.training.CorpusService;
import com.anykoma.privacy.usage.training.ItemStamp;
import com.anykoma.privacy.usage.training.SubjectFacts;
import com.anykoma.privacy.work.ScanPosition;
import com.anykoma.privacy.work.ScanStep;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.logging.Logger;

/**
 * Compares one subject's stored data with our records, and repeats the work of lost events where
 * they differ, through the same services (P3, P8, P20, P25). Writes nothing if they agree.
 */
public record SubjectRepair(
    Documents documents,
    Accounts accounts,
    Tasks tasks,
    Subjects subjects,
    DataMap dataMap,
    ConsentService consents,
    ContentRepair content,
    CorpusService corpus,
    ClaimsService claims,
    InstantSource clock) {
  private static final Logger LOG = Logger.getLogger(SubjectRepair.class.getName());
  private static final String CAUSE = "repair";

  private static final CollectionPath USERS = new CollectionPath("users");

  private record Snapshot(SubjectRecord record, boolean isErased, Optional<Document> account) {}

  private Snapshot read(SubjectId subject) {
    return subjects.transact(
        subject,
        List.of(USERS.existingDocument(subject.documentId())),
        tx -> new Snapshot(tx.subject(), tx.erased(), tx.alsoRead(0)));
  }

  /** The subject's facts for the training gate; empty for an erased subject. */
  Optional<SubjectFacts> facts(SubjectId subject) {
    return facts(read(subject));
  }

  private static Optional<SubjectFacts> facts(Snapshot now) {
    return now.isErased() ? Optional.empty() : Optional.of(SubjectFacts.of(now.record(), false));
  }

  /**
   * Repairs the account's record and claims, and queues Stripe's parked events of the account.
   *
   * @return the subject's facts; empty for an erased subject
   */
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
    return dataMap.stampedOf(subject).stream().map(CollectionPath::id).toList();
  }

  private CollectionPath collection(SubjectId subject, String id) {
    return dataMap.stampedOf(subject).stream()
        .filter(each -> each.id().equals(id))
        .findFirst()
        .orElseThrow(
            () -> new PermanentFailure("datamap.yaml has no stamped collection of this name"));
  }

  /**
   * The result of a page of content.
   *
   * @param items the number of items compared
   * @param next where the next page begins
   */
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
    CollectionPath collection = collection(subject, at.phase());
    ContentWindow window = ContentWindow.read(documents, subject, collection, at.token(), limit);
    List<DocumentPath> paths = window.paths();
    step.forEach(
        paths, path -> item(subject, facts, window, path), path -> task(subject, path, step));
    return new PageResult(paths.size(), at.after(window.last(), collections(subject)));
  }

  /** An id that is too long for a task attribute is replaced by a repair of the whole subject. */
  private static RepairTask task(SubjectId subject, DocumentPath path, ScanStep step) {
    String item = ItemStamp.itemOf(path);
    return item.getBytes(StandardCharsets.UTF_8).length > Task.MAX_ATTRIBUTE_BYTES
        ? new RepairSubject(subject, step.id())
        : new RepairItem(subject, item);
  }

  private void item(
      SubjectId subject, SubjectFacts facts, ContentWindow window, DocumentPath path) {
    Optional<Document> present = Optional.ofNullable(window.documents().get(path));
    Optional<ItemStamp> stamp = window.stamp(path);
    Optional<Document> entry = Optional.ofNullable(window.entries().get(path));
    if (present.isPresent()) {
      if (!content.isUpToDate(facts, present.get(), stamp, entry)) {
        repair(subject, present.get(), stamp);
      }
    } else if (stamp.isPresent()) {
      repairDeleted(subject, path, stamp.get());
    } else {
      entry.ifPresent(it -> corpus.reevaluate(subject, it, CAUSE));
    }
  }

  private void repair(SubjectId subject, Document present, Optional<ItemStamp> stamp) {
    if (stamp.flatMap(ItemStamp::deletedAt).isEmpty()) {
      logDifference("content", present.updateTime());
    }
    content.repair(subject, present);
  }

  private void repairDeleted(SubjectId subject, DocumentPath path, ItemStamp stamp) {
    if (stamp.deletedAt().isEmpty()) {
      logDifference("deletion", clock.instant().minus(RepairService.INTERVAL));
    }
    content.repairDeleted(subject, path, stamp, RepairService.INTERVAL);
  }

  /**
   * Repairs one item.
   *
   * @param item its collection and id, {@code prompts/p1}
   */
  void item(SubjectId subject, String item) {
    int slash = item.indexOf('/');
    if (slash < 0) {
      throw new PermanentFailure("a task's attribute item is not COLLECTION/ID");
    }
    DocumentPath path =
        collection(subject, item.substring(0, slash)).existingDocument(item.substring(slash + 1));
    List<Optional<Document>> read =
        documents.getAll(List.of(path, ItemStamp.pathOf(subject, path)));
    Optional<ItemStamp> stamp = read.get(1).map(each -> ItemStamp.read(each.fields()));
    if (read.get(0).isPresent()) {
      repair(subject, read.get(0).get(), stamp);
    } else {
      stamp.ifPresent(it -> repairDeleted(subject, path, it));
    }
  }

  /** Logs a repaired difference and its longest possible age; an alert parses the line. */
  private void logDifference(String kind, Instant since) {
    LOG.warning(
        "alarm: a repair repeated the work of a lost event kind="
            + kind
            + " lateSeconds="
            + Duration.between(since, clock.instant()).toSeconds());
  }
}
