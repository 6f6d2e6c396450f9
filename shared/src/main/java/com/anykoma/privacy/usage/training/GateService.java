package com.anykoma.privacy.usage.training;

import com.anykoma.privacy.BatchRunner;
import com.anykoma.privacy.Purpose;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.changes.policy.Policies;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Pages;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.subject.SubjectRecord;
import com.anykoma.privacy.subject.Subjects;
import com.anykoma.privacy.usage.plan.PlanStatus;
import com.anykoma.privacy.usage.plan.Plans;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reports the gate's decisions on a subject's items, and on an item created now. Read-only.
 *
 * @param factsOf reads the facts about a subject; replaceable for callers that lack the key of the
 *     subject hashes and so cannot find tombstones
 */
public record GateService(
    Documents documents,
    Function<SubjectId, SubjectFacts> factsOf,
    DataMap dataMap,
    Policies policies,
    Plans plans,
    InstantSource clock) {
  private static final int PAGE = 500;

  /** Reads the facts from subjects' records and tombstones. */
  public GateService(
      Documents documents,
      Subjects subjects,
      DataMap dataMap,
      Policies policies,
      Plans plans,
      InstantSource clock) {
    this(
        documents,
        subject ->
            SubjectFacts.of(
                subjects.get(subject).orElse(new SubjectRecord(Fields.empty())),
                subjects.erased(subject)),
        dataMap,
        policies,
        plans,
        clock);
  }

  /** Returns the subject's current plan status. */
  public PlanStatus planStatus(SubjectId subject) {
    SubjectFacts facts = factsOf.apply(subject);
    return facts.subscriptions().statusAt(facts.subscriptions().present(clock.instant()), plans);
  }

  /**
   * Decides on every content document of the subject, in the data map's order. Content that is in
   * no collection of theirs is found by its stamps and follows, in the order of the stamps.
   */
  public List<ItemDecision> decisions(SubjectId subject) {
    SubjectFacts facts = factsOf.apply(subject);
    List<ItemDecision> decisions = new ArrayList<>();
    for (CollectionPath collection : dataMap.contentCollectionsOf(subject)) {
      for (List<Document> page : Pages.of(documents, Query.in(collection).limit(PAGE))) {
        page.forEach(it -> decisions.add(decide(subject, facts, it.path())));
      }
    }
    if (!dataMap.scatteredContent().isEmpty()) {
      Query stamps = Query.in(Subjects.path(subject).collection(OwnCollections.ITEMS)).limit(PAGE);
      for (List<Document> page : Pages.of(documents, stamps)) {
        existingScattered(page).forEach(it -> decisions.add(decide(subject, facts, it)));
      }
    }
    return List.copyOf(decisions);
  }

  private List<DocumentPath> existingScattered(List<Document> stamps) {
    List<DocumentPath> paths =
        stamps.stream()
            .flatMap(each -> each.fields().string(ItemStamp.ITEM).stream())
            .map(DocumentPath::new)
            .filter(each -> dataMap.locationOf(each).filter(Location::isScattered).isPresent())
            .toList();
    return documents.getAll(paths).stream().flatMap(Optional::stream).map(Document::path).toList();
  }

  private ItemDecision decide(SubjectId subject, SubjectFacts facts, DocumentPath content) {
    return new ItemDecision(
        nameOf(subject, content),
        gate().admission(Purpose.IMPROVEMENT, facts, stampOf(subject, content), clock.instant()));
  }

  private String nameOf(SubjectId subject, DocumentPath content) {
    String beneath =
        dataMap
            .locationOf(content)
            .flatMap(Location::folderOfPeople)
            .map(folder -> folder + "/" + subject.documentId() + "/")
            .orElse("");
    return content.value().substring(beneath.length());
  }

  private TrainingGate gate() {
    return new TrainingGate(policies);
  }

  /** Treats an unreadable stamp as missing, so that the gate refuses the content. */
  private Optional<ItemStamp> stampOf(SubjectId subject, DocumentPath content) {
    BatchRunner batch = new BatchRunner(OwnCollections.ITEMS);
    List<Optional<ItemStamp>> read =
        batch.read(
            List.of(content),
            each -> "",
            each ->
                documents
                    .get(ItemStamp.pathOf(subject, each))
                    .map(found -> ItemStamp.read(found.fields())));
    batch.throwTransient();
    return read.stream().flatMap(Optional::stream).findFirst();
  }

  /** Decides on an item that the subject would create now. */
  public GateDecision decisionForNewContent(SubjectId subject) {
    SubjectFacts facts = factsOf.apply(subject);
    Instant present = facts.subscriptions().present(clock.instant());
    return gate().admission(Purpose.IMPROVEMENT, facts, present, present);
  }
}
