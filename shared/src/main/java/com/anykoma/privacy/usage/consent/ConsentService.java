package com.anykoma.privacy.usage.consent;

import com.anykoma.privacy.Plan;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.changes.policy.Policies;
import com.anykoma.privacy.changes.policy.Policy;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentChange;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.TaskPayload.Withdraw;
import com.anykoma.privacy.platform.Tasks;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.subject.ErasedSubject;
import com.anykoma.privacy.subject.Objection;
import com.anykoma.privacy.subject.Objection.Signal;
import com.anykoma.privacy.subject.SubjectRecord;
import com.anykoma.privacy.subject.SubjectTransaction;
import com.anykoma.privacy.subject.Subjects;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.logging.Logger;

/**
 * Keeps what subjects agreed to apart from their plan: the consent an account begins with, the free
 * objection, the GPC signal, and the tombstone of a deleted account (P25, E13). Safe to repeat.
 */
public record ConsentService(
    Subjects subjects, DataMap dataMap, Policies policies, Tasks tasks, InstantSource clock) {
  private static final Logger LOG = Logger.getLogger(ConsentService.class.getName());

  /** Takes note of an account document, by its path; other documents are passed over. */
  public void accountWritten(DocumentChange change) {
    dataMap.subjectOf(change.path()).ifPresent(subject -> accountWritten(subject, change));
  }

  /**
   * Takes note of the app's account document {@code users/{uid}}: begins the consent history,
   * alarms at unlisted fields, and follows its {@code gpc} and {@code objection} fields. Anything
   * in them but false is a yes.
   */
  public void accountWritten(SubjectId subject, DocumentChange change) {
    change.after().flatMap(dataMap::census).ifPresent(LOG::warning);
    change.after().ifPresent(account -> follow(subject, change, account));
  }

  /**
   * Whether an event of the account document would change nothing in the record: the consent
   * history has begun, and each signal that the account gives is in force. A signal that was lifted
   * without an event stays in force, because the account does not tell that from one given another
   * way.
   */
  public static boolean isInLine(SubjectRecord record, Document account) {
    return record.accountCreatedAt().isPresent()
        && Arrays.stream(Signal.values())
            .allMatch(each -> record.objection().isInForce(each) || !saysYes(account, field(each)));
  }

  private static String field(Signal signal) {
    return signal.name().toLowerCase(Locale.ROOT);
  }

  /** Changes are told in any order, so what counts is how the account stands by now. */
  private void follow(SubjectId subject, DocumentChange change, Document told) {
    boolean[] begins = {change.before().isEmpty()};
    List<Task> followUps =
        new ArrayList<>(
            subjects.transact(
                subject,
                List.of(change.path()),
                tx -> {
                  begins[0] |= tx.subject().accountCreatedAt().isEmpty();
                  begin(tx, told.createTime());
                  for (Signal signal : Signal.values()) {
                    follow(tx, signal, change, told);
                  }
                  return withdrawals(subject, tx.subject().objection());
                }));
    if (begins[0]) {
      subjects.redrive(subject).ifPresent(followUps::add);
    }
    tasks.publish(followUps);
  }

  /** A field that the account never had says nothing: the signal may have come another way. */
  private void follow(SubjectTransaction tx, Signal signal, DocumentChange change, Document told) {
    String field = field(signal);
    Document latest = tx.alsoRead(0).orElse(told);
    Optional<Document> yes =
        change
            .before()
            .filter(it -> saysYes(it, field))
            .or(() -> change.after().filter(it -> saysYes(it, field)));
    if (saysYes(latest, field)) {
      note(tx, signal, true, yes.orElse(latest).updateTime());
    } else if (yes.isPresent()) {
      noteLifted(tx, signal, yes.get().updateTime(), latest.updateTime());
    }
  }

  private void noteLifted(SubjectTransaction tx, Signal signal, Instant from, Instant to) {
    Objection before = tx.subject().objection();
    if (!before.with(signal, true, from).with(signal, false, to).equals(before)) {
      note(tx, signal, true, from);
      note(tx, signal, false, to);
    }
  }

  private static boolean saysYes(Document account, String field) {
    return account.fields().value(field).filter(value -> !value.equals(false)).isPresent();
  }

  private void begin(SubjectTransaction tx, Instant createdAt) {
    if (tx.subject().accountCreatedAt().isEmpty()) {
      record(ConsentHistory.ACCOUNT, createdAt, Optional.of(Plan.FREE), granted(createdAt))
          .appendTo(tx);
      tx.put("accountCreatedAt", createdAt);
      tx.put(SubjectRecord.KNOWN_SINCE, clock.instant());
      tx.put("epoch", tx.subject().epoch());
    }
  }

  /**
   * Records that the subject objects to improvement use, or no longer does, as of {@code at}.
   *
   * @throws ErasedSubject when the subject's tombstone stands
   */
  public void signal(SubjectId subject, Signal signal, boolean on, Instant at) {
    List<Task> followUps =
        subjects.transact(
            subject,
            tx -> {
              note(tx, signal, on, at);
              return withdrawals(subject, tx.subject().objection());
            });
    tasks.publish(followUps);
  }

  private void note(SubjectTransaction tx, Signal signal, boolean on, Instant at) {
    Objection before = tx.subject().objection();
    Objection after = before.with(signal, on, at);
    if (!after.equals(before)) {
      ConsentState state = after.inForce() ? ConsentState.WITHDRAWN : granted(at);
      record(field(signal), at, Optional.empty(), state).appendTo(tx);
      tx.put("objection", after.write());
    }
  }

  /**
   * Ends the subject's life with us: from here on every write about them is refused, and what the
   * corpus holds of theirs is withdrawn.
   *
   * @param order writes the order that erases them, in the same transaction, and answers its number
   */
  public void end(SubjectId subject, String cause, ToLongFunction<SubjectTransaction> order) {
    long epoch =
        subjects.transact(
            subject,
            tx -> {
              tx.raiseTombstone(clock.instant(), cause, order.applyAsLong(tx));
              return tx.subject().epoch();
            });
    tasks.publish(List.of(withdrawal(subject, cause, subjects.opaqueId(subject) + "-" + epoch)));
  }

  /** The task that withdraws a subject's content from the corpus; {@code key} makes its id. */
  public static Task withdrawal(SubjectId subject, String cause, String key) {
    return new Task(
        Topic.WITHDRAW, Topic.WITHDRAW.word() + "-" + key, new Withdraw(subject, cause));
  }

  /** Repeated with every delivery for as long as a signal is in force, so that none is lost. */
  private List<Task> withdrawals(SubjectId subject, Objection objection) {
    List<Task> found = new ArrayList<>();
    objection
        .objectedSince()
        .ifPresent(since -> found.add(withdrawal(subject, Signal.OBJECTION, since)));
    objection.gpcSince().ifPresent(since -> found.add(withdrawal(subject, Signal.GPC, since)));
    return found;
  }

  private Task withdrawal(SubjectId subject, Signal signal, Instant since) {
    String cause = field(signal);
    return withdrawal(
        subject, cause, subjects.opaqueId(subject) + "-" + cause + "-" + since.toEpochMilli());
  }

  private ConsentState granted(Instant at) {
    return policies.grantImprovementAt(at) ? ConsentState.GIVEN : ConsentState.REFUSED;
  }

  private ConsentRecord record(String source, Instant at, Optional<Plan> plan, ConsentState state) {
    return new ConsentRecord(
        source,
        at,
        clock.instant(),
        policies.inForceAt(at).map(Policy::version),
        List.of(
            new ConsentRecord.ConsentChange(
                at, Optional.empty(), plan, state, LawfulBasis.of(state))));
  }
}
