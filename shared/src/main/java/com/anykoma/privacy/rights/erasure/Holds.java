package com.anykoma.privacy.rights.erasure;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.proof.audit.Action;
import com.anykoma.privacy.proof.audit.AuditEntry;
import com.anykoma.privacy.proof.audit.AuditLog;
import com.anykoma.privacy.proof.audit.AuditTopic;
import com.anykoma.privacy.retention.removal.ItemHolds;
import com.anykoma.privacy.retention.removal.RemainingData;
import com.anykoma.privacy.work.DueIndex;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The records of legal holds, {@code holds/{id}}, one for each held item. A hold is {@code placed},
 * then {@code kept} once its item is copied, then {@code released}. Until its release it holds the
 * owner's uid.
 */
public record Holds(Documents documents, AuditLog audit) {
  private static final String UID = "uid";
  private static final String ITEM = "item";
  private static final String GROUND = "ground";
  private static final String PLACED_AT = "placedAt";
  private static final String UNTIL = "until";
  private static final String STATE = ItemHolds.STATE;
  private static final String KEPT = "kept";

  static Fields placed(
      String id, SubjectId owner, DocumentPath item, String ground, Instant now, Instant until) {
    return Fields.empty()
        .with(UID, owner.value())
        .with(ITEM, item.value())
        .with(GROUND, ground)
        .with(PLACED_AT, now)
        .with(UNTIL, until)
        .with(STATE, ItemHolds.PLACED)
        .with(DueIndex.dueAt(id, now));
  }

  static SubjectId owner(Document hold) {
    return new SubjectId(hold.fields().string(UID).orElseThrow(Holds::malformed));
  }

  static DocumentPath item(Document hold) {
    return new DocumentPath(hold.fields().string(ITEM).orElseThrow(Holds::malformed));
  }

  static Instant until(Document hold) {
    return hold.fields().instant(UNTIL).orElseThrow(Holds::malformed);
  }

  static String ground(Document hold) {
    return hold.fields().string(GROUND).orElseThrow(Holds::malformed);
  }

  static Instant placedAt(Document hold) {
    return hold.fields().instant(PLACED_AT).orElseThrow(Holds::malformed);
  }

  private static PermanentFailure malformed() {
    return new PermanentFailure(
        "a hold lacks its owner, its item, its ground, its start or its end");
  }

  /** The hold with this id, unless it is released. */
  Optional<Document> get(String id) {
    return documents.get(OwnCollections.HOLDS.document(id)).filter(it -> it.fields().has(UID));
  }

  List<Document> of(SubjectId subject) {
    return of(documents, subject);
  }

  static List<Document> of(Documents documents, SubjectId subject) {
    return documents.find(Query.in(OwnCollections.HOLDS).whereEqual(UID, subject.value()));
  }

  static List<Document> of(Documents documents, DocumentPath item) {
    return documents.find(Query.in(OwnCollections.HOLDS).whereEqual(ITEM, item.value()));
  }

  /** Throws unless every hold on the subject's items has its copy. */
  void requireCopies(SubjectId subject) {
    if (of(subject).stream().anyMatch(ItemHolds::isPlaced)) {
      throw new IllegalStateException("a legal hold has not copied its item yet");
    }
  }

  /** The remaining data that holds on the subject's items retain; empty without holds. */
  List<RemainingData> remainingData(SubjectId subject) {
    List<Document> holds = of(subject);
    return holds.stream()
        .map(Holds::until)
        .max(Instant::compareTo)
        .map(
            until ->
                List.of(
                    new RemainingData(
                        "heldCopies", "legal hold on " + holds.size() + " items", until)))
        .orElse(List.of());
  }

  /** Records that the item is copied; the hold is dispatched next at its end. */
  void recordCopy(Document hold, Instant now) {
    change(
        hold,
        ItemHolds::isPlaced,
        it -> DueIndex.withProgress(it.fields().with(STATE, KEPT), it.path().id(), until(it)),
        Action.KEPT,
        now);
  }

  private void change(
      Document hold,
      Predicate<Document> which,
      Function<Document, Fields> change,
      Action action,
      Instant now) {
    documents.transact(
        tx -> {
          Optional<Document> latest = tx.read(hold.path()).filter(which);
          latest.ifPresent(
              it -> {
                AuditLog.Writer writer = audit.writer(tx);
                writer.set(it.path(), change.apply(it));
                writer.append(entry(it.path().id(), action, now));
              });
          return latest.isPresent();
        });
  }

  static AuditEntry entry(String id, Action action, Instant now) {
    return AuditEntry.ofOrder(now, AuditTopic.HOLD, action, id, Optional.empty());
  }

  /** Records that the copy is deleted, and removes every identifier from the hold. */
  void recordRelease(Document hold, Instant now) {
    change(
        hold, it -> it.fields().has(UID), it -> released(it.fields(), now), Action.RELEASED, now);
  }

  private static Fields released(Fields hold, Instant now) {
    return Fields.empty()
        .with(GROUND, hold.string(GROUND))
        .with(PLACED_AT, hold.instant(PLACED_AT))
        .with(UNTIL, hold.instant(UNTIL))
        .with(STATE, "released")
        .with("releasedAt", now);
  }
}
