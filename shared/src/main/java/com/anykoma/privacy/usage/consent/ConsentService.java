package com.anykoma.privacy.usage.consent;

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
 * Records consent that does not depend on the plan: the initial consent of an account, objections,
 * GPC signals, and the tombstone of a deleted account (P25, E13). Idempotent.
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
  private static final Logger LOG = Logger.getLogger(ConsentService.class.getName());

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
            .allMatch(each -> record.objection().isInForce(each) || !isSet(account, field(each)));
  }

  private static String field(Signal signal) {
    return signal.name().toLowerCase(Locale.ROOT);
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
    String field = field(signal);
    Document latest = tx.alsoRead(0).orElse(reported);
    Optional<Document> set =
        change
            .before()
            .filter(it -> isSet(it, field))
            .or(() -> change.after().filter(it -> isSet(it, field)));
    if (isSet(latest, field)) {
      recordSignal(tx, signal, true, set.orElse(latest).updateTime());
    } else if (set.isPresent()) {
      recordLifted(tx, signal, set.get().updateTime(), latest.updateTime());
    }
  }

  private void recordLifted(SubjectTransaction tx, Signal signal, Instant from, Instant to) {
    Objection before = tx.subject().objection();
    if (!before.with(signal, true, from).with(signal, false, to).equals(before)) {
      recordSignal(tx, signal, true, from);
      recordSignal(tx, signal, false, to);
    }
  }

  private static boolean isSet(Document account, String field) {
    return account.fields().value(field).filter(value -> !value.equals(false)).isPresent();
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

  /** Records that the subject objects to improvement use, or no longer, as of {@code at}. */
  public void signal(SubjectId subject, Signal signal, boolean on, Instant at) {
    List<Task> followUps =
        subjects.transact(
            subject,
            tx -> {
              recordSignal(tx, signal, on, at);
              return withdrawals(subject, tx.subject().objection());
            });
    tasks.publish(followUps);
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
