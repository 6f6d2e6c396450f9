package com.anykoma.privacy.usage.training;

import com.anykoma.privacy.Plan;
import com.anykoma.privacy.Purpose;
import com.anykoma.privacy.SetAside;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.changes.policy.Policies;
import com.anykoma.privacy.changes.policy.Policy;
import com.anykoma.privacy.collection.datamap.DataMap;
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
import com.anykoma.privacy.usage.consent.LawfulBasis;
import com.anykoma.privacy.usage.plan.PlanStatus;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Explains the gate: its answer for every item a subject has, and for one created now.
 *
 * @param factsOf what the gate needs to know of a subject; by other means than ours for whoever
 *     lacks the key that tombstones are found with
 */
public record GateService(
    Documents documents,
    Function<SubjectId, SubjectFacts> factsOf,
    DataMap dataMap,
    Policies policies,
    InstantSource clock) {
  private static final int PAGE = 500;

  /** With the facts that our records tell of a subject. */
  public GateService(
      Documents documents,
      Subjects subjects,
      DataMap dataMap,
      Policies policies,
      InstantSource clock) {
    this(
        documents,
        subject ->
            SubjectFacts.of(
                subjects.get(subject).orElse(new SubjectRecord(Fields.empty())),
                subjects.erased(subject)),
        dataMap,
        policies,
        clock);
  }

  /** Where the subject stands now. */
  public PlanStatus standing(SubjectId subject) {
    SubjectFacts facts = factsOf.apply(subject);
    return facts.subscriptions().standingAt(facts.subscriptions().present(clock.instant()));
  }

  /** The gate's answer for every content document of the subject, in the data map's order. */
  public List<ItemDecision> decisions(SubjectId subject) {
    SubjectFacts facts = factsOf.apply(subject);
    List<ItemDecision> decisions = new ArrayList<>();
    for (CollectionPath collection : dataMap.stampedOf(subject)) {
      for (List<Document> page : Pages.of(documents, Query.in(collection).limit(PAGE))) {
        page.forEach(it -> decisions.add(decide(subject, facts, it.path())));
      }
    }
    return List.copyOf(decisions);
  }

  private ItemDecision decide(SubjectId subject, SubjectFacts facts, DocumentPath content) {
    return new ItemDecision(
        content.collection().id() + "/" + content.id(),
        gate().admission(Purpose.IMPROVEMENT, facts, stampOf(subject, content), clock.instant()));
  }

  private TrainingGate gate() {
    return new TrainingGate(policies);
  }

  /** Content whose stamp cannot be read has none, so that the gate refuses it. */
  private Optional<ItemStamp> stampOf(SubjectId subject, DocumentPath content) {
    SetAside aside = new SetAside(OwnCollections.ITEMS);
    List<Optional<ItemStamp>> read =
        aside.read(
            List.of(content),
            each -> "",
            each ->
                documents
                    .get(ItemStamp.pathOf(subject, each))
                    .map(found -> ItemStamp.read(found.fields())));
    aside.throwTransient();
    return read.stream().flatMap(Optional::stream).findFirst();
  }

  /** The gate's answer for an item that the subject would create now. */
  public GateDecision decisionForNewContent(SubjectId subject) {
    SubjectFacts facts = factsOf.apply(subject);
    Instant present = facts.subscriptions().present(clock.instant());
    ItemStamp stamp =
        new ItemStamp(
            "new",
            present,
            Plan.FREE,
            false,
            policies.inForceAt(present).map(Policy::version),
            LawfulBasis.LEGITIMATE_INTEREST,
            facts.epoch(),
            Optional.empty(),
            false,
            false);
    return gate().admission(Purpose.IMPROVEMENT, facts, Optional.of(stamp), present);
  }
}
