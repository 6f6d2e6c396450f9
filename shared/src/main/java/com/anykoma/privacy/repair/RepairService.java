package com.anykoma.privacy.repair;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.Owners;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Page;
import com.anykoma.privacy.platform.Query;
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
import com.anykoma.privacy.usage.plan.RedriveService;
import com.anykoma.privacy.usage.training.ItemStamp;
import com.anykoma.privacy.usage.training.SubjectFacts;
import com.anykoma.privacy.work.Checks;
import com.anykoma.privacy.work.ScanPosition;
import com.anykoma.privacy.work.ScanStep;
import com.anykoma.privacy.work.Scans;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Repairs the effects of lost events and tasks from stored state alone (decisions 4 and 32). A
 * daily scan queues one task per subject, so that a million subjects are repaired in parallel
 * within a day. For each subject, {@link SubjectRepair} compares the stored data with our records;
 * if they agree, it only reads. A change of plan repairs its subject at once. Idempotent; runs may
 * overlap.
 */
public record RepairService(
    Documents documents,
    Blobs blobs,
    Subjects subjects,
    DataMap dataMap,
    SubjectRepair repair,
    UploadService uploads,
    Tasks tasks,
    InstantSource clock) {
  /** The time between two scans: the longest delay before a lost deletion event is noticed. */
  static final Duration INTERVAL = Duration.ofDays(1);

  /** The number of content documents that one task compares; the next task continues. */
  static final int MAX_DOCUMENTS = 200;

  private static final String SUBJECTS = OwnCollections.SUBJECTS.id();
  private static final String OBJECTS = "objects";
  private static final String PARKED = OwnCollections.STRIPE_EVENTS.id();

  /** The prefix of a phase that reads a location whose documents are in no person's collection. */
  private static final String CONTENT = "content/";

  /** The number of subjects, objects or parked events on one page of the scan. */
  private static final int PAGE = 300;

  /** The number of documents in memory at once. */
  private static final int WINDOW = 100;

  /** The collection of account documents, which the first phase lists. */
  private String accountDocuments() {
    return dataMap.accountDocuments().id();
  }

  private Scans scans() {
    return Scans.ofStore(Topic.REPAIR, accountDocuments(), Duration.ZERO, documents, tasks, clock)
        .as("repair", new Checks(documents, clock));
  }

  /** Repairs one object, item, page of content or subject; or processes a page of the scan. */
  public void handle(RepairTask task) {
    if (task instanceof RepairObject object) {
      blobs
          .stat(new BlobId(UploadService.CONTENT, object.object()))
          .ifPresent(uploads::orderPurgeIfOrphaned);
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

  /** Repairs one task's share of the subject's content; returns where the next begins. */
  private Optional<ScanPosition> content(SubjectId subject, SubjectFacts facts, ScanStep step) {
    Optional<ScanPosition> next = Optional.of(step.position());
    long compared = 0;
    while (compared < MAX_DOCUMENTS && next.isPresent()) {
      SubjectRepair.PageResult page = repair.content(subject, facts, next.get(), step, WINDOW);
      compared += page.items();
      next = page.next();
    }
    return next;
  }

  private Optional<ScanPosition> page(ScanStep step) {
    ScanPosition position = step.position();
    if (position.phase().startsWith(CONTENT)) {
      return scattered(step, position.phase().substring(CONTENT.length()));
    }
    if (position.phase().equals(OBJECTS)) {
      Page<Blob> objects = blobs.list(UploadService.CONTENT, "", position.token(), PAGE);
      step.forEach(
          orphans(objects.items()),
          uploads::orderPurgeIfOrphaned,
          each -> new RepairObject(each.id().name()));
      return position.after(objects, phases());
    }
    if (position.phase().equals(PARKED)) {
      Page<String> customers = RedriveService.knownCustomers(documents, position.token(), PAGE);
      List<String> known = customers.items();
      tasks.publish(
          IntStream.range(0, known.size())
              .mapToObj(i -> RedriveService.redrive(known.get(i), step.id() + "-" + i))
              .toList());
      return position.after(customers, phases());
    }
    Page<String> ids = documents.ids(new CollectionPath(position.phase()), position.token(), PAGE);
    List<SubjectId> found =
        ids.items().stream().flatMap(each -> SubjectId.ofDocumentId(each).stream()).toList();
    (position.phase().equals(accountDocuments()) ? found : withoutAccount(found))
        .forEach(each -> step.addTask(new RepairSubject(each, step.id())));
    return position.after(ids, phases());
  }

  private List<String> phases() {
    List<String> phases = new ArrayList<>(List.of(accountDocuments(), SUBJECTS, OBJECTS, PARKED));
    dataMap.scatteredContent().forEach(each -> phases.add(CONTENT + each.name()));
    return phases;
  }

  /** Repairs a page of documents of a location, each for all of its owners. */
  private Optional<ScanPosition> scattered(ScanStep step, String name) {
    Location location =
        dataMap
            .location(name)
            .orElseThrow(() -> new PermanentFailure("datamap.yaml has no such location"));
    Query all = ((Place.Documents) location.place()).among(Map.of()).limit(PAGE);
    Optional<String> token = step.position().token();
    List<Document> page =
        documents.find(token.map(it -> all.after(Document.at(new DocumentPath(it)))).orElse(all));
    Owners owners = new Owners(dataMap, documents::get);
    for (Document each : page) {
      if (dataMap.locationOf(each.path()).filter(location::equals).isPresent()) {
        step.forEach(
            owners.of(each),
            owner -> repair.document(owner, each),
            owner -> SubjectRepair.task(owner, each.path(), step));
      }
    }
    Optional<String> next =
        page.size() < PAGE
            ? Optional.empty()
            : Optional.of(page.get(page.size() - 1).path().value());
    return step.position().after(next, phases());
  }

  /**
   * The objects whose possible items have neither a document nor a stamp. If the stamp exists, the
   * repair of its subject has opened the purge order of the item.
   */
  private List<Blob> orphans(List<Blob> objects) {
    List<Blob> parts =
        objects.stream().filter(each -> !dataMap.itemsOf(each.id()).isEmpty()).toList();
    List<Blob> without = withoutAny(parts, each -> dataMap.itemsOf(each.id()));
    return withoutAny(without, this::stamps);
  }

  /** The objects for which none of these documents exists. */
  private List<Blob> withoutAny(List<Blob> objects, Function<Blob, List<DocumentPath>> paths) {
    List<DocumentPath> all =
        objects.stream().flatMap(it -> paths.apply(it).stream()).distinct().toList();
    Set<DocumentPath> absent = Set.copyOf(without(all, Function.identity()));
    return objects.stream().filter(each -> absent.containsAll(paths.apply(each))).toList();
  }

  private List<DocumentPath> stamps(Blob object) {
    SubjectId owner = dataMap.subjectOf(object.id()).orElseThrow();
    return dataMap.itemsOf(object.id()).stream().map(it -> ItemStamp.pathOf(owner, it)).toList();
  }

  /** The items whose document at this path does not exist. */
  private <T> List<T> without(List<T> items, Function<T, DocumentPath> path) {
    List<Optional<Document>> read = documents.getAll(items.stream().map(path).toList());
    return IntStream.range(0, items.size())
        .filter(i -> read.get(i).isEmpty())
        .mapToObj(items::get)
        .toList();
  }

  /** The subjects without an account document, which the first phase does not cover. */
  private List<SubjectId> withoutAccount(List<SubjectId> found) {
    return without(found, each -> dataMap.accountDocuments().existingDocument(each.documentId()));
  }
}
