package com.anykoma.privacy.usage.training;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.changes.policy.Policies;
import com.anykoma.privacy.changes.policy.Policy;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentChange;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.protection.vault.FieldService;
import com.anykoma.privacy.protection.vault.UncleanImages;
import com.anykoma.privacy.protection.vault.UploadService;
import com.anykoma.privacy.retention.removal.Breaker;
import com.anykoma.privacy.retention.removal.PurgeOrders;
import com.anykoma.privacy.retention.removal.PurgeOrders.Life;
import com.anykoma.privacy.subject.ErasedSubject;
import com.anykoma.privacy.subject.SubjectHash;
import com.anykoma.privacy.subject.SubjectTransaction;
import com.anykoma.privacy.subject.Subjects;
import com.anykoma.privacy.usage.consent.LawfulBasis;
import com.anykoma.privacy.usage.plan.Standing;
import com.anykoma.privacy.usage.training.Corpus.Content;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Logger;

/**
 * Stamps the app's content as it is written, as of the document's server create time, records in
 * the same transaction whether the gate admits it to the corpus, orders its purge when it is
 * deleted, and seals its fields in place as the data map says. Safe to repeat, in any order; its
 * own writes into the app's documents cause nothing further (P3, P8, P10; E1 to E5).
 */
public final class ContentService {
  /** The field of the app's document that shows the stamp; for display only. */
  static final String MIRROR = "privacy";

  /** Where the purge order stands among what a transaction reads, when it does. */
  private static final int ORDER = 3;

  private static final Logger LOG = Logger.getLogger(ContentService.class.getName());

  private final Subjects subjects;
  private final SubjectHash hash;
  private final DataMap dataMap;
  private final Policies policies;
  private final Corpus corpus;
  private final FieldService seals;
  private final PurgeOrders purges;
  private final InstantSource clock;

  public ContentService(
      Subjects subjects,
      SubjectHash hash,
      DataMap dataMap,
      Policies policies,
      FieldService seals,
      PurgeOrders purges,
      InstantSource clock) {
    this.subjects = subjects;
    this.hash = hash;
    this.dataMap = dataMap;
    this.policies = policies;
    this.seals = seals;
    this.purges = purges;
    this.corpus = new Corpus(hash, new TrainingGate(policies));
    this.clock = clock;
  }

  /**
   * Takes note of a write to content; documents that the data map does not stamp are passed over.
   *
   * @throws com.anykoma.privacy.subject.ErasedSubject when the owner is erased
   * @throws PermanentFailure when the content's id is too long to be stamped: it stays protected
   */
  public void written(DocumentChange change) {
    Optional<Location> location = dataMap.locationOf(change.path()).filter(Location::stamped);
    if (location.isPresent()) {
      SubjectId owner =
          dataMap
              .subjectOf(change.path())
              .orElseThrow(() -> new PermanentFailure("content is under an id of no account"));
      Content content = new Content(owner, change.path());
      if (!isOurs(content, location.get(), change)) {
        change.after().flatMap(dataMap::census).ifPresent(LOG::warning);
        follow(content, location.get(), change, Duration.ZERO);
      }
    }
  }

  /**
   * Whether the write did nothing but show the stamp and seal what was there. What a client sealed
   * itself, or wrote so that it looks sealed, is not ours.
   */
  private boolean isOurs(Content content, Location location, DocumentChange change) {
    if (change.before().isEmpty() || change.after().isEmpty()) {
      return false;
    }
    Document before = change.before().get();
    Document after = change.after().get();
    return after.fields().has(MIRROR)
        && after.createTime().equals(before.createTime())
        && seals
            .openWhatOpens(content.owner(), location, after)
            .without(MIRROR)
            .equals(before.fields().without(MIRROR));
  }

  /**
   * Whether an event of the document would change nothing: its stamp, the word of the gate, its
   * seal and what it shows of them are as they should be, and no purge is to be ordered. Only
   * reads, and only keys.
   *
   * @param stamp of the document, read after the facts were
   * @param entry of the document in the corpus
   */
  public boolean isInLine(
      SubjectId owner,
      SubjectFacts facts,
      Document present,
      Optional<ItemStamp> stamp,
      Optional<Document> entry) {
    Instant now = clock.instant();
    Location location = dataMap.locationOf(present.path()).orElseThrow();
    return stamp
        .filter(it -> !saysDeleted(present))
        .filter(it -> it.equals(fresh(facts, present, false, now).tightenedBy(it)))
        .filter(it -> mirror(present, it).equals(Fields.empty()))
        .filter(it -> corpus.isInLine(facts, it, entry, now))
        .filter(
            it -> seals.sealing(owner, location, present, it.isProtected()).equals(Fields.empty()))
        .isPresent();
  }

  /** Does what an event of a document that is there would do. */
  public void repair(SubjectId owner, Document present) {
    follow(
        new Content(owner, present.path()),
        dataMap.locationOf(present.path()).orElseThrow(),
        new DocumentChange(present.path(), Optional.of(present), Optional.of(present)),
        Duration.ZERO);
  }

  /**
   * Does what the event of a document's deletion would have done, of which only the stamp is left.
   * A listing that lacks the document is no event: a document that is there is not deleted.
   *
   * @param late how long ago it may have been deleted; the promised date counts from there
   */
  public void repairDeleted(SubjectId owner, DocumentPath path, ItemStamp stamp, Duration late) {
    Document was = new Document(path, Fields.empty(), stamp.createdAt(), stamp.createdAt());
    follow(
        new Content(owner, path),
        dataMap.locationOf(path).orElseThrow(),
        new DocumentChange(path, Optional.of(was), Optional.of(was)),
        late);
  }

  /**
   * The stamp matters more than the seal: what has no room for its seal is stamped all the same.
   */
  private void follow(Content content, Location location, DocumentChange change, Duration late) {
    try {
      follow(
          content,
          change,
          late,
          (document, stamp) ->
              seals.sealing(content.owner(), location, document, stamp.isProtected()));
    } catch (ErasedSubject e) {
      throw e;
    } catch (PermanentFailure e) {
      follow(content, change, late, (document, stamp) -> Fields.empty());
      throw new PermanentFailure(
          "alarm: content is stamped, but could not be sealed: " + e.getMessage(), e);
    }
  }

  /** What is to be written into the app's document so that it is sealed. */
  @FunctionalInterface
  private interface Sealing {
    Fields of(Document document, ItemStamp stamp);
  }

  private void follow(Content content, DocumentChange change, Duration late, Sealing sealing) {
    Optional<Life> other = attempt(content, change, late, sealing, lifeAtIssue(content, change));
    while (other.isPresent()) {
      other = attempt(content, change, late, sealing, other);
    }
  }

  /** The life whose end, or restoration, the change tells of. */
  private static Optional<Life> lifeAtIssue(Content content, DocumentChange change) {
    boolean atIssue =
        change.after().isEmpty()
            || change.after().filter(ContentService::saysDeleted).isPresent()
            || change.before().filter(ContentService::saysDeleted).isPresent();
    return atIssue
        ? change.after().or(change::before).map(it -> lifeOf(content, it))
        : Optional.empty();
  }

  private static Life lifeOf(Content content, Document document) {
    return new Life(content.owner(), content.path(), document.createTime());
  }

  /**
   * @param asked the life whose purge order is read along
   * @return another life to read the order of, because that one turns out to have ended; nothing is
   *     written then
   */
  private Optional<Life> attempt(
      Content content,
      DocumentChange change,
      Duration late,
      Sealing sealing,
      Optional<Life> asked) {
    DocumentPath stampPath = stampPath(content);
    List<DocumentPath> read =
        new ArrayList<>(List.of(content.path(), stampPath, corpus.pathOf(content.path())));
    asked.map(purges::pathOf).ifPresent(read::add);
    int image = read.size();
    imageOf(content).ifPresent(read::add);
    return subjects.transact(
        content.owner(),
        read,
        tx -> {
          Instant now = clock.instant();
          Optional<Document> present = tx.alsoRead(0);
          Optional<Life> ended = ended(content, present, change);
          if (ended.isPresent() && !ended.equals(asked)) {
            return ended;
          }
          if ((present.isEmpty() && tx.erased()) || isPurged(tx, ended, present, late, now)) {
            return Optional.empty();
          }
          asked
              .filter(it -> ended.isEmpty())
              .ifPresent(it -> purges.restored(tx, tx.alsoRead(ORDER), now));
          Optional<ItemStamp> known = tx.alsoRead(1).map(found -> ItemStamp.read(found.fields()));
          SubjectFacts facts = SubjectFacts.of(tx.subject(), tx.erased());
          ItemStamp fresh =
              fresh(
                  facts,
                  present.or(change::after).or(change::before).orElseThrow(),
                  isDeleted(present, change),
                  now);
          if (read.size() > image && tx.alsoRead(image).filter(UncleanImages::bars).isPresent()) {
            fresh = fresh.barred();
          }
          ItemStamp stamp = known.map(fresh::tightenedBy).orElse(fresh);
          if (known.filter(stamp::equals).isEmpty()) {
            tx.set(stampPath, stamp.write());
          }
          corpus.reconsider(tx, content, Optional.of(stamp), tx.alsoRead(2), "content", now);
          present.ifPresent(it -> write(tx, it, mirror(it, stamp).with(sealing.of(it, stamp))));
          return Optional.empty();
        });
  }

  /** The life that has ended by now: what is there is deleted, or nothing is there. */
  private static Optional<Life> ended(
      Content content, Optional<Document> present, DocumentChange change) {
    if (present.isPresent()) {
      return present.filter(ContentService::saysDeleted).map(it -> lifeOf(content, it));
    }
    return change.after().or(change::before).map(it -> lifeOf(content, it));
  }

  /**
   * Opens the order to purge what has ended; what a purge has taken is not noted again. The time of
   * a deletion counts from the document's last write, which is the deletion or a later one.
   */
  private boolean isPurged(
      SubjectTransaction tx,
      Optional<Life> ended,
      Optional<Document> present,
      Duration late,
      Instant now) {
    Instant since = present.map(Document::updateTime).filter(now::isAfter).orElse(now).minus(late);
    return ended.isPresent()
        && !purges.ended(
            tx,
            ended.get(),
            tx.alsoRead(ORDER),
            present.isPresent() ? Breaker.DELETED : "vanished",
            since,
            now);
  }

  /** Where the record about the content's image is; empty where such content has none. */
  private Optional<DocumentPath> imageOf(Content content) {
    return Optional.of(content.path().value())
        .filter(BlobId::isName)
        .flatMap(it -> dataMap.locationOf(new BlobId(UploadService.CONTENT, it)))
        .map(it -> UncleanImages.recordOf(hash, content.owner(), content.path()));
  }

  /**
   * Takes note that the content's image may say more than its pixels do: the content is withdrawn,
   * and never admitted again. Content that has no stamp yet gets one that says so. Safe to repeat.
   */
  public void barred(SubjectId owner, DocumentPath path) {
    Content content = new Content(owner, path);
    DocumentPath stampPath;
    try {
      stampPath = stampPath(content);
    } catch (PermanentFailure e) {
      return; // without a stamp it is protected
    }
    subjects.transact(
        owner,
        List.of(stampPath, corpus.pathOf(path)),
        tx -> {
          Optional<ItemStamp> stamp =
              tx.alsoRead(0).map(it -> ItemStamp.read(it.fields()).barred());
          stamp.ifPresent(it -> tx.set(stampPath, it.write()));
          corpus.reconsider(tx, content, stamp, tx.alsoRead(1), "image", clock.instant());
          return true;
        });
  }

  private static DocumentPath stampPath(Content content) {
    try {
      return ItemStamp.pathOf(content.owner(), content.path());
    } catch (IllegalArgumentException e) {
      throw new PermanentFailure("a content id is too long to be stamped; it stays protected", e);
    }
  }

  /** The stamp that the document gets at this moment; a subject without an account is protected. */
  private ItemStamp fresh(SubjectFacts facts, Document document, boolean isDeleted, Instant now) {
    Instant createdAt = document.createTime();
    Standing then = facts.subscriptions().standingAt(createdAt);
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

  /**
   * Whatever a client writes into {@code deletedAt}, it means that the content is deleted; an id
   * that was deleted once stays out, though something else stands there by now.
   */
  private static boolean isDeleted(Optional<Document> present, DocumentChange change) {
    return present.isEmpty()
        || change.after().isEmpty()
        || saysDeleted(present.get())
        || change.after().filter(ContentService::saysDeleted).isPresent();
  }

  private static boolean saysDeleted(Document content) {
    return content.fields().value("deletedAt").isPresent();
  }

  private static void write(SubjectTransaction tx, Document content, Fields changes) {
    if (!changes.equals(Fields.empty())) {
      tx.update(content, changes);
    }
  }

  private static Fields mirror(Document content, ItemStamp stamp) {
    Fields shown =
        Fields.empty()
            .with("plan", stamp.plan().word())
            .with("protected", stamp.isProtected())
            .with("policyVersion", stamp.policyVersion());
    return content.fields().value(MIRROR).equals(Optional.of(shown.asMap()))
        ? Fields.empty()
        : Fields.empty().with(MIRROR, shown);
  }
}
