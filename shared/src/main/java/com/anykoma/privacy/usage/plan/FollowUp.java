package com.anykoma.privacy.usage.plan;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.subject.Subjects;
import com.anykoma.privacy.usage.consent.ConsentService;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What is left to do, as a task, once an event has taken effect. */
enum FollowUp {
  /** Bring the account's custom claims in line with the plan. */
  CLAIMS,
  /** Take the subject's content out of the corpus (P6). */
  WITHDRAW,
  /** Bring the subject's content in line with the plan: seal what it now protects (P10). */
  REPAIR,
  /** Apply the events that waited for this customer to be known. */
  REDRIVE,
  /** Do the first three for the other subjects that this customer was or may be put down to. */
  OWNERS;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The follow-up of a stored word; empty for a word of another version, which needs none now. */
  static Optional<FollowUp> of(String word) {
    return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
  }

  /** The task; its id depends on the event alone, so that a repeated delivery adds none. */
  Task after(SubscriptionEvent event, SubjectId subject) {
    return switch (this) {
      case CLAIMS, WITHDRAW, REPAIR -> about(subject, event.id());
      case REDRIVE ->
          new Task(
              Subjects.REDRIVE,
              Subjects.REDRIVE + "-" + event.id(),
              Map.of(RedriveService.CUSTOMER, event.customer()));
      case OWNERS ->
          new Task(
              Subjects.REDRIVE,
              Subjects.REDRIVE + "-owners-" + event.id(),
              Map.of(
                  RedriveService.CUSTOMER,
                  event.customer(),
                  RedriveService.OWNERS_CHANGED_BY,
                  event.id()));
    };
  }

  /**
   * A task about one subject.
   *
   * @param key makes its id
   */
  Task about(SubjectId subject, String key) {
    return switch (this) {
      case CLAIMS ->
          new Task(
              ClaimsService.TOPIC,
              ClaimsService.TOPIC + "-" + key,
              Map.of("subject", subject.value()));
      case WITHDRAW -> ConsentService.withdrawal(subject, "plan", key);
      case REPAIR ->
          new Task(
              PlanService.REPAIR,
              PlanService.REPAIR + "-" + key,
              Map.of("subject", subject.value()));
      case REDRIVE, OWNERS ->
          throw new IllegalArgumentException("this task is about a customer, not a subject");
    };
  }
}
