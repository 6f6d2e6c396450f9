package com.anykoma.privacy.platform;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SubjectId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The typed content of a task. A publisher encodes it as the attributes of a {@link Task}. The
 * function of the topic decodes it once, before it calls a service. When a topic has several kinds
 * of task, they implement a common sealed interface.
 */
public sealed interface TaskPayload {
  /** The components of the record by name, unless a payload overrides this. */
  default Map<String, String> attributes() {
    return TaskAttributes.write(this);
  }

  /** Brings the custom claims of the subject's account in line with their plan. */
  record UpdateClaims(SubjectId subject) implements TaskPayload {
    public static UpdateClaims of(Task task) {
      return TaskAttributes.read(task, UpdateClaims.class);
    }
  }

  /** Withdraws the subject's content from the corpus; the cause is a fixed word. */
  record Withdraw(SubjectId subject, String cause) implements TaskPayload {
    public static Withdraw of(Task task) {
      return TaskAttributes.read(task, Withdraw.class);
    }
  }

  /** Checks for data written about a subject after their erasure, also at a reported customer. */
  record LateWrite(SubjectId subject, Optional<String> customer) implements TaskPayload {
    public static LateWrite of(Task task) {
      return TaskAttributes.read(task, LateWrite.class);
    }
  }

  /**
   * An operator's decision about blocked deletions.
   *
   * @param isConfirmed true to delete, false to deny the deletions
   * @param target the kind, cause, location or order of the deletions
   * @param step 0 for the decision itself; increases by 1 with each follow-up task
   */
  record Decision(boolean isConfirmed, String target, long step) implements TaskPayload {
    public static Decision of(Task task) {
      Map<String, String> values = task.attributes();
      String decision = values.getOrDefault("decision", "");
      if (!decision.equals("confirm") && !decision.equals("deny")) {
        throw new PermanentFailure("the attribute decision must be 'confirm' or 'deny'");
      }
      try {
        return new Decision(
            decision.equals("confirm"),
            values.getOrDefault("what", ""),
            Long.parseLong(values.getOrDefault("step", "0")));
      } catch (NumberFormatException e) {
        throw new PermanentFailure("the attribute step of a decision is not a number");
      }
    }

    /** The payload of the follow-up task that continues this decision. */
    public Decision next() {
      return new Decision(isConfirmed, target, step + 1);
    }

    @Override
    public Map<String, String> attributes() {
      Map<String, String> first =
          Map.of("decision", isConfirmed ? "confirm" : "deny", "what", target);
      if (step == 0) {
        return first;
      }
      Map<String, String> later = new HashMap<>(first);
      later.put("step", Long.toString(step));
      return Map.copyOf(later);
    }
  }

  /** Tasks that apply waiting Stripe events. */
  sealed interface RedriveTask extends TaskPayload {
    static RedriveTask of(Task task) {
      if (task.has("subject")) {
        return TaskAttributes.read(task, AccountKnown.class);
      }
      return TaskAttributes.read(
          task, task.has("ownersChangedBy") ? OwnersChanged.class : CustomerKnown.class);
    }
  }

  /** Applies the events of a customer whose subject is now known. */
  record CustomerKnown(String customer) implements RedriveTask {}

  /** Updates the recorded or possible owners of a customer that this event changed. */
  record OwnersChanged(String customer, String ownersChangedBy) implements RedriveTask {}

  /** Applies the events of an account that is now known. */
  record AccountKnown(SubjectId subject) implements RedriveTask {}

  /** Tasks for one removal order. */
  sealed interface RemovalTask extends TaskPayload {
    static RemovalTask of(Task task) {
      return TaskAttributes.read(
          task, task.has("discrepancies") ? DiscrepanciesFound.class : Due.class);
    }
  }

  /** Performs the due work of an order, a hold or a scan whose lease was taken. */
  record Due(String order) implements RemovalTask, HoldTask, ScanTask {
    public static Due of(Task task) {
      return TaskAttributes.read(task, Due.class);
    }
  }

  /** Reports data in these locations that an order should have removed, found by the verifier. */
  record DiscrepanciesFound(String order, List<String> discrepancies) implements RemovalTask {
    public DiscrepanciesFound {
      discrepancies = List.copyOf(discrepancies);
    }
  }

  /** Tasks of the independent verifier. */
  sealed interface CertifyTask extends TaskPayload {
    static CertifyTask of(Task task) {
      return "signing-key".equals(task.attributes().get("rotate"))
          ? new RotateSigningKey()
          : TaskAttributes.read(task, Removed.class);
    }
  }

  /** Requests verification of an order that has finished its removals, by its collection and id. */
  record Removed(String orders, String order) implements CertifyTask {}

  /** Creates a new signing key and uses it from then on. */
  record RotateSigningKey() implements CertifyTask {
    @Override
    public Map<String, String> attributes() {
      return Map.of("rotate", "signing-key");
    }
  }

  /** Tasks for legal holds. */
  sealed interface HoldTask extends TaskPayload {
    static HoldTask of(Task task) {
      if (task.has("order")) {
        return Due.of(task);
      }
      return TaskAttributes.read(task, task.has("release") ? ReleaseHold.class : PlaceHold.class);
    }
  }

  /** Releases the hold with this id before its end. */
  record ReleaseHold(String release) implements HoldTask {}

  /** Places a hold on an item for a ground until a time. */
  record PlaceHold(DocumentPath item, String ground, Instant until) implements HoldTask {}

  /** Tasks that wrap keys again. */
  sealed interface RewrapTask extends TaskPayload {
    static RewrapTask of(Task task) {
      if (task.has("key")) {
        return TaskAttributes.read(task, RewrapKey.class);
      }
      return task.has("subject") ? TaskAttributes.read(task, ReplaceKey.class) : ScanTask.of(task);
    }
  }

  /** Wraps one key again. */
  record RewrapKey(String key) implements RewrapTask {}

  /** Gives the subject a new key. */
  record ReplaceKey(SubjectId subject) implements RewrapTask {}

  /** Tasks that erase subjects again after a backup was restored. */
  sealed interface ReplayTask extends TaskPayload {
    static ReplayTask of(Task task) {
      return task.has("subject")
          ? TaskAttributes.read(task, ReplaySubject.class)
          : ScanTask.of(task);
    }
  }

  /** Erases the subject again if their key was destroyed. */
  record ReplaySubject(SubjectId subject) implements ReplayTask {}

  /** Tasks that compare accounts, data and customers. */
  sealed interface ReconcileTask extends TaskPayload {
    static ReconcileTask of(Task task) {
      if (task.has("absence")) {
        if (!"meant".equals(task.attributes().get("absence"))) {
          throw new PermanentFailure("the attribute absence must be 'meant' or absent");
        }
        return new AbsencesConfirmed();
      }
      return task.has("item") ? TaskAttributes.read(task, ReconcileItem.class) : ScanTask.of(task);
    }
  }

  /** An operator's confirmation that the missing accounts are missing on purpose. */
  record AbsencesConfirmed() implements ReconcileTask {
    @Override
    public Map<String, String> attributes() {
      return Map.of("absence", "meant");
    }
  }

  /** Reconciles one item of a phase again: a subject, a document or a customer. */
  record ReconcileItem(String phase, String item) implements ReconcileTask {
    /** Omits the item, which may be personal data. */
    @Override
    public String toString() {
      return "ReconcileItem[" + phase + "]";
    }
  }

  /** Tasks that bring stored content in line with our records. */
  sealed interface RepairTask extends TaskPayload {
    static RepairTask of(Task task) {
      if (task.has("object")) {
        return TaskAttributes.read(task, RepairObject.class);
      }
      if (!task.has("subject")) {
        return ScanTask.of(task);
      }
      if (task.has("item")) {
        return TaskAttributes.read(task, RepairItem.class);
      }
      return task.has("page")
          ? TaskAttributes.read(task, RepairPage.class)
          : new RepairSubject(
              new SubjectId(Objects.requireNonNull(task.attributes().get("subject"))), task.id());
    }
  }

  /** Repairs the object with this name in the content bucket. */
  record RepairObject(String object) implements RepairTask {
    /** Omits the name, which may be personal data. */
    @Override
    public String toString() {
      return "RepairObject[]";
    }
  }

  /** Repairs one item, {@code collection/id}, of the subject. */
  record RepairItem(SubjectId subject, String item) implements RepairTask {}

  /** Repairs one page of the subject's content. */
  record RepairPage(SubjectId subject, ScanPage page) implements RepairTask {}

  /** Repairs all content of the subject; the scan's id is that of the task, no attribute. */
  record RepairSubject(SubjectId subject, String run) implements RepairTask {
    @Override
    public Map<String, String> attributes() {
      return Map.of("subject", subject.value());
    }
  }

  /** Tasks that publish statistics. */
  sealed interface AggregateTask extends TaskPayload {
    static AggregateTask of(Task task) {
      return task.has("item")
          ? TaskAttributes.read(task, PublishStatistic.class)
          : ScanTask.of(task);
    }
  }

  /** Publishes one statistic, by the id of its document. */
  record PublishStatistic(String item) implements AggregateTask {}

  /** Tasks of a scan, which proceeds page by page. */
  sealed interface ScanTask
      extends RewrapTask, ReplayTask, ReconcileTask, RepairTask, AggregateTask {
    static ScanTask of(Task task) {
      if (task.has("order")) {
        return Due.of(task);
      }
      return task.has("page")
          ? TaskAttributes.read(task, ScanPage.class)
          : new BeginScan(task.id());
    }
  }

  /** Starts a scan, whose id is that of the task and not an attribute. */
  record BeginScan(String run) implements ScanTask {
    @Override
    public Map<String, String> attributes() {
      return Map.of();
    }
  }

  /** Processes one page, numbered from 0, of the scan with this id. */
  record ScanPage(String run, long page) implements ScanTask {}
}
