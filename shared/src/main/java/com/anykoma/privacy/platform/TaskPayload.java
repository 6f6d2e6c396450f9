package com.anykoma.privacy.platform;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SubjectId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The typed content of a task. A publisher encodes it as the attributes of a {@link Task}. The
 * function of the topic decodes it once, before it calls a service. When a topic has several kinds
 * of task, they implement a common sealed interface.
 */
public sealed interface TaskPayload {
  Map<String, String> attributes();

  /** A payload whose only attribute is the subject. */
  sealed interface OfSubject extends TaskPayload {
    SubjectId subject();

    @Override
    default Map<String, String> attributes() {
      return Map.of(TaskAttributes.SUBJECT, subject().value());
    }
  }

  /** Brings the custom claims of the subject's account in line with their plan. */
  record UpdateClaims(SubjectId subject) implements OfSubject {
    public static UpdateClaims of(Task task) {
      return new UpdateClaims(new TaskAttributes(task).subject());
    }
  }

  /** Withdraws the subject's content from the corpus; the cause is a fixed word. */
  record Withdraw(SubjectId subject, String cause) implements TaskPayload {
    public static Withdraw of(Task task) {
      TaskAttributes values = new TaskAttributes(task);
      return new Withdraw(values.subject(), values.required(TaskAttributes.CAUSE));
    }

    @Override
    public Map<String, String> attributes() {
      return Map.of(TaskAttributes.SUBJECT, subject.value(), TaskAttributes.CAUSE, cause);
    }
  }

  /** Checks for data written about a subject after their erasure, also at a reported customer. */
  record LateWrite(SubjectId subject, Optional<String> customer) implements TaskPayload {
    public static LateWrite of(Task task) {
      TaskAttributes values = new TaskAttributes(task);
      return new LateWrite(values.subject(), values.optional(TaskAttributes.CUSTOMER));
    }

    @Override
    public Map<String, String> attributes() {
      return TaskAttributes.with(
          Map.of(TaskAttributes.SUBJECT, subject.value()), TaskAttributes.CUSTOMER, customer);
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
      TaskAttributes values = new TaskAttributes(task);
      boolean isConfirmed = values.is(TaskAttributes.DECISION, "confirm");
      if (!isConfirmed && !values.is(TaskAttributes.DECISION, "deny")) {
        throw new PermanentFailure("the attribute decision must be 'confirm' or 'deny'");
      }
      return new Decision(
          isConfirmed,
          values.optional(TaskAttributes.WHAT).orElse(""),
          values.number(TaskAttributes.STEP));
    }

    /** The payload of the follow-up task that continues this decision. */
    public Decision next() {
      return new Decision(isConfirmed, target, step + 1);
    }

    @Override
    public Map<String, String> attributes() {
      return TaskAttributes.with(
          Map.of(
              TaskAttributes.DECISION,
              isConfirmed ? "confirm" : "deny",
              TaskAttributes.WHAT,
              target),
          TaskAttributes.STEP,
          step == 0 ? Optional.empty() : Optional.of(Long.toString(step)));
    }
  }

  /** Tasks that apply waiting Stripe events. */
  sealed interface RedriveTask extends TaskPayload {
    static RedriveTask of(Task task) {
      TaskAttributes values = new TaskAttributes(task);
      if (values.has(TaskAttributes.SUBJECT)) {
        return new AccountKnown(values.subject());
      }
      String customer =
          values
              .optional(TaskAttributes.CUSTOMER)
              .orElseThrow(
                  () ->
                      new PermanentFailure(
                          "a redrive task lacks the attributes customer and subject"));
      return values
          .optional(TaskAttributes.OWNERS_CHANGED_BY)
          .<RedriveTask>map(event -> new OwnersChanged(customer, event))
          .orElseGet(() -> new CustomerKnown(customer));
    }
  }

  /** Applies the events of a customer whose subject is now known. */
  record CustomerKnown(String customer) implements RedriveTask {
    @Override
    public Map<String, String> attributes() {
      return Map.of(TaskAttributes.CUSTOMER, customer);
    }
  }

  /** Updates the recorded or possible owners of a customer that this event changed. */
  record OwnersChanged(String customer, String event) implements RedriveTask {
    @Override
    public Map<String, String> attributes() {
      return Map.of(TaskAttributes.CUSTOMER, customer, TaskAttributes.OWNERS_CHANGED_BY, event);
    }
  }

  /** Applies the events of an account that is now known. */
  record AccountKnown(SubjectId subject) implements RedriveTask, OfSubject {}

  /** Tasks for one removal order. */
  sealed interface RemovalTask extends TaskPayload {
    static RemovalTask of(Task task) {
      TaskAttributes values = new TaskAttributes(task);
      Due due = new Due(values.required(TaskAttributes.ORDER));
      return values
          .optional(TaskAttributes.DISCREPANCIES)
          .<RemovalTask>map(
              locations -> new DiscrepanciesFound(due.order(), List.of(locations.split(",", -1))))
          .orElse(due);
    }
  }

  /** Performs the due work of an order, a hold or a scan whose lease was taken. */
  record Due(String order) implements RemovalTask, HoldTask, ScanTask {
    public static Due of(Task task) {
      return new Due(new TaskAttributes(task).required(TaskAttributes.ORDER));
    }

    @Override
    public Map<String, String> attributes() {
      return Map.of(TaskAttributes.ORDER, order);
    }
  }

  /** Reports data in these locations that an order should have removed, found by the verifier. */
  record DiscrepanciesFound(String order, List<String> locations) implements RemovalTask {
    public DiscrepanciesFound {
      locations = List.copyOf(locations);
    }

    @Override
    public Map<String, String> attributes() {
      return Map.of(
          TaskAttributes.ORDER, order, TaskAttributes.DISCREPANCIES, String.join(",", locations));
    }
  }

  /** Tasks of the independent verifier. */
  sealed interface CertifyTask extends TaskPayload {
    static CertifyTask of(Task task) {
      TaskAttributes values = new TaskAttributes(task);
      return values.is(TaskAttributes.ROTATE, RotateSigningKey.KEY)
          ? new RotateSigningKey()
          : new Removed(
              values.optional(TaskAttributes.ORDERS).orElse(""),
              values.optional(TaskAttributes.ORDER).orElse(""));
    }
  }

  /** Requests verification of an order that has finished its removals, by its collection and id. */
  record Removed(String orders, String order) implements CertifyTask {
    @Override
    public Map<String, String> attributes() {
      return Map.of(TaskAttributes.ORDERS, orders, TaskAttributes.ORDER, order);
    }
  }

  /** Creates a new signing key and uses it from then on. */
  record RotateSigningKey() implements CertifyTask {
    private static final String KEY = "signing-key";

    @Override
    public Map<String, String> attributes() {
      return Map.of(TaskAttributes.ROTATE, KEY);
    }
  }

  /** Tasks for legal holds. */
  sealed interface HoldTask extends TaskPayload {
    static HoldTask of(Task task) {
      TaskAttributes values = new TaskAttributes(task);
      if (values.has(TaskAttributes.ORDER)) {
        return new Due(values.required(TaskAttributes.ORDER));
      }
      if (values.has(TaskAttributes.RELEASE)) {
        return new ReleaseHold(values.required(TaskAttributes.RELEASE));
      }
      try {
        return new PlaceHold(
            new DocumentPath(values.optional(TaskAttributes.ITEM).orElse("")),
            values.optional(TaskAttributes.GROUND).orElse(""),
            Instant.parse(values.optional(TaskAttributes.UNTIL).orElse("")));
      } catch (IllegalArgumentException | DateTimeException e) {
        throw new PermanentFailure("a hold names an item's path, a ground and an end");
      }
    }
  }

  /** Releases a hold before its end. */
  record ReleaseHold(String hold) implements HoldTask {
    @Override
    public Map<String, String> attributes() {
      return Map.of(TaskAttributes.RELEASE, hold);
    }
  }

  /** Places a hold on an item for a ground until a time. */
  record PlaceHold(DocumentPath item, String ground, Instant until) implements HoldTask {
    @Override
    public Map<String, String> attributes() {
      return Map.of(
          TaskAttributes.ITEM,
          item.value(),
          TaskAttributes.GROUND,
          ground,
          TaskAttributes.UNTIL,
          until.toString());
    }
  }

  /** Tasks that wrap keys again. */
  sealed interface RewrapTask extends TaskPayload {
    static RewrapTask of(Task task) {
      TaskAttributes values = new TaskAttributes(task);
      if (values.has(TaskAttributes.KEY)) {
        return new RewrapKey(values.required(TaskAttributes.KEY));
      }
      return values.has(TaskAttributes.SUBJECT)
          ? new ReplaceKey(values.subject())
          : ScanTask.of(task);
    }
  }

  /** Wraps one key again. */
  record RewrapKey(String key) implements RewrapTask {
    @Override
    public Map<String, String> attributes() {
      return Map.of(TaskAttributes.KEY, key);
    }
  }

  /** Gives the subject a new key. */
  record ReplaceKey(SubjectId subject) implements RewrapTask, OfSubject {}

  /** Tasks that erase subjects again after a backup was restored. */
  sealed interface ReplayTask extends TaskPayload {
    static ReplayTask of(Task task) {
      TaskAttributes values = new TaskAttributes(task);
      return values.has(TaskAttributes.SUBJECT)
          ? new ReplaySubject(values.subject())
          : ScanTask.of(task);
    }
  }

  /** Erases the subject again if their key was destroyed. */
  record ReplaySubject(SubjectId subject) implements ReplayTask, OfSubject {}

  /** Tasks that compare accounts, data and customers. */
  sealed interface ReconcileTask extends TaskPayload {
    static ReconcileTask of(Task task) {
      TaskAttributes values = new TaskAttributes(task);
      if (values.has(TaskAttributes.ABSENCE)) {
        if (!values.is(TaskAttributes.ABSENCE, AbsencesConfirmed.MEANT)) {
          throw new PermanentFailure("the attribute absence must be 'meant' or absent");
        }
        return new AbsencesConfirmed();
      }
      return values.has(TaskAttributes.ITEM)
          ? new ReconcileItem(
              values.required(TaskAttributes.PHASE), values.required(TaskAttributes.ITEM))
          : ScanTask.of(task);
    }
  }

  /** An operator's confirmation that the missing accounts are missing on purpose. */
  record AbsencesConfirmed() implements ReconcileTask {
    private static final String MEANT = "meant";

    @Override
    public Map<String, String> attributes() {
      return Map.of(TaskAttributes.ABSENCE, MEANT);
    }
  }

  /** Reconciles one item of a phase again: a subject, a document or a customer. */
  record ReconcileItem(String phase, String item) implements ReconcileTask {
    @Override
    public Map<String, String> attributes() {
      return Map.of(TaskAttributes.PHASE, phase, TaskAttributes.ITEM, item);
    }

    /** Omits the item, which may be personal data. */
    @Override
    public String toString() {
      return "ReconcileItem[" + phase + "]";
    }
  }

  /** Tasks that bring stored content in line with our records. */
  sealed interface RepairTask extends TaskPayload {
    static RepairTask of(Task task) {
      TaskAttributes values = new TaskAttributes(task);
      if (values.has(TaskAttributes.OBJECT)) {
        return new RepairObject(values.required(TaskAttributes.OBJECT));
      }
      if (!values.has(TaskAttributes.SUBJECT)) {
        return ScanTask.of(task);
      }
      if (values.has(TaskAttributes.ITEM)) {
        return new RepairItem(values.subject(), values.required(TaskAttributes.ITEM));
      }
      return values.has(TaskAttributes.PAGE)
          ? new RepairPage(values.subject(), ScanPage.of(values))
          : new RepairSubject(values.subject(), task.id());
    }
  }

  /** Repairs the object with this name in the content bucket. */
  record RepairObject(String name) implements RepairTask {
    @Override
    public Map<String, String> attributes() {
      return Map.of(TaskAttributes.OBJECT, name);
    }

    /** Omits the name, which may be personal data. */
    @Override
    public String toString() {
      return "RepairObject[]";
    }
  }

  /** Repairs one item, {@code collection/id}, of the subject. */
  record RepairItem(SubjectId subject, String item) implements RepairTask {
    @Override
    public Map<String, String> attributes() {
      return Map.of(TaskAttributes.SUBJECT, subject.value(), TaskAttributes.ITEM, item);
    }
  }

  /** Repairs one page of the subject's content. */
  record RepairPage(SubjectId subject, ScanPage page) implements RepairTask {
    @Override
    public Map<String, String> attributes() {
      return TaskAttributes.with(
          page.attributes(), TaskAttributes.SUBJECT, Optional.of(subject.value()));
    }
  }

  /** Repairs all content of the subject; the scan's id is that of the task, no attribute. */
  record RepairSubject(SubjectId subject, String run) implements RepairTask, OfSubject {}

  /** Tasks that publish statistics. */
  sealed interface AggregateTask extends TaskPayload {
    static AggregateTask of(Task task) {
      TaskAttributes values = new TaskAttributes(task);
      return values.has(TaskAttributes.ITEM)
          ? new PublishStatistic(values.required(TaskAttributes.ITEM))
          : ScanTask.of(task);
    }
  }

  /** Publishes one statistic, by the id of its document. */
  record PublishStatistic(String statistic) implements AggregateTask {
    @Override
    public Map<String, String> attributes() {
      return Map.of(TaskAttributes.ITEM, statistic);
    }
  }

  /** Tasks of a scan, which proceeds page by page. */
  sealed interface ScanTask
      extends RewrapTask, ReplayTask, ReconcileTask, RepairTask, AggregateTask {
    static ScanTask of(Task task) {
      TaskAttributes values = new TaskAttributes(task);
      if (values.has(TaskAttributes.ORDER)) {
        return new Due(values.required(TaskAttributes.ORDER));
      }
      return values.has(TaskAttributes.PAGE) ? ScanPage.of(values) : new BeginScan(task.id());
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
  record ScanPage(String run, long number) implements ScanTask {
    private static ScanPage of(TaskAttributes values) {
      return new ScanPage(values.required(TaskAttributes.RUN), values.number(TaskAttributes.PAGE));
    }

    @Override
    public Map<String, String> attributes() {
      return Map.of(TaskAttributes.RUN, run, TaskAttributes.PAGE, Long.toString(number));
    }
  }
}
