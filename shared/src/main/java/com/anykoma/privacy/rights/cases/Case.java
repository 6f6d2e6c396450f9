package com.anykoma.privacy.rights.cases;

import com.anykoma.privacy.Sensitive;
import com.anykoma.privacy.StoredName;
import com.anykoma.privacy.mail.EmailAddress;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.work.DueIndex;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A case, {@code cases/{id}}, with a random id. It has the person's address and words until 30 days
 * after it is closed, and the uid once control of the address is proven. The case of an erasure has
 * the order instead of the uid, so that the erasure does not delete it. Times, kind and outcome
 * stay as evidence. Immutable.
 */
record Case(String id, Fields fields) {
  static final String LIVE = "live";
  static final String ADDRESS = "address";
  static final String RECEIVED_AT = "receivedAt";
  static final String DUE_AT = "dueAt";
  static final String EXTENDED_AT = "extendedAt";
  static final String PROVEN_AT = "provenAt";
  static final String UID = "uid";
  static final String ORDER = "order";

  /** When the acknowledgement of the receipt may be sent; absent if none is due. */
  static final String LETTER_DUE_AT = "letterDueAt";

  /** The numbers of acknowledgements and of reminders so far. */
  static final String LETTERS = "letters";

  static final String REMINDERS = "reminders";

  /** When the sweep continues the case. */
  static final String NEXT_ATTEMPT_AT = "nextAttemptAt";

  /** The personal fields, without the uid. */
  static final List<String> PERSONAL = List.of(ADDRESS, "texts", "extensionReason");

  private static final List<Duration> REMINDED_BEFORE =
      List.of(Duration.ofDays(7), Duration.ofDays(2), Duration.ZERO);
  private static final Duration PERSONAL_FOR = Duration.ofDays(30);
  private static final Duration CONTINUED_EVERY = Duration.ofHours(6);
  private static final int MAX_TEXTS = 20;

  static Case open(String id, NewCase asked, String source, Instant dueAt) {
    boolean isQuestion = asked.kind() == CaseKind.QUESTION;
    return new Case(
        id,
        Fields.empty()
            .with("kind", asked.kind().storedName())
            .with("source", source)
            .with("state", CaseState.OPEN.storedName())
            .with("reason", isQuestion ? Optional.empty() : Optional.of("need_user_verification"))
            .with(LIVE, true)
            .with(ADDRESS, asked.from().value().reveal())
            .with(RECEIVED_AT, asked.receivedAt())
            .with(DUE_AT, dueAt));
  }

  static Case of(Document stored) {
    return new Case(stored.path().id(), stored.fields());
  }

  static DocumentPath path(String id) {
    return OwnCollections.CASES.document(id);
  }

  CaseKind kind() {
    return StoredName.find(CaseKind.class, fields.string("kind").orElseThrow()).orElseThrow();
  }

  CaseState state() {
    return StoredName.find(CaseState.class, fields.string("state").orElseThrow()).orElseThrow();
  }

  boolean isLive() {
    return state().isLive();
  }

  /** Whether the person has yet to prove control of the address; until then it has no effect. */
  boolean awaitsProof() {
    return kind() != CaseKind.QUESTION && !has(PROVEN_AT);
  }

  Optional<EmailAddress> address() {
    return fields.string(ADDRESS).map(it -> new EmailAddress(Sensitive.of(it)));
  }

  boolean has(String field) {
    return fields.has(field);
  }

  Instant at(String field) {
    return fields.instant(field).orElseThrow();
  }

  long number(String field) {
    return fields.number(field).orElse(0L);
  }

  Case with(String field, Object value) {
    return new Case(id, fields.with(field, value));
  }

  Case without(List<String> names) {
    Fields fewer = fields;
    for (String each : names) {
      fewer = fewer.without(each);
    }
    return new Case(id, fewer);
  }

  /** Adds the words of a request; after 20 texts, only that it was repeated is recorded. */
  Case withText(Optional<Sensitive<String>> text) {
    List<String> texts = new ArrayList<>(fields.strings("texts"));
    text.filter(it -> texts.size() < MAX_TEXTS).ifPresent(it -> texts.add(it.reveal()));
    return with("texts", texts);
  }

  /** Returns the case with its receipt acknowledged, perhaps once more. */
  Case acknowledged() {
    return without(List.of(LETTER_DUE_AT)).with(LETTERS, number(LETTERS) + 1);
  }

  /**
   * Returns the case in another state. All changes of state come here.
   *
   * @param reason a reason of the Data Rights Protocol, or "" for none
   * @throws IllegalStateException if the present state does not permit it
   */
  Case moved(CaseState next, String reason, Instant now) {
    if (!state().canBecome(next)) {
      throw new IllegalStateException("a case cannot move from " + state() + " to " + next);
    }
    Fields moved = fields.without("reason").without(LETTER_DUE_AT).with("state", next.storedName());
    if (!next.isLive()) {
      moved = moved.with(LIVE, false).with("closedAt", now);
    }
    return new Case(id, reason.isEmpty() ? moved : moved.with("reason", reason));
  }

  /** Returns the case without a set time, so that its next one is counted from now. */
  Case rescheduled() {
    return without(List.of(NEXT_ATTEMPT_AT));
  }

  /** The number of reminders that are due by now. */
  long remindersDue(Instant now) {
    return REMINDED_BEFORE.stream().filter(it -> !now.isBefore(at(DUE_AT).minus(it))).count();
  }

  /**
   * The fields to store: with the time at which the sweep continues, without expired fields. A time
   * that is set stays if it is earlier, so that looks and repetitions do not postpone the work.
   */
  Fields scheduled(Instant now) {
    boolean isErased = kind() == CaseKind.ERASURE && state() == CaseState.FULFILLED;
    Instant next =
        isLive()
            ? now.plus(has(LETTER_DUE_AT) ? DueIndex.LEASE : CONTINUED_EVERY)
            : at("closedAt").plus(isErased ? Duration.ZERO : PERSONAL_FOR);
    if (!now.isBefore(next)) {
      return without(PERSONAL).without(List.of(UID, NEXT_ATTEMPT_AT)).fields;
    }
    Optional<Instant> set = fields.instant(NEXT_ATTEMPT_AT).filter(it -> it.isBefore(next));
    return fields.with(NEXT_ATTEMPT_AT, set.orElse(next));
  }
}
