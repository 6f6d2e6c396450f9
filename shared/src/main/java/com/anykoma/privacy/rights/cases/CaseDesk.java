package com.anykoma.privacy.rights.cases;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.proof.audit.Action;
import com.anykoma.privacy.rights.cases.Cases.Change;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The work of staff on cases (P18, P26, P38). Each look at a case and each decision has an entry in
 * the audit log with a keyed hash of the member of staff. Only the link in a letter proves control
 * of an address, so staff can neither start an erasure nor close an unproven request as fulfilled.
 */
public record CaseDesk(Cases cases) {
  /** The reasons of the Data Rights Protocol for which staff deny a request. */
  public static final Set<String> REASONS =
      Set.of(
          "suspected_fraud",
          "insuf_verification",
          "claim_not_covered",
          "outside_jurisdiction",
          "other");

  private static final int PAGE = 50;

  /** Whether the legal date of any live case is past. */
  public static boolean isAnyOverdue(Documents documents, Instant now) {
    return documents.count(
            Query.in(OwnCollections.CASES)
                .whereEqual(Case.LIVE, true)
                .where(Case.DUE_AT, Query.Operator.LESS_OR_EQUAL, now))
        > 0;
  }

  /**
   * A page of the live cases by legal date, the earliest first, without addresses, texts and uids.
   *
   * @param after the last case of the previous page
   */
  public List<Fields> list(Optional<String> after) {
    Query live =
        Query.in(OwnCollections.CASES).whereEqual(Case.LIVE, true).orderBy(Case.DUE_AT).limit(PAGE);
    Query page =
        after.flatMap(it -> cases.documents().get(Case.path(it))).map(live::after).orElse(live);
    return cases.documents().find(page).stream()
        .map(it -> Case.of(it).without(Case.PERSONAL).without(List.of(Case.UID)))
        .map(it -> it.fields().with("id", it.id()))
        .toList();
  }

  /** Opens a case for a letter or a call; an e-mail asks the person to prove the address. */
  public String open(SubjectId staff, NewCase asked) {
    String id = cases.open(asked, "staff", Optional.empty()).orElseThrow();
    view(staff, id);
    return id;
  }

  /** All fields of a case. */
  public Optional<Fields> view(SubjectId staff, String id) {
    return cases
        .change(
            id,
            Optional.of(staff),
            it -> true,
            it -> new Change(it, Action.VIEWED, "viewed", "", ""))
        .map(Case::fields);
  }

  /** Extends the legal date, once and before it has passed; a letter gives the reason. */
  public boolean extend(SubjectId staff, String id, String reason) {
    return decide(
        staff,
        id,
        it -> !it.has(Case.EXTENDED_AT) && cases.now().isBefore(it.at(Case.DUE_AT)),
        it -> extended(it, reason));
  }

  private Change extended(Case open, String reason) {
    Case after =
        open.with(Case.EXTENDED_AT, cases.now())
            .with(Case.DUE_AT, cases.settings().deadline().extendedDueAt(open.at(Case.RECEIVED_AT)))
            .with("extensionReason", reason)
            .with(Case.REMINDERS, 0);
    return new Change(after, Action.RECORDED, "extended", "extension", reason);
  }

  /**
   * Denies a live case; a letter explains why.
   *
   * @param reason one of {@link #REASONS}
   */
  public boolean deny(SubjectId staff, String id, String reason, String words) {
    return decide(
        staff, id, it -> true, it -> cases.closed(it, CaseState.DENIED, reason, "denied", words));
  }

  /** Closes a question, or a proven request, as carried out; only its order closes an erasure. */
  public boolean fulfil(SubjectId staff, String id, String words) {
    return decide(
        staff,
        id,
        it -> !it.awaitsProof() && it.kind() != CaseKind.ERASURE,
        it -> cases.closed(it, CaseState.FULFILLED, "", it.kind().storedName(), words));
  }

  private boolean decide(
      SubjectId staff, String id, Predicate<Case> when, Function<Case, Change> change) {
    return cases
        .change(id, Optional.of(staff), it -> it.isLive() && when.test(it), change)
        .isPresent();
  }
}
