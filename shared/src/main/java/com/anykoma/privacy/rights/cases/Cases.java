package com.anykoma.privacy.rights.cases;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.mail.MailQueue;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.proof.audit.Action;
import com.anykoma.privacy.proof.audit.AuditEntry;
import com.anykoma.privacy.proof.audit.AuditLog;
import com.anykoma.privacy.proof.audit.AuditTopic;
import com.anykoma.privacy.proof.audit.ReasonCode;
import com.anykoma.privacy.protection.access.StaffAudit;
import com.anykoma.privacy.retention.removal.CircuitBreaker;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.rights.erasure.ErasureService;
import com.anykoma.privacy.subject.Objection.Signal;
import com.anykoma.privacy.subject.SubjectHash;
import com.anykoma.privacy.subject.Subjects;
import com.anykoma.privacy.usage.consent.ConsentService;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Opens cases, asks for proof of the address, and carries out the requests that have it (P23, P25,
 * P26, P38). A change of a case, its audit entry and its letter are one transaction, so that no
 * crash or repetition loses or doubles a letter.
 *
 * <p>{@code caseKeys/{keyed hash}} recognises repetitions: an address with its open cases and its
 * latest acknowledgement, a message, and a single-use token of the mail provider.
 */
public record Cases(
    Documents documents,
    Subjects subjects,
    AuditLog audit,
    SubjectHash hash,
    ErasureService erasures,
    ConsentService consents,
    EmailLinks links,
    CaseSettings settings,
    URI pages,
    Supplier<String> ids,
    InstantSource clock)
    implements CaseService {
  /** The source of a mail that a program wrote: it gets no letter, so that no loop arises. */
  public static final String AUTOMATIC = "automatic";

  private static final String CASE = "case";
  private static final String LETTER_AT = "letterAt";
  private static final String USED_AT = "usedAt";

  /** The least time between two acknowledgements to one address, and their greatest number. */
  private static final Duration LETTER_EVERY = Duration.ofDays(1);

  private static final int MAX_LETTERS = 5;

  /**
   * A change of a case.
   *
   * @param step its code in the audit log; empty for none
   * @param letter the name of the letter that goes with it; empty for none
   * @param words the link or the reason in the letter
   */
  record Change(Case after, Action action, String step, String letter, String words) {}

  @Override
  public String open(NewCase asked) {
    return open(asked, "web", Optional.empty()).orElseThrow();
  }

  /**
   * Opens a case as {@link CaseService#open} does.
   *
   * @param source {@code mail}, {@code automatic}, {@code web} or {@code staff}
   * @param token the mail provider's single-use token of the message
   * @return empty, without any change, if the token belongs to another message
   */
  public Optional<String> open(NewCase asked, String source, Optional<String> token) {
    String fresh = ids.get();
    String from = asked.from().value().reveal();
    String message = asked.messageId().or(() -> token).orElse(fresh);
    DocumentPath sender = key("case-sender", from);
    List<DocumentPath> marks =
        List.of(key("case-message", from + "\n" + message), key("mail-token", token.orElse(fresh)));
    Instant dueAt = settings.deadline().dueAt(asked.receivedAt());
    Case offered = Case.open(fresh, asked, source, dueAt);
    Optional<Case> asking =
        documents.transact(
            tx -> {
              List<Optional<Document>> known = tx.read(marks);
              if (known.stream().anyMatch(Optional::isPresent)) {
                return known.get(0).map(it -> unchanged(it.fields().string(CASE).orElseThrow()));
              }
              Case after = opened(tx, sender, offered, asked);
              Fields mark = Fields.empty().with(CASE, after.id()).with(USED_AT, now());
              marks.forEach(it -> tx.set(it, mark));
              return Optional.of(after);
            });
    asking.ifPresent(this::sendLetter);
    return asking.map(Case::id);
  }

  /** Writes the offered case, or adds the request to the open one of its address and kind. */
  private Case opened(Documents.Transaction tx, DocumentPath sender, Case offered, NewCase asked) {
    String kind = offered.kind().storedName();
    Fields known = tx.read(sender).map(Document::fields).orElse(Fields.empty());
    Optional<Case> open =
        known.string(kind).flatMap(it -> tx.read(Case.path(it))).map(Case::of).filter(Case::isLive);
    Case before = open.orElse(offered).withText(asked.text());
    boolean isAsking =
        !offered.fields().string("source").equals(Optional.of(AUTOMATIC))
            && !before.has(Case.LETTER_DUE_AT)
            && (open.isEmpty() || before.awaitsProof())
            && before.number(Case.LETTERS) < MAX_LETTERS;
    Instant next = known.instant(LETTER_AT).map(it -> it.plus(LETTER_EVERY)).orElse(now());
    Instant letterAt = next.isBefore(now()) ? now() : next;
    Case after = isAsking ? before.rescheduled().with(Case.LETTER_DUE_AT, letterAt) : before;
    Action action = open.isPresent() ? Action.RECORDED : Action.OPENED;
    write(tx, before, new Change(after, action, kind, "", ""), Optional.empty());
    Fields own = known.with(kind, after.id()).with(USED_AT, now());
    tx.set(sender, isAsking ? own.with(LETTER_AT, letterAt) : own);
    return isAsking ? after : unchanged(after.id());
  }

  /** A case for whose letter another call is responsible. */
  private static Case unchanged(String id) {
    return new Case(id, Fields.empty());
  }

  /**
   * Sends the acknowledgement of a receipt, with a link that proves the address, once it is due.
   */
  void sendLetter(Case asking) {
    if (asking.fields().instant(Case.LETTER_DUE_AT).filter(it -> !it.isAfter(now())).isPresent()) {
      boolean hasLink = asking.awaitsProof();
      String link = hasLink ? links.create(asking.address().orElseThrow(), asking.id()) : "";
      String letter = hasLink ? "verification" : "acknowledgement";
      change(
          asking.id(),
          it -> it.has(Case.LETTER_DUE_AT),
          it -> new Change(it.acknowledged(), Action.RECORDED, "acknowledged", letter, link));
    }
  }

  @Override
  public boolean confirm(String caseId, Optional<SubjectId> subject) {
    boolean isOpen =
        find(caseId).filter(it -> it.isLive() && it.kind() != CaseKind.QUESTION).isPresent();
    documents.transact(
        tx -> {
          Optional<SubjectId> owner =
              subject.filter(it -> tx.read(subjects.fence(it)).get(0).isEmpty());
          return change(
              tx,
              caseId,
              Optional.empty(),
              it -> it.isLive() && it.awaitsProof(),
              it -> proven(it, owner));
        });
    find(caseId).ifPresent(this::carryOut);
    return isOpen;
  }

  private Change proven(Case open, Optional<SubjectId> owner) {
    Case proven = open.with(Case.PROVEN_AT, now());
    if (owner.isEmpty()) {
      return closed(proven, CaseState.DENIED, "no_match", "no_match", "");
    }
    Case begun = proven.moved(CaseState.IN_PROGRESS, "", now());
    boolean isOnPage = open.kind() == CaseKind.ACCESS || open.kind() == CaseKind.EXPORT;
    String letter = isOnPage ? open.kind().storedName() : "";
    Case after = begun.with(Case.UID, owner.get().value());
    return new Change(after, Action.CONFIRMED, "proven", letter, "");
  }

  /**
   * Carries out a proven request, or continues it. Kinds that are not named here need staff, or the
   * person, who gets their data on the page that the letter names.
   */
  void carryOut(Case proven) {
    if (proven.state() == CaseState.IN_PROGRESS) {
      switch (proven.kind()) {
        case ERASURE -> erase(proven);
        case OBJECTION, RESTRICTION -> {
          Signal signal = Signal.valueOf(proven.kind().name());
          consents.signal(owner(proven), signal, true, proven.at(Case.PROVEN_AT));
          close(proven.id(), CaseState.FULFILLED);
        }
        default -> {}
      }
    }
  }

  private static SubjectId owner(Case proven) {
    return new SubjectId(proven.fields().string(Case.UID).orElseThrow());
  }

  /**
   * Opens the order that a click would open, then follows it until it is fulfilled or revoked. If
   * an operator denies it, the case stays open for staff to explain that to the person.
   */
  private void erase(Case proven) {
    Optional<String> order = proven.fields().string(Case.ORDER);
    if (order.isEmpty()) {
      String opened = erasures.request(owner(proven), CircuitBreaker.REQUESTED).id();
      change(
          proven.id(),
          it -> !it.has(Case.ORDER),
          it -> {
            Case after = it.with(Case.ORDER, opened).without(List.of(Case.UID));
            return new Change(after, Action.STARTED, "erasure", "", "");
          });
    } else {
      documents
          .get(OwnCollections.ERASURES.document(order.get()))
          .map(it -> CaseState.valueOf(RemovalOrder.of(it).state().name()))
          .filter(it -> it == CaseState.FULFILLED || it == CaseState.REVOKED)
          .ifPresent(it -> close(proven.id(), it));
    }
  }

  /** Closes a case; a letter tells the person that it is carried out. */
  private void close(String id, CaseState state) {
    boolean isFulfilled = state == CaseState.FULFILLED;
    change(
        id, it -> true, it -> closed(it, state, "", isFulfilled ? it.kind().storedName() : "", ""));
  }

  /** The change that closes a case, with a reason, a letter and its words, or "" for none. */
  Change closed(Case open, CaseState state, String reason, String letter, String words) {
    Action action = state == CaseState.EXPIRED ? Action.DENIED : Action.valueOf(state.name());
    String step = reason.isEmpty() ? open.kind().storedName() : reason;
    return new Change(open.moved(state, reason, now()), action, step, letter, words);
  }

  Optional<Case> find(String id) {
    return documents.get(Case.path(id)).map(Case::of);
  }

  /** Changes a live case if a condition holds. */
  private void change(String id, Predicate<Case> when, Function<Case, Change> change) {
    change(id, Optional.empty(), it -> it.isLive() && when.test(it), change);
  }

  /** Changes a case if a condition holds; empty if there is none or it does not. */
  @CanIgnoreReturnValue
  Optional<Case> change(
      String id, Optional<SubjectId> staff, Predicate<Case> when, Function<Case, Change> change) {
    return documents.transact(tx -> change(tx, id, staff, when, change));
  }

  private Optional<Case> change(
      Documents.Transaction tx,
      String id,
      Optional<SubjectId> staff,
      Predicate<Case> when,
      Function<Case, Change> change) {
    Optional<Case> before = tx.read(Case.path(id)).map(Case::of).filter(when);
    before.ifPresent(it -> write(tx, it, change.apply(it), staff));
    return before;
  }

  private void write(
      Documents.Transaction tx, Case before, Change change, Optional<SubjectId> staff) {
    Case after = change.after();
    AuditLog.Writer writer = audit.writer(tx);
    writer.set(Case.path(after.id()), after.scheduled(now()));
    if (!change.step().isEmpty()) {
      Optional<ReasonCode> step = Optional.of(new ReasonCode(change.step().replace('_', '-')));
      writer.append(
          AuditEntry.ofOrder(now(), AuditTopic.CASE, change.action(), hash(CASE, after.id()), step)
              .by(staff.map(it -> StaffAudit.actor(hash, it))));
    }
    String letter = change.letter();
    if (!letter.isEmpty()) {
      String name = letter + after.number(Case.LETTERS) + "/" + after.number(Case.REMINDERS);
      MailQueue mail = new MailQueue(clock);
      (letter.equals("reminder") ? settings.team() : before.address())
          .map(it -> settings.letter(letter, it, after, change.words(), pages))
          .ifPresent(it -> mail.add(writer::set, hash("letter", after.id() + name), it));
    }
  }

  Instant now() {
    return clock.instant();
  }

  private String hash(String kind, String named) {
    return hash.of(kind, named);
  }

  private DocumentPath key(String kind, String named) {
    return OwnCollections.CASE_KEYS.document(hash(kind, named));
  }
}
