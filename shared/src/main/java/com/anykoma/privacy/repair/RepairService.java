package com.anykoma.privacy.repair;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Page;
import com.anykoma.privacy.platform.TaskPayload.RepairItem;
import com.anykoma.privacy.platform.TaskPayload.RepairObject;
import com.anykoma.privacy.platform.TaskPayload.RepairPage;
import com.anykoma.privacy.platform.TaskPayload.RepairSubject;
import com.anykoma.privacy.platform.TaskPayload.RepairTask;
import com.anykoma.privacy.platform.TaskPayload.ScanTask;
import com.anykoma.privacy.platform.Tasks;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.protection.vault.UploadService;
import com.anykoma.privacy.subject.Subjects;
import com.anykoma.privacy.usage.plan.ParkedEvents;
import com.anykoma.privacy.usage.training.ItemStamp;
import com.anykoma.privacy.usage.training.SubjectFacts;
import com.anykoma.privacy.work.ScanPosition;
import com.anykoma.privacy.work.ScanStep;
import com.anykoma.privacy.work.Scans;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Makes good what events and tasks that were lost have left undone, from state alone (decisions 4
 * and 32). A daily scan leaves each subject to a task of its own, so that a million subjects are
 * dealt with within a day, side by side. For each, {@link SubjectRepair} compares what is stored
 * with our records; where they agree it only reads. A change of plan has its subject repaired at
 * once. Idempotent; may overlap.
 */
public record RepairService(
    Documents documents,
    Blobs blobs,
    Subjects subjects,
    DataMap dataMap,
    SubjectRepair repair,
    UploadService uploads,
    ParkedEvents parked,
    Tasks tasks,
    InstantSource clock) {
  /** The time between two scans: how long ago a deletion may be that no event told. */
  static final Duration INTERVAL = Duration.ofDays(1);

  /** How many content documents a task compares before it leaves the rest to another. */
  static final int MAX_DOCUMENTS = 200;

  private static final String USERS = "users";
  private static final String SUBJECTS = OwnCollections.SUBJECTS.id();
  private static final String OBJECTS = "objects";
  private static final String PARKED = OwnCollections.STRIPE_EVENTS.id();
  private static final List<String> PHASES = List.of(USERS, SUBJECTS, OBJECTS, PARKED);

  /** How many subjects, objects or parked events a page of the scan names. */
  private static final int PAGE = 300;

  /** How many documents are in memory at once. */
  private static final int WINDOW = 100;

  private Scans scans() {
    return Scans.ofStore(Topic.REPAIR, USERS, Duration.ZERO, documents, tasks, clock);
  }

  /**
   * Repairs one object or item, a page of a subject's content, or all that a subject has; or deals
   * with a page of the scan.
   */
  public void handle(RepairTask task) {
    if (task instanceof RepairObject object) {
      blobs.stat(new BlobId(UploadService.CONTENT, object.name())).ifPresent(uploads::orphaned);
    } else if (task instanceof RepairItem item) {
      repair.item(item.subject(), item.item());
    } else if (task instanceof RepairPage page) {
      scanOf(page.subject()).handle(page.page(), step -> content(page.subject(), step));
    } else if (task instanceof RepairSubject all) {
      repair(all.subject(), all.run());
    } else if (task instanceof ScanTask scan) {
      scans().handle(scan, this::page);
    }
  }

  private Scans scanOf(SubjectId subject) {
    return Scans.ofSubject(
        Topic.REPAIR, subject, page -> new RepairPage(subject, page), subjects, tasks, clock);
  }

  private void repair(SubjectId subject, String run) {
    Optional<SubjectFacts> facts = repair.account(subject);
    Optional<ScanPosition> first = repair.first(subject);
    if (facts.isPresent() && first.isPresent()) {
      scanOf(subject).begin(run, first.get(), step -> content(subject, facts.get(), step));
    }
  }

  private Optional<ScanPosition> content(SubjectId subject, ScanStep step) {
    return repair.facts(subject).flatMap(facts -> content(subject, facts, step));
  }

  /** Repairs a task's share of the subject's content; answers where the next share begins. */
  private Optional<ScanPosition> content(SubjectId subject, SubjectFacts facts, ScanStep step) {
    Optional<ScanPosition> next = Optional.of(step.position());
    long compared = 0;
    while (compared < MAX_DOCUMENTS && next.isPresent()) {
      SubjectRepair.Compared page = repair.content(subject, facts, next.get(), step, WINDOW);
      compared += page.items();
      next = page.next();
    }
    return next;
  }

  private Optional<ScanPosition> page(ScanStep step) {
    ScanPosition position = step.position();
    if (position.phase().equals(OBJECTS)) {
      Page<Blob> objects = blobs.list(UploadService.CONTENT, "", position.token(), PAGE);
      step.each(
          orphans(objects.items()), uploads::orphaned, each -> new RepairObject(each.id().name()));
      return position.after(objects, PHASES);
    }
    if (position.phase().equals(PARKED)) {
      Page<String> customers = parked.knownCustomers(position.token(), PAGE);
      List<String> known = customers.items();
      tasks.publish(
          IntStream.range(0, known.size())
              .mapToObj(i -> ParkedEvents.redrive(known.get(i), step.id() + "-" + i))
              .toList());
      return position.after(customers, PHASES);
    }
    Page<String> ids = documents.ids(new CollectionPath(position.phase()), position.token(), PAGE);
    List<SubjectId> found =
        ids.items().stream().flatMap(each -> SubjectId.ofDocumentId(each).stream()).toList();
    (position.phase().equals(USERS) ? found : withoutAccount(found))
        .forEach(each -> step.leave(new RepairSubject(each, step.id())));
    return position.after(ids, PHASES);
  }

  /**
   * The objects that are a part of an item of which neither the document nor the stamp is there.
   * Where the stamp is, the repair of its subject has ordered the purge of the whole item.
   */
  private List<Blob> orphans(List<Blob> objects) {
    List<Blob> parts =
        objects.stream().filter(each -> dataMap.itemOf(each.id()).isPresent()).toList();
    return without(without(parts, this::item), this::stamp);
  }

  /** Those of the items of which the document at this path is not there. */
  private <T> List<T> without(List<T> items, Function<T, DocumentPath> path) {
    List<Optional<Document>> read = documents.getAll(items.stream().map(path).toList());
    return IntStream.range(0, items.size())
        .filter(i -> read.get(i).isEmpty())
        .mapToObj(items::get)
        .toList();
  }

  private DocumentPath item(Blob object) {
    return dataMap.itemOf(object.id()).orElseThrow();
  }

  private DocumentPath stamp(Blob object) {
    return ItemStamp.pathOf(dataMap.subjectOf(object.id()).orElseThrow(), item(object));
  }

  /** Those of our records that the phase of accounts has not come by. */
  private List<SubjectId> withoutAccount(List<SubjectId> found) {
    return without(found, each -> new CollectionPath(USERS).existingDocument(each.documentId()));
  }
}
