package com.anykoma.privacy.usage.training;

import com.anykoma.privacy.StepRunner;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.changes.policy.Policies;
import com.anykoma.privacy.changes.policy.Policy;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.Owners;
import com.anykoma.privacy.log.Log;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentChange;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.protection.vault.FieldService;
import com.anykoma.privacy.protection.vault.ImprovementExclusion;
import com.anykoma.privacy.protection.vault.PaidProtection;
import com.anykoma.privacy.protection.vault.UploadService;
import com.anykoma.privacy.retention.removal.Deletion;
import com.anykoma.privacy.retention.removal.PurgeOrders;
import com.anykoma.privacy.retention.removal.PurgeOrders.Life;
import com.anykoma.privacy.subject.SubjectHash;
import com.anykoma.privacy.subject.SubjectTransaction;
import com.anykoma.privacy.subject.Subjects;
import com.anykoma.privacy.usage.consent.LawfulBasis;
import com.anykoma.privacy.usage.plan.PlanStatus;
import com.anykoma.privacy.usage.plan.Plans;
import com.anykoma.privacy.usage.training.Corpus.Content;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Stamps the app's content when it is written, with the plan at the document's server create time.
 * The same transaction admits the content to the corpus or withdraws it. Idempotent; events may
 * arrive in any order. Events of our own writes into the app's documents are ignored (P3, P8; E1 to
 * E5).
 */
public record StampingService(
    Documents documents,
    Subjects subjects,
    SubjectHash hash,
    Owners owners,
    Policies policies,
    Plans plans,
    Corpus corpus,
    SensitiveContent sensitive,
    FieldService seals,
    PurgeOrders purges,
    InstantSource clock)
    implements PaidProtection {
  private static final Log LOG = Log.of(StampingService.class);
  private static final Set<String> IMAGE = Set.of(ItemStamp.IMAGE);

  /** Stamps written content, and raises an alarm for fields that are not in the data map. */
  public void written(DocumentChange change) {
    Set<SubjectId> concerned = owners.ofContentAtAnyTime(change);
    if (!concerned.isEmpty() && !seals.isOwnWrite(location(change.path()), change)) {
      change.after().flatMap(owners.dataMap()::violation).ifPresent(LOG::warning);
      StepRunner steps = new StepRunner();
      for (SubjectId each : concerned) {
        steps.run(
            () ->
                stamp(
                    new Content(each, change.path()),
                    change.after().or(change::before).orElseThrow(),
                    Deletion.isDeleted(change.after())));
      }
      steps.throwFailure();
    }
  }

  private Location location(DocumentPath content) {
    return owners.dataMap().locationOf(content).orElseThrow();
  }

  /**
   * Whether processing an event of the document would change nothing, because its stamp, its corpus
   * entry and the fields copied into the document are correct. Makes no reads.
   *
   * @param stamp the document's stamp, read after the facts
   * @param entry the document's corpus entry
   */
  public boolean isUpToDate(
      SubjectFacts facts, Document present, Optional<ItemStamp> stamp, Optional<Document> entry) {
    Instant now = clock.instant();
    boolean isDeleted = Deletion.isMarked(present);
    return stamp
        .filter(it -> it.equals(fresh(facts, present, isDeleted, now).tightenedBy(it, plans)))
        .filter(it -> mirrorFields(present, it).equals(Fields.empty()))
        .filter(it -> corpus.isUpToDate(facts, it, entry, present, now))
        .isPresent();
  }

  /** Returns the paths of the records that {@link #isUpToDate} compares: stamp and corpus entry. */
  public List<DocumentPath> recordsOf(SubjectId owner, DocumentPath content) {
    return List.of(ItemStamp.pathOf(owner, content), corpus.pathOf(content));
  }

  /** Processes a document for a present or previous owner as its write event would have. */
  public void repair(SubjectId owner, Document present) {
    stamp(new Content(owner, present.path()), present, Deletion.isMarked(present));
  }

  /** Processes a missing document as its delete event would have; an existing one as written. */
  public void repairDeleted(SubjectId owner, DocumentPath path, ItemStamp stamp) {
    Document was = new Document(path, Fields.empty(), stamp.createdAt(), stamp.createdAt());
    stamp(new Content(owner, path), was, false);
  }

  /** Returns whether the stamp marks the content as protected; true for content without a stamp. */
  @Override
  public boolean isProtected(SubjectId owner, DocumentPath content) {
    return documents
        .get(ItemStamp.pathOf(owner, content))
        .map(it -> ItemStamp.read(it.fields()).isProtected())
        .orElse(true);
  }

  /**
   * Stamps the content in its current state. For deleted content this also reads the purge order:
   * once the purge has started, no record about the content may be written.
   *
   * @param reported the document as the event reports it
   * @param isReportedDeleted whether the event reports a deletion; content whose id was deleted
   *     once is never admitted, even if a new document has this id now
   */
  private void stamp(Content content, Document reported, boolean isReportedDeleted) {
    DocumentPath stampPath = ItemStamp.pathOf(content.owner(), content.path());
    List<DocumentPath> read =
        new ArrayList<>(List.of(content.path(), stampPath, corpus.pathOf(content.path())));
    int image = read.size();
    imageOf(content).ifPresent(read::add);
    subjects.transact(
        content.owner(),
        read,
        tx -> {
          Optional<Document> present = tx.alsoRead(0);
          if (isReleased(tx, content.owner(), present)
              || isSettled(tx, content, present, reported)) {
            return true;
          }
          Instant now = clock.instant();
          SubjectFacts facts = SubjectFacts.of(tx.subject(), tx.erased());
          boolean isDeleted = isReportedDeleted || Deletion.isDeleted(present);
          ItemStamp created = fresh(facts, present.orElse(reported), isDeleted, now);
          boolean isExcluded =
              read.size() > image
                  && tx.alsoRead(image).filter(ImprovementExclusion::excludes).isPresent();
          ItemStamp fresh = isExcluded ? created.withSensitive(IMAGE) : created;
          Optional<ItemStamp> known = tx.alsoRead(1).map(it -> ItemStamp.read(it.fields()));
          ItemStamp stamp =
              known
                  .map(it -> fresh.tightenedBy(it, plans))
                  .orElseGet(() -> firstStamp(fresh, present));
          if (known.filter(stamp::equals).isEmpty()) {
            tx.set(stampPath, stamp.write());
          }
          corpus.reevaluate(
              tx, content, Optional.of(stamp), tx.alsoRead(2), present, "content", now);
          present.ifPresent(it -> updateMirror(tx, it, stamp));
          return true;
        });
  }

  /**
   * Removes the records about content that now belongs to other people, and seals for the new owner
   * what was sealed for this one; withdraws content whose owner is unknown. Only while the stamp
   * exists is the former owner's key used, so that nothing that they sealed opens later.
   *
   * @return whether it is not the owner's
   */
  private boolean isReleased(SubjectTransaction tx, SubjectId owner, Optional<Document> present) {
    Optional<List<SubjectId>> others =
        present.map(owners.reading(tx::read)::of).filter(it -> !it.contains(owner));
    if (others.isPresent()) {
      Optional<Document> entry = tx.alsoRead(2).filter(it -> new CorpusEntry(it).isOf(owner));
      Corpus.withdraw(tx, entry, "owner", clock.instant());
      if (!others.get().isEmpty() && !tx.erased()) {
        tx.alsoRead(1)
            .ifPresent(
                stamp -> {
                  handOver(tx, owner, others.get().get(0), present.orElseThrow());
                  tx.delete(stamp);
                });
      }
    }
    return others.isPresent();
  }

  private void handOver(
      SubjectTransaction tx, SubjectId former, SubjectId owner, Document content) {
    Fields resealed = seals.handedOver(former, owner, location(content.path()), content);
    if (!resealed.equals(Fields.empty())) {
      tx.update(content, resealed);
    }
  }

  /**
   * The first stamp under this owner. If a field names the owner and the document was written again
   * since its creation, another person may have created it, under a plan that protects it.
   */
  private ItemStamp firstStamp(ItemStamp fresh, Optional<Document> present) {
    boolean mayBeAnothers =
        present
            .filter(it -> location(it.path()).hasOwnerField())
            .filter(it -> !it.updateTime().equals(it.createTime()))
            .isPresent();
    return mayBeAnothers ? fresh.asProtected() : fresh;
  }

  /** Whether content and owner are erased, or its purge has started: then nothing is written. */
  private boolean isSettled(
      SubjectTransaction tx, Content content, Optional<Document> present, Document reported) {
    if (present.isEmpty() && tx.erased()) {
      return true;
    }
    Life life = new Life(content.owner(), content.path(), present.orElse(reported).createTime());
    return Deletion.isDeleted(present) && PurgeOrders.isSettled(tx.read(purges.pathOf(life)));
  }

  /** Returns the path of the record about an unclean image; empty if the content has no image. */
  private Optional<DocumentPath> imageOf(Content content) {
    return Optional.of(content.path().value())
        .filter(BlobId::isName)
        .flatMap(it -> owners.dataMap().locationOf(new BlobId(UploadService.CONTENT, it)))
        .map(it -> ImprovementExclusion.recordPath(hash, content.owner(), content.path()));
  }

  /**
   * Marks content as sensitive because metadata could not be removed from its image. The content is
   * withdrawn and never admitted again. Content without a stamp is marked when it is stamped.
   * Idempotent.
   */
  public void markSensitive(SubjectId owner, DocumentPath path) {
    Content content = new Content(owner, path);
    DocumentPath stampPath = ItemStamp.pathOf(owner, path);
    subjects.transact(
        content.owner(),
        List.of(stampPath, corpus.pathOf(content.path())),
        tx -> {
          Optional<ItemStamp> stamp =
              tx.alsoRead(0).map(it -> ItemStamp.read(it.fields()).withSensitive(IMAGE));
          stamp.ifPresent(it -> tx.set(stampPath, it.write()));
          corpus.reevaluate(
              tx, content, stamp, tx.alsoRead(1), Optional.empty(), "image", clock.instant());
          return true;
        });
  }

  /**
   * Computes a new stamp; content of a subject without an account is protected, and content that a
   * former owner's plan protected.
   */
  private ItemStamp fresh(SubjectFacts facts, Document document, boolean isDeleted, Instant now) {
    Location location = location(document.path());
    Instant createdAt = document.createTime();
    PlanStatus status = facts.subscriptions().statusAt(createdAt, plans);
    boolean isProtected =
        location.isAlwaysProtected()
            || (location.hasOwnerField() && seals.hasSealedPaidField(location, document))
            || !facts.hasAccount()
            || facts.predatesKnowledge(createdAt)
            || status.isProtected()
            || createdAt.isBefore(facts.subscriptions().protectedThrough(now));
    return new ItemStamp(
        document.path().value(),
        createdAt,
        status.plan(),
        isProtected,
        policies.inForceAt(createdAt).map(Policy::version),
        isProtected ? LawfulBasis.CONTRACT : LawfulBasis.LEGITIMATE_INTEREST,
        facts.epoch(),
        isDeleted ? Optional.of(now) : Optional.empty(),
        sensitive.kinds(location, document.fields()),
        false);
  }

  private void updateMirror(SubjectTransaction tx, Document content, ItemStamp stamp) {
    Fields mirrored = mirrorFields(content, stamp);
    if (!mirrored.equals(Fields.empty())) {
      tx.update(content, mirrored);
    }
  }

  /**
   * The stamp field to update. The app shows the author the kinds of sensitive data that were seen
   * (P32). Content of several owners has only these, because their plans differ.
   */
  private Fields mirrorFields(Document content, ItemStamp stamp) {
    List<String> kinds = List.copyOf(stamp.sensitive());
    Fields mirrored =
        location(content.path()).isAlwaysProtected()
            ? Fields.empty()
            : Fields.empty()
                .with("plan", stamp.plan())
                .with("protected", stamp.isProtected())
                .with("policyVersion", stamp.policyVersion());
    mirrored = mirrored.with("sensitive", Optional.of(kinds).filter(it -> !it.isEmpty()));
    return content.fields().value(STAMP_FIELD).orElse(Map.of()).equals(mirrored.asMap())
        ? Fields.empty()
        : Fields.empty().with(STAMP_FIELD, mirrored);
  }
}
