package com.anykoma.privacy.plan;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.consent.ConsentService;
import com.anykoma.privacy.consent.Subjects;
import com.anykoma.privacy.platform.Task;
import java.util.Locale;
import java.util.Map;

/** What is left to do, as a task, once an event has taken effect. */
enum FollowUp {
  /** Bring the account's custom claims in line with the plan. */
  CLAIMS,
  /** Take the subject's content out of the corpus (P6). */
  WITHDRAW,
  /** Seal what the plan now protects (P10). */
  SEAL,
  /** See whether the subject is left without a customer, which is a request to be erased. */
  CUSTOMER_ENDED,
  /** Apply the events that waited for this customer to be known. */
  REDRIVE;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static FollowUp of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** The task; its id depends on the event alone, so that a repeated delivery adds none. */
  Task after(SubscriptionEvent event, SubjectId subject) {
    return switch (this) {
      case CLAIMS ->
          new Task(
              ClaimsService.TOPIC,
              ClaimsService.TOPIC + "-" + event.id(),
              Map.of("subject", subject.value()));
      case WITHDRAW -> ConsentService.withdrawal(subject, "plan", event.id());
      case SEAL ->
          new Task(
              PlanService.SEAL,
              PlanService.SEAL + "-" + event.id(),
              Map.of("subject", subject.value(), "run", event.id()));
      case CUSTOMER_ENDED ->
          new Task(
              Subjects.LATE_WRITE,
              Subjects.LATE_WRITE + "-" + event.id(),
              Map.of(
                  "subject",
                  subject.value(),
                  "customer",
                  event.customer(),
                  "cause",
                  PlanService.CUSTOMER_ENDED));
      case REDRIVE ->
          new Task(
              PlanService.REDRIVE,
              PlanService.REDRIVE + "-" + event.id(),
              Map.of("customer", event.customer()));
    };
  }
}
