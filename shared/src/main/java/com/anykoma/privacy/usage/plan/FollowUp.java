package com.anykoma.privacy.usage.plan;

import com.anykoma.privacy.StoredName;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.TaskPayload.OwnersChanged;
import com.anykoma.privacy.platform.TaskPayload.RepairSubject;
import com.anykoma.privacy.platform.TaskPayload.UpdateClaims;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.usage.consent.ConsentService;
import java.util.Optional;

/** What is left to do, as a task, once an event has taken effect. */
enum FollowUp implements StoredName {
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

  /** The follow-up of a stored word; empty for a word of another version, which needs none now. */
  static Optional<FollowUp> of(String word) {
    return StoredName.find(FollowUp.class, word);
  }

  /** The task; its id depends on the event alone, so that a repeated delivery adds none. */
  Task after(SubscriptionEvent event, SubjectId subject) {
    return switch (this) {
      case CLAIMS, WITHDRAW, REPAIR -> about(subject, event.id());
      case REDRIVE -> ParkedEvents.redrive(event.customer(), event.id());
      case OWNERS ->
          new Task(
              Topic.REDRIVE,
              Topic.REDRIVE.word() + "-owners-" + event.id(),
              new OwnersChanged(event.customer(), event.id()));
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
          new Task(Topic.CLAIMS, Topic.CLAIMS.word() + "-" + key, new UpdateClaims(subject));
      case WITHDRAW -> ConsentService.withdrawal(subject, "plan", key);
      case REPAIR -> {
        String id = Topic.REPAIR.word() + "-" + key;
        yield new Task(Topic.REPAIR, id, new RepairSubject(subject, id));
      }
      case REDRIVE, OWNERS ->
          throw new IllegalArgumentException("this task is about a customer, not a subject");
    };
  }
}
