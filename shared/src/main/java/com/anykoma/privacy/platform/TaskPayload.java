package com.anykoma.privacy.platform;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SubjectId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a task asks for. A publisher writes it as the attributes of a {@link Task}; the function of
 * the task's topic decodes it once, before it calls a service. Where a topic has tasks of several
 * forms, they are sealed under an interface of the topic's own.
 */
public sealed interface TaskPayload {
  /** The payload in transit: the attributes of its task. */
  Map<String, String> attributes();

  /** A task that says no more than whom it is about. */
  sealed interface OfSubject extends TaskPayload {
    /** Whom. */
    SubjectId subject();

    @Override
    default Map<String, String> attributes() {
      return Map.of(TaskAttributes.SUBJECT, subject().value());
    }
  }

  /** Bring the custom claims of the subject's account in line with their plan. */
  record UpdateClaims(SubjectId subject) implements OfSubject {
    /** Reads a task of this form. */
    public static UpdateClaims of(Task task) {
      return new UpdateClaims(new TaskAttributes(task).subject());
    }
  }

  /**
   * Take the subject's content out of the corpus.
   *
   * @param cause a fixed word
   */
  record Withdraw(SubjectId subject, String cause) implements TaskPayload {
    /** Reads a task of this form. */
    public static Withdraw of(Task task) {
      TaskAttributes attributes = new TaskAttributes(task);
      return new Withdraw(attributes.subject(), attributes.required(TaskAttributes.CAUSE));
    }

    @Override
    public Map<String, String> attributes() {
      return Map.of(TaskAttributes.SUBJECT, subject.value(), TaskAttributes.CAUSE, cause);
    }
  }

  /**
   * Look for what came back of an erased subject.
   *
   * @param customer a customer of theirs that the payment provider attributes of
   */
  record LateWrite(SubjectId subject, Optional<String> customer) implements TaskPayload {
    /** Reads a task of this form. */
    public static LateWrite of(Task task) {
      TaskAttributes attributes = new TaskAttributes(task);
      return new LateWrite(attributes.subject(), attributes.optional(TaskAttributes.CUSTOMER));
    }

    @Override
    public Map<String, String> attributes() {
      return TaskAttributes.with(
          Map.of(TaskAttributes.SUBJECT, subject.value()), TaskAttributes.CUSTOMER, customer);
    }
  }

  /**
   * A person's decision about deletions that were blocked.
   *
   * @param isConfirmed whether the deletions are meant; else they are denied
   * @param target the kind, cause, location or order that is decided about
   * @param step 0 for the decision itself; counts the tasks that carry it further
   */
  record Decision(boolean isConfirmed, String target, long step) implements TaskPayload {
    /** Reads a task of this form. */
    public static Decision of(Task task) {
      TaskAttributes attributes = new TaskAttributes(task);
      boolean isConfirmed = attributes.is(TaskAttributes.DECISION, "confirm");
      if (!isConfirmed && !attributes.is(TaskAttributes.DECISION, "deny")) {
        throw new PermanentFailure("a decision is 'confirm' or 'deny'");
      }
      return new Decision(
          isConfirmed, attributes.optional(TaskAttributes.WHAT).orElse(""), attributes.number(TaskAttributes.STEP));
    }

    /** The task that carries it further. */
    public Decision next() {
      return new Decision(isConfirmed, target, step + 1);
    }

    @Override
    public Map<String, String> attributes() {
      return TaskAttributes.with(
          Map.of(TaskAttributes.DECISION, isConfirmed ? "confirm" : "deny", TaskAttributes.WHAT, target),
          TaskAttributes.STEP,
          step == 0 ? Optional.empty() : Optional.of(Long.toString(step)));
    }
  }

  /** Tasks to apply Stripe's events that waited. */
  sealed interface RedriveTask extends TaskPayload {
    /** Reads a task of one of these forms. */
    static RedriveTask of(Task task) {
      TaskAttributes attributes = new TaskAttributes(task);
      if (attributes.has(TaskAttributes.SUBJECT)) {
        return new AccountKnown(attributes.subject());
      }
      String customer =
          attributes.optional(TaskAttributes.CUSTOMER)
              .orElseThrow(
                  () ->
                      new PermanentFailure(
                          "a task to redrive names neither a customer nor a subject"));
      return attributes.optional(TaskAttributes.OWNERS_CHANGED_BY)
          .<RedriveTask>map(event -> new OwnersChanged(customer, event))
          .orElseGet(() -> new CustomerKnown(customer));
    }
  }

  /** The events of a customer whose subject is known by now. */
  record CustomerKnown(String customer) implements RedriveTask {
    @Override
    public Map<String, String> attributes() {
      return Map.of(TaskAttributes.CUSTOMER, customer);
    }
  }

  /**
   * The subjects that a customer was, or may be, put down to.
   *
   * @param event the id of the event that changed whose the customer is, or may be
   */
  record OwnersChanged(String customer, String event) implements RedriveTask {
    @Override
    public Map<String, String> attributes() {
      return Map.of(TaskAttributes.CUSTOMER, customer, TaskAttributes.OWNERS_CHANGED_BY, event);
    }
  }

  /** The events that named an account which is known by now. */
  record AccountKnown(SubjectId subject) implements RedriveTask, OfSubject {}

  /** Tasks about an order to purge or to erase. */
  sealed interface RemovalTask extends TaskPayload {
    /** Reads a task of one of these forms. */
    static RemovalTask of(Task task) {
      TaskAttributes attributes = new TaskAttributes(task);
      Due due = new Due(attributes.required(TaskAttributes.ORDER));
      return attributes.optional(TaskAttributes.DISCREPANCIES)
          .<RemovalTask>map(
              locations -> new DiscrepanciesFound(due.order(), List.of(locations.split(",", -1))))
          .orElse(due);
    }
  }

  /**
   * Something is due to be done of an order, of a hold or of a scan, whose lease has begun.
   *
   * @param order its id
   */
  record Due(String order) implements RemovalTask, HoldTask, ScanTask {
    @Override
    public Map<String, String> attributes() {
      return Map.of(TaskAttributes.ORDER, order);
    }
  }

  /**
   * The independent verifier has found something that an order was to remove.
   *
   * @param locations the locations where, by their names
   */
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
    /** Reads a task of one of these forms. */
    static CertifyTask of(Task task) {
      TaskAttributes attributes = new TaskAttributes(task);
      return attributes.is(TaskAttributes.ROTATE, RotateSigningKey.KEY)
          ? new RotateSigningKey()
          : new Removed(
              attributes.optional(TaskAttributes.ORDERS).orElse(""),
              attributes.optional(TaskAttributes.ORDER).orElse(""));
    }
  }

  /**
   * An order has removed what it was to remove.
   *
   * @param orders the collection of the order
   */
  record Removed(String orders, String order) implements CertifyTask {
    @Override
    public Map<String, String> attributes() {
      return Map.of(TaskAttributes.ORDERS, orders, TaskAttributes.ORDER, order);
    }
  }

  /** Sign with a new key from now on. */
  record RotateSigningKey() implements CertifyTask {
    private static final String KEY = "signing-key";

    @Override
    public Map<String, String> attributes() {
      return Map.of(TaskAttributes.ROTATE, KEY);
    }
  }

  /** Tasks about legal holds. */
  sealed interface HoldTask extends TaskPayload {
    /** Reads a task of one of these forms. */
    static HoldTask of(Task task) {
      TaskAttributes attributes = new TaskAttributes(task);
      if (attributes.has(TaskAttributes.ORDER)) {
        return new Due(attributes.required(TaskAttributes.ORDER));
      }
      if (attributes.has(TaskAttributes.RELEASE)) {
        return new ReleaseHold(attributes.required(TaskAttributes.RELEASE));
      }
      try {
        return new PlaceHold(
            new DocumentPath(attributes.optional(TaskAttributes.ITEM).orElse("")),
            attributes.optional(TaskAttributes.GROUND).orElse(""),
            Instant.parse(attributes.optional(TaskAttributes.UNTIL).orElse("")));
      } catch (IllegalArgumentException | DateTimeException e) {
        throw new PermanentFailure("a hold names an item's path, a ground and an end");
      }
    }
  }

  /** End a hold before its time. */
  record ReleaseHold(String hold) implements HoldTask {
    @Override
    public Map<String, String> attributes() {
      return Map.of(TaskAttributes.RELEASE, hold);
    }
  }

  /** Hold an item on this ground until then. */
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

  /** Tasks to wrap keys again. */
  sealed interface RewrapTask extends TaskPayload {
    /** Reads a task of one of these forms. */
    static RewrapTask of(Task task) {
      TaskAttributes attributes = new TaskAttributes(task);
      if (attributes.has(TaskAttributes.KEY)) {
        return new RewrapKey(attributes.required(TaskAttributes.KEY));
      }
      return attributes.has(TaskAttributes.SUBJECT) ? new ReplaceKey(attributes.subject()) : ScanTask.of(task);
    }
  }

  /** Wrap one key again. */
  record RewrapKey(String key) implements RewrapTask {
    @Override
    public Map<String, String> attributes() {
      return Map.of(TaskAttributes.KEY, key);
    }
  }

  /** Make the subject a new key. */
  record ReplaceKey(SubjectId subject) implements RewrapTask, OfSubject {}

  /** Tasks to erase again those whom a restored backup brought back. */
  sealed interface ReplayTask extends TaskPayload {
    /** Reads a task of one of these forms. */
    static ReplayTask of(Task task) {
      TaskAttributes attributes = new TaskAttributes(task);
      return attributes.has(TaskAttributes.SUBJECT)
          ? new ReplaySubject(attributes.subject())
          : ScanTask.of(task);
    }
  }

  /** Erase the subject again if their key was destroyed. */
  record ReplaySubject(SubjectId subject) implements ReplayTask, OfSubject {}

  /** Tasks to compare accounts, data and customers. */
  sealed interface ReconcileTask extends TaskPayload {
    /** Reads a task of one of these forms. */
    static ReconcileTask of(Task task) {
      TaskAttributes attributes = new TaskAttributes(task);
      if (attributes.has(TaskAttributes.ABSENCE)) {
        if (!attributes.is(TaskAttributes.ABSENCE, AbsencesConfirmed.MEANT)) {
          throw new PermanentFailure("the attribute absence is 'meant' or not there");
        }
        return new AbsencesConfirmed();
      }
      return attributes.has(TaskAttributes.ITEM)
          ? new ReconcileItem(
              attributes.required(TaskAttributes.PHASE), attributes.required(TaskAttributes.ITEM))
          : ScanTask.of(task);
    }
  }

  /** A person says that the accounts which are missing are meant to be. */
  record AbsencesConfirmed() implements ReconcileTask {
    private static final String MEANT = "meant";

    @Override
    public Map<String, String> attributes() {
      return Map.of(TaskAttributes.ABSENCE, MEANT);
    }
  }

  /**
   * Reconcile one item whose work failed.
   *
   * @param phase of the scan that found it
   * @param item the id of a subject, a document or a customer
   */
  record ReconcileItem(String phase, String item) implements ReconcileTask {
    @Override
    public Map<String, String> attributes() {
      return Map.of(TaskAttributes.PHASE, phase, TaskAttributes.ITEM, item);
    }

    /** The item may name a person. */
    @Override
    public String toString() {
      return "ReconcileItem[" + phase + "]";
    }
  }

  /** Tasks to bring what is stored in line with our records. */
  sealed interface RepairTask extends TaskPayload {
    /** Reads a task of one of these forms. */
    static RepairTask of(Task task) {
      TaskAttributes attributes = new TaskAttributes(task);
      if (attributes.has(TaskAttributes.OBJECT)) {
        return new RepairObject(attributes.required(TaskAttributes.OBJECT));
      }
      if (!attributes.has(TaskAttributes.SUBJECT)) {
        return ScanTask.of(task);
      }
      if (attributes.has(TaskAttributes.ITEM)) {
        return new RepairItem(attributes.subject(), attributes.required(TaskAttributes.ITEM));
      }
      return attributes.has(TaskAttributes.PAGE)
          ? new RepairPage(attributes.subject(), ScanPage.of(attributes))
          : new RepairSubject(attributes.subject(), task.id());
    }
  }

  /**
   * One object of the content bucket.
   *
   * @param name the object's
   */
  record RepairObject(String name) implements RepairTask {
    @Override
    public Map<String, String> attributes() {
      return Map.of(TaskAttributes.OBJECT, name);
    }

    /** The name may name a person. */
    @Override
    public String toString() {
      return "RepairObject[]";
    }
  }

  /**
   * One item of the subject's.
   *
   * @param item {@code collection/id}
   */
  record RepairItem(SubjectId subject, String item) implements RepairTask {
    @Override
    public Map<String, String> attributes() {
      return Map.of(TaskAttributes.SUBJECT, subject.value(), TaskAttributes.ITEM, item);
    }
  }

  /** A page of the subject's content. */
  record RepairPage(SubjectId subject, ScanPage page) implements RepairTask {
    @Override
    public Map<String, String> attributes() {
      return TaskAttributes.with(
          page.attributes(), TaskAttributes.SUBJECT, Optional.of(subject.value()));
    }
  }

  /**
   * All that the subject has.
   *
   * @param run names the scan of their content: the task's id, which is no attribute
   */
  record RepairSubject(SubjectId subject, String run) implements RepairTask, OfSubject {}

  /** Tasks of a scan that goes page by page. */
  sealed interface ScanTask extends RewrapTask, ReplayTask, ReconcileTask, RepairTask {
    /** Reads a task of one of these forms. */
    static ScanTask of(Task task) {
      TaskAttributes attributes = new TaskAttributes(task);
      if (attributes.has(TaskAttributes.ORDER)) {
        return new Due(attributes.required(TaskAttributes.ORDER));
      }
      return attributes.has(TaskAttributes.PAGE) ? ScanPage.of(attributes) : new BeginScan(task.id());
    }
  }

  /**
   * Begin a scan.
   *
   * @param run names the scan: the task's id, which is no attribute
   */
  record BeginScan(String run) implements ScanTask {
    @Override
    public Map<String, String> attributes() {
      return Map.of();
    }
  }

  /**
   * Deal with one page of a scan.
   *
   * @param run the scan's name
   * @param number the page's, from 0
   */
  record ScanPage(String run, long number) implements ScanTask {
    private static ScanPage of(TaskAttributes attributes) {
      return new ScanPage(attributes.required(TaskAttributes.RUN), attributes.number(TaskAttributes.PAGE));
    }

    @Override
    public Map<String, String> attributes() {
      return Map.of(TaskAttributes.RUN, run, TaskAttributes.PAGE, Long.toString(number));
    }
  }
}
