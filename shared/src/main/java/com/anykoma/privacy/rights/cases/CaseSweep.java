package com.anykoma.privacy.rights.cases;

import com.anykoma.privacy.StepRunner;
import com.anykoma.privacy.log.Log;
import com.anykoma.privacy.log.LogField;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.proof.audit.Action;
import com.anykoma.privacy.rights.cases.Cases.Change;
import com.anykoma.privacy.work.DueIndex;
import java.time.Instant;
import java.util.Optional;

/**
 * Continues due cases (P26, P38): sends letters that were not sent, carries out proven requests,
 * reminds the team of near dates, closes requests that were not confirmed by their date, and
 * removes the personal fields of closed cases. Idempotent; a case that fails is tried again after
 * 15 minutes and does not stop the others.
 */
public record CaseSweep(Cases cases) {
  private static final Log LOG = Log.of(CaseSweep.class);
  private static final int MAX_PER_RUN = 500;

  /**
   * Continues the cases that are due, the longest due first.
   *
   * @param until no further case is started after this time; the next run continues
   */
  public void sweep(Instant until) {
    Instant now = cases.now();
    Query due =
        Query.in(OwnCollections.CASES)
            .where(Case.NEXT_ATTEMPT_AT, Query.Operator.LESS_OR_EQUAL, now)
            .limit(MAX_PER_RUN);
    Fields lease = Fields.empty().with(Case.NEXT_ATTEMPT_AT, now.plus(DueIndex.LEASE));
    StepRunner steps = new StepRunner();
    for (Document each : cases.documents().find(due)) {
      if (cases.now().isBefore(until)) {
        steps.run(
            () -> {
              if (cases.documents().update(each.path(), each.updateTime(), lease)) {
                advance(Case.of(each), steps);
              }
            });
      }
    }
    steps.throwFailure();
  }

  /** A failure of the work must not hide that a date is near, so reminders come first. */
  private void advance(Case due, StepRunner steps) {
    Instant now = cases.now();
    steps.run(() -> warn(due, now));
    steps.run(() -> cases.sendLetter(due));
    if (steps.run(() -> cases.carryOut(due))) {
      cases.change(due.id(), Optional.empty(), it -> true, it -> next(it.rescheduled(), now));
    }
  }

  /** Logs before the reminder is stored, so that a crash repeats an alarm and loses none. */
  private void warn(Case due, Instant now) {
    boolean isReminder =
        due.isLive() && !due.awaitsProof() && due.remindersDue(now) > due.number(Case.REMINDERS);
    if (isReminder && now.isBefore(due.at(Case.DUE_AT))) {
      LOG.warning("alarm: a case is near its legal date", LogField.CASE.of(due.id()));
    } else if (isReminder) {
      LOG.severe("alarm: a case is past its legal date", LogField.CASE.of(due.id()));
    }
    Instant by = cases.settings().deadline().acknowledgeBy(due.at(Case.RECEIVED_AT));
    if (due.has(Case.LETTER_DUE_AT) && !now.isBefore(by)) {
      LOG.severe("alarm: a case was not acknowledged in time", LogField.CASE.of(due.id()));
    }
  }

  private Change next(Case it, Instant now) {
    long reminders = it.isLive() ? it.remindersDue(now) : 0;
    if (reminders <= it.number(Case.REMINDERS)) {
      return new Change(it, Action.RECORDED, "", "", "");
    }
    if (it.awaitsProof() && !now.isBefore(it.at(Case.DUE_AT))) {
      return cases.closed(it, CaseState.EXPIRED, "need_user_verification", "", "");
    }
    String letter = it.awaitsProof() ? "" : "reminder";
    return new Change(it.with(Case.REMINDERS, reminders), Action.RECORDED, "reminded", letter, "");
  }
}
