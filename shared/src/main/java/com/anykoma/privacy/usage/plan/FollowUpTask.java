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

/** A kind of task that completes the work of an applied event. */
enum FollowUpTask implements StoredName {
  /** Update the account's custom claims to the plan. */
  CLAIMS,
  /** Withdraw the subject's content from the corpus (P6). */
  WITHDRAW,
  /** Repair the subject's content: seal the content that the plan now protects (P10). */
  REPAIR,
  /** Apply the parked events of the customer. */
  REDRIVE,
  /** Do the first three for the other subjects that the customer was or may be assigned to. */
  OWNERS;

  /** Returns the task with this stored name; empty for a name of another product version. */
  static Optional<FollowUpTask> of(String storedName) {
    return StoredName.find(FollowUpTask.class, storedName);
  }

  /** Creates the task. Its id is derived from the event, so a redelivery creates no second task. */
  Task after(SubscriptionEvent event, SubjectId subject) {
    return switch (this) {
      case CLAIMS, WITHDRAW, REPAIR -> forSubject(subject, event.id());
      case REDRIVE -> RedriveService.redrive(event.customer(), event.id());
      case OWNERS ->
          new Task(
              Topic.REDRIVE,
              Topic.REDRIVE.storedName() + "-owners-" + event.id(),
              new OwnersChanged(event.customer(), event.id()));
    };
  }

  /** Creates a task for one subject, with this suffix of its id. */
  Task forSubject(SubjectId subject, String key) {
    return switch (this) {
      case CLAIMS ->
          new Task(Topic.CLAIMS, Topic.CLAIMS.storedName() + "-" + key, new UpdateClaims(subject));
      case WITHDRAW -> ConsentService.withdrawal(subject, "plan", key);
      case REPAIR -> {
        String id = Topic.REPAIR.storedName() + "-" + key;
        yield new Task(Topic.REPAIR, id, new RepairSubject(subject, id));
      }
      case REDRIVE, OWNERS ->
          throw new IllegalArgumentException("this task is about a customer, not a subject");
    };
  }
}
