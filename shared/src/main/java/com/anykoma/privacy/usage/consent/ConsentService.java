package com.anykoma.privacy.usage.consent;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.changes.policy.Policies;
import com.anykoma.privacy.changes.policy.Policy;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.log.Log;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentChange;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.TaskPayload.Withdraw;
import com.anykoma.privacy.platform.Tasks;
import com.anykoma.privacy.platform.Topic;
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
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * Records consent that does not depend on the plan: the initial consent of an account, objections,
 * GPC signals, restrictions, and the tombstone of a deleted account (P25, E13). Idempotent.
 *
 * @param basePlan the name of the plan of a new account
 */
public record ConsentService(
    Subjects subjects,
    DataMap dataMap,
    Policies policies,
    String basePlan,
    Tasks tasks,
    InstantSource clock) {
  private static final Log LOG = Log.of(ConsentService.class);

  /** Processes a change of an account document; ignores documents that belong to no subject. */
  public void accountWritten(DocumentChange change) {
    dataMap.subjectOf(change.path()).ifPresent(subject -> accountWritten(subject, change));
  }

  /**
   * Processes a change of the app's account document {@code users/{uid}}: starts the consent
   * history, raises an alarm for fields that are not in the data map, and applies the signals
   * {@code gpc} and {@code objection}. A field with any value except false sets its signal.
   */
  public void accountWritten(SubjectId subject, DocumentChange change) {
    change.after().flatMap(dataMap::violation).ifPresent(LOG::warning);
    change.after().ifPresent(account -> applySignals(subject, change, account));
  }

  /**
   * Whether processing an event of the account document would not change the record: the consent
   * history has started, and each signal that the document sets is in force. A signal that the
   * document no longer sets stays in force if no event reported the change, because it may have
   * been given in another way.
   */
  public static boolean isUpToDate(SubjectRecord record, Document account) {
    return record.accountCreatedAt().isPresent()
        && Arrays.stream(Signal.values())
            .allMatch(each -> record.objection().isInForce(each) || !isSet(account, each));
  }

  private static String field(Signal signal) {
    return signal.storedName();
  }

  /** Events arrive in any order, so the current account document is decisive. */
  private void applySignals(SubjectId subject, DocumentChange change, Document reported) {
    boolean[] isNew = {change.before().isEmpty()};
    List<Task> followUps =
        new ArrayList<>(
            subjects.transact(
                subject,
                List.of(change.path()),
                tx -> {
                  isNew[0] |= tx.subject().accountCreatedAt().isEmpty();
                  startHistory(tx, reported.createTime());
                  for (Signal signal : Signal.values()) {
                    applySignal(tx, signal, change, reported);
                  }
                  return withdrawals(subject, tx.subject().objection());
                }));
    if (isNew[0]) {
      subjects.redrive(subject).ifPresent(followUps::add);
    }
    tasks.publish(followUps);
  }

  /** A field that the account never had lifts no signal: it may have been given another way. */
  private void applySignal(
      SubjectTransaction tx, Signal signal, DocumentChange change, Document reported) {
    Document latest = tx.alsoRead(0).orElse(reported);
    Optional<Document> set =
        change
            .before()
            .filter(it -> isSet(it, signal))
            .or(() -> change.after().filter(it -> isSet(it, signal)));
    if (isSet(latest, signal)) {
      recordSignal(tx, signal, true, set.orElse(latest).updateTime());
    } else if (set.isPresent() && isNewlyLifted(tx, signal, set.get(), reported)) {
      recordSignal(tx, signal, true, set.get().updateTime());
      recordSignal(tx, signal, false, latest.updateTime());
    }
  }

  /**
   * Whether a field that was set, and no longer is, lifts a signal that the record does not know as
   * lifted. A signal that was given in another way after the reported change stays in force. When a
   * signal is lifted, the record knows all fields of that time; so a version of the document that
   * is not later is accounted for.
   */
  private static boolean isNewlyLifted(
      SubjectTransaction tx, Signal signal, Document set, Document reported) {
    Objection known = tx.subject().objection();
    return known
        .since(signal)
        .map(since -> !since.isAfter(reported.updateTime()))
        .orElseGet(() -> known.through().filter(it -> !it.isBefore(set.updateTime())).isEmpty());
  }

  /** Whether a field of the account document gives the signal; none gives a restriction. */
  private static boolean isSet(Document account, Signal signal) {
    return signal != Signal.RESTRICTION
        && account.fields().value(field(signal)).filter(it -> !it.equals(false)).isPresent();
  }

  private void startHistory(SubjectTransaction tx, Instant createdAt) {
    if (tx.subject().accountCreatedAt().isEmpty()) {
      record(ConsentHistory.ACCOUNT, createdAt, Optional.of(basePlan), granted(createdAt))
          .appendTo(tx);
      tx.put("accountCreatedAt", createdAt);
      tx.put(SubjectRecord.KNOWN_SINCE, clock.instant());
      tx.put("epoch", tx.subject().epoch());
    }
  }

  /**
   * Records that the subject gives a signal, or withdraws it, as of {@code at}. Applies the fields
   * of the account document first, and clears the field of a withdrawn signal, so that no later
   * event of the document gives it again.
   */
  public void signal(SubjectId subject, Signal signal, boolean on, Instant at) {
    DocumentPath account = dataMap.accountDocuments().existingDocument(subject.documentId());
    List<Task> followUps =
        subjects.transact(
            subject,
            List.of(account),
            tx -> {
              Optional<Document> present = tx.alsoRead(0);
              for (Signal each : Signal.values()) {
                present
                    .filter(it -> isSet(it, each))
                    .ifPresent(it -> recordSignal(tx, each, true, it.updateTime()));
              }
              recordSignal(tx, signal, on, at);
              present
                  .filter(it -> !on && isSet(it, signal))
                  .ifPresent(it -> tx.update(it, Fields.empty().with(field(signal), false)));
              return withdrawals(subject, tx.subject().objection());
            });
    tasks.publish(followUps);
  }

  /** The version of the policy in force. */
  public Optional<Policy> policy() {
    return policies.inForceAt(clock.instant());
  }

  /** The signals of a subject who is not erased. */
  public Objection signals(SubjectId subject) {
    return subjects.transact(
        subject,
        tx -> {
          tx.requireNotErased();
          return tx.subject().objection();
        });
  }

  private void recordSignal(SubjectTransaction tx, Signal signal, boolean on, Instant at) {
    Objection before = tx.subject().objection();
    Objection after = before.with(signal, on, at);
    if (!after.equals(before)) {
      ConsentState state = after.inForce() ? ConsentState.WITHDRAWN : granted(at);
      record(field(signal), at, Optional.empty(), state).appendTo(tx);
      tx.put("objection", after.write());
    }
  }

  /** Writes the subject's tombstone with the request of {@code order}; queues the withdrawal. */
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

  /** Creates the task that withdraws a subject's content; its id is derived from {@code key}. */
  public static Task withdrawal(SubjectId subject, String cause, String key) {
    return new Task(
        Topic.WITHDRAW, Topic.WITHDRAW.storedName() + "-" + key, new Withdraw(subject, cause));
  }

  /** Published with every delivery while a signal is in force, so that no withdrawal is lost. */
  private List<Task> withdrawals(SubjectId subject, Objection objection) {
    return Arrays.stream(Signal.values())
        .flatMap(each -> objection.since(each).map(it -> withdrawal(subject, each, it)).stream())
        .toList();
  }

  private Task withdrawal(SubjectId subject, Signal signal, Instant since) {
    String cause = field(signal);
    return withdrawal(
        subject, cause, subjects.opaqueId(subject) + "-" + cause + "-" + since.toEpochMilli());
  }

  private ConsentState granted(Instant at) {
    return policies.isImprovementGrantedAt(at) ? ConsentState.GIVEN : ConsentState.REFUSED;
  }

  private ConsentRecord record(
      String source, Instant at, Optional<String> plan, ConsentState state) {
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
