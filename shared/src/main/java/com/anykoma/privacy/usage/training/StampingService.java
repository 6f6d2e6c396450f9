package com.anykoma.privacy.usage.training;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.changes.policy.Policies;
import com.anykoma.privacy.changes.policy.Policy;
import com.anykoma.privacy.collection.datamap.DataMap;
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
import com.anykoma.privacy.usage.training.Corpus.Content;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Logger;

/**
 * Stamps the app's content as it is written, as of the document's server create time, and records
 * in the same transaction whether the gate admits it to the corpus. Safe to repeat, in any order;
 * our own writes into the app's documents cause nothing further (P3, P8; E1 to E5).
 */
public record StampingService(
    Documents documents,
    Subjects subjects,
    SubjectHash hash,
    DataMap dataMap,
    Policies policies,
    Corpus corpus,
    FieldService seals,
    PurgeOrders purges,
    InstantSource clock)
    implements PaidProtection {
  private static final Logger LOG = Logger.getLogger(StampingService.class.getName());

  /**
   * Stamps content that was written, and warns of fields that the data map does not name.
   *
   * @throws com.anykoma.privacy.subject.ErasedSubject when the owner is erased
   * @throws PermanentFailure when the content's id is too long to be stamped: it stays protected
   */
  public void written(DocumentChange change) {
    Optional<SubjectId> owner = dataMap.contentOwner(change.path());
    if (owner.isPresent()
        && !seals.isOwnWrite(dataMap.locationOf(change.path()).orElseThrow(), change)) {
      change.after().flatMap(dataMap::census).ifPresent(LOG::warning);
      stamp(
          new Content(owner.get(), change.path()),
          change.after().or(change::before).orElseThrow(),
          Deletion.isDeleted(change.after()));
    }
  }

  /**
   * Whether an event of the document would change nothing: its stamp, the word of the gate and what
   * the document shows of them are as they should be. Reads nothing.
   *
   * @param stamp of the document, read after the facts were
   * @param entry of the document in the corpus
   */
  public boolean isInLine(
      SubjectFacts facts, Document present, Optional<ItemStamp> stamp, Optional<Document> entry) {
    Instant now = clock.instant();
    boolean isDeleted = Deletion.isMarked(present);
    return stamp
        .filter(it -> it.equals(fresh(facts, present, isDeleted, now).tightenedBy(it)))
        .filter(it -> mirror(present, it).equals(Fields.empty()))
        .filter(it -> corpus.isInLine(facts, it, entry, now))
        .isPresent();
  }

  /** Does what an event of a document that is there would do. */
  public void repair(SubjectId owner, Document present) {
    stamp(new Content(owner, present.path()), present, Deletion.isMarked(present));
  }

  /** Does what the event of a document's deletion would have done, unless the document is there. */
  public void repairGone(SubjectId owner, DocumentPath path, ItemStamp stamp) {
    Document was = new Document(path, Fields.empty(), stamp.createdAt(), stamp.createdAt());
    stamp(new Content(owner, path), was, false);
  }

  /**
   * Content without a stamp is protected.
   *
   * @return as the stamp says
   */
  @Override
  public boolean isProtected(SubjectId owner, DocumentPath content) {
    return existingStampPath(owner, content)
        .flatMap(documents::get)
        .map(it -> ItemStamp.read(it.fields()).isProtected())
        .orElse(true);
  }

  /**
   * Stamps the content as it is by now. Where it is deleted, the order to purge it is read too:
   * once the purge has begun, no record about the content may be written again.
   *
   * @param told the document as far as the event tells
   * @param isToldDeleted whether the event tells of a deletion: an id that was deleted once stays
   *     out, though another document stands there by now
   */
  private void stamp(Content content, Document told, boolean isToldDeleted) {
    DocumentPath stampPath = stampPath(content.owner(), content.path());
    List<DocumentPath> read =
        new ArrayList<>(List.of(content.path(), stampPath, corpus.pathOf(content.path())));
    int image = read.size();
    imageOf(content).ifPresent(read::add);
    subjects.transact(
        content.owner(),
        read,
        tx -> {
          Optional<Document> present = tx.alsoRead(0);
          if (isSettled(tx, content, present, told)) {
            return true;
          }
          Instant now = clock.instant();
          SubjectFacts facts = SubjectFacts.of(tx.subject(), tx.erased());
          boolean isDeleted = isToldDeleted || Deletion.isDeleted(present);
          ItemStamp fresh = fresh(facts, present.orElse(told), isDeleted, now);
          if (read.size() > image
              && tx.alsoRead(image).filter(ImprovementExclusion::excludes).isPresent()) {
            fresh = fresh.barred();
          }
          Optional<ItemStamp> known = tx.alsoRead(1).map(it -> ItemStamp.read(it.fields()));
          ItemStamp stamp = known.map(fresh::tightenedBy).orElse(fresh);
          if (known.filter(stamp::equals).isEmpty()) {
            tx.set(stampPath, stamp.write());
          }
          corpus.reconsider(tx, content, Optional.of(stamp), tx.alsoRead(2), "content", now);
          present.ifPresent(it -> show(tx, it, stamp));
          return true;
        });
  }

  /** Whether the content is gone with its owner, or its purge is settled: nothing is recorded. */
  private boolean isSettled(
      SubjectTransaction tx, Content content, Optional<Document> present, Document told) {
    if (present.isEmpty() && tx.erased()) {
      return true;
    }
    Life life = new Life(content.owner(), content.path(), present.orElse(told).createTime());
    return Deletion.isDeleted(present) && PurgeOrders.isSettled(tx.read(purges.pathOf(life)));
  }

  /** Where the record about the content's image is; empty where such content has none. */
  private Optional<DocumentPath> imageOf(Content content) {
    return Optional.of(content.path().value())
        .filter(BlobId::isName)
        .flatMap(it -> dataMap.locationOf(new BlobId(UploadService.CONTENT, it)))
        .map(it -> ImprovementExclusion.recordPath(hash, content.owner(), content.path()));
  }

  /**
   * Takes note that the content's image may say more than its pixels do: the content is withdrawn,
   * and never admitted again. Content that has no stamp yet gets one that says so. Safe to repeat.
   */
  public void barred(SubjectId owner, DocumentPath path) {
    existingStampPath(owner, path).ifPresent(it -> bar(new Content(owner, path), it));
  }

  private void bar(Content content, DocumentPath stampPath) {
    subjects.transact(
        content.owner(),
        List.of(stampPath, corpus.pathOf(content.path())),
        tx -> {
          Optional<ItemStamp> stamp =
              tx.alsoRead(0).map(it -> ItemStamp.read(it.fields()).barred());
          stamp.ifPresent(it -> tx.set(stampPath, it.write()));
          corpus.reconsider(tx, content, stamp, tx.alsoRead(1), "image", clock.instant());
          return true;
        });
  }

  private static DocumentPath stampPath(SubjectId owner, DocumentPath content) {
    return existingStampPath(owner, content)
        .orElseThrow(
            () ->
                new PermanentFailure("a content id is too long to be stamped; it stays protected"));
  }

  /** Empty for content whose id is too long to be stamped. */
  private static Optional<DocumentPath> existingStampPath(SubjectId owner, DocumentPath content) {
    try {
      return Optional.of(ItemStamp.pathOf(owner, content));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The stamp that the document gets at this moment; a subject without an account is protected. */
  private ItemStamp fresh(SubjectFacts facts, Document document, boolean isDeleted, Instant now) {
    Instant createdAt = document.createTime();
    PlanStatus then = facts.subscriptions().standingAt(createdAt);
    boolean isProtected =
        !facts.known()
            || facts.isBeforeOurKnowledge(createdAt)
            || then.protectedNow()
            || createdAt.isBefore(facts.subscriptions().protectedThrough(now));
    return new ItemStamp(
        ItemStamp.itemOf(document.path()),
        createdAt,
        then.plan(),
        isProtected,
        policies.inForceAt(createdAt).map(Policy::version),
        isProtected ? LawfulBasis.CONTRACT : LawfulBasis.LEGITIMATE_INTEREST,
        facts.epoch(),
        isDeleted ? Optional.of(now) : Optional.empty(),
        false,
        false);
  }

  private static void show(SubjectTransaction tx, Document content, ItemStamp stamp) {
    Fields shown = mirror(content, stamp);
    if (!shown.equals(Fields.empty())) {
      tx.update(content, shown);
    }
  }

  private static Fields mirror(Document content, ItemStamp stamp) {
    Fields shown =
        Fields.empty()
            .with("plan", stamp.plan().word())
            .with("protected", stamp.isProtected())
            .with("policyVersion", stamp.policyVersion());
    return content.fields().value(STAMP_FIELD).equals(Optional.of(shown.asMap()))
        ? Fields.empty()
        : Fields.empty().with(STAMP_FIELD, shown);
  }
}
