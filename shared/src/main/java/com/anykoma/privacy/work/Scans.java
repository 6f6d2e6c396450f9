package com.anykoma.privacy.work;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.log.Log;
import com.anykoma.privacy.log.LogField;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.TaskPayload;
import com.anykoma.privacy.platform.TaskPayload.BeginScan;
import com.anykoma.privacy.platform.TaskPayload.ScanPage;
import com.anykoma.privacy.platform.TaskPayload.ScanTask;
import com.anykoma.privacy.platform.Tasks;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.subject.Subjects;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Runs one scan, page by page, each page a task, until its last phase ends. A record holds the
 * current page. It is advanced from page n to n+1 by compare-and-set, and only the delivery that
 * advanced it publishes page n+1. So a page that is delivered twice, even by a queue without
 * deduplication, is processed twice but is followed by one next page (decision 32).
 *
 * <p>A scan of a store, {@code scans/{topic}}, does not start while another is in progress. If it
 * stops, because its next page was never published or its page fails, the sweep continues it: its
 * record is leased like an order, for longer after each failure. A scan of one subject's data,
 * {@code subjects/{uid}/scans/{topic}}, replaces one in progress and has no lease: the queue
 * redelivers a failed page, and the next scan of the store covers the subject again.
 */
public final class Scans {
  /** How long a scan may make no progress before a new one replaces it. */
  static final Duration ABANDONED_AFTER = Duration.ofHours(18);

  /** The number of consecutive failures of one page that raises an alarm. */
  private static final int ALARMING_FAILURES = 3;

  private static final String PAGE = "page";
  private static final String RUN = "run";
  private static final String PHASE = "phase";
  private static final String TOKEN = "token";
  private static final String STARTED_AT = "startedAt";
  private static final String ADVANCED_AT = "advancedAt";
  private static final String FINISHED_AT = "finishedAt";
  private static final String FAILURES = "failures";

  /** When the current page is dispatched again. */
  static final String NEXT_ATTEMPT_AT = "nextAttemptAt";

  /** When the last completed scan began. */
  static final String COMPLETED_AT = "completedAt";

  /** When the first scan began. */
  static final String SINCE = "since";

  private static final Log LOG = Log.of(Scans.class);

  private final Topic topic;
  private final Function<ScanPage, TaskPayload> payload;
  private final ScanPosition first;
  private final Duration interval;
  private final boolean isLeased;
  private final ScanRecord record;
  private final Tasks tasks;
  private final InstantSource clock;
  private final Consumer<Instant> whenComplete;

  private Scans(
      Topic topic,
      Function<ScanPage, TaskPayload> payload,
      ScanPosition first,
      Duration interval,
      boolean isLeased,
      ScanRecord record,
      Tasks tasks,
      InstantSource clock,
      Consumer<Instant> whenComplete) {
    this.topic = topic;
    this.payload = payload;
    this.first = first;
    this.interval = interval;
    this.isLeased = isLeased;
    this.record = record;
    this.tasks = tasks;
    this.clock = clock;
    this.whenComplete = whenComplete;
  }

  /**
   * The scan of a store.
   *
   * @param topic topic of the scan's tasks, and its name
   * @param firstPhase phase where every scan begins
   * @param interval minimum time between the starts of two scans
   * @param documents database of the record
   */
  public static Scans ofStore(
      Topic topic,
      String firstPhase,
      Duration interval,
      Documents documents,
      Tasks tasks,
      InstantSource clock) {
    ScanRecord record = ScanRecord.in(documents, OwnCollections.SCANS.document(topic.storedName()));
    ScanPosition first = ScanPosition.startOf(firstPhase);
    return new Scans(topic, page -> page, first, interval, true, record, tasks, clock, began -> {});
  }

  /** The scan of one subject's data, whose pages have this task payload. */
  public static Scans ofSubject(
      Topic topic,
      SubjectId subject,
      Function<ScanPage, TaskPayload> payload,
      Subjects subjects,
      Tasks tasks,
      InstantSource clock) {
    ScanRecord record = ScanRecord.of(subjects, subject, topic.storedName());
    return new Scans(
        topic,
        payload,
        ScanPosition.startOf(""),
        Duration.ZERO,
        false,
        record,
        tasks,
        clock,
        began -> {});
  }

  /** The same scan, whose end is recorded as the completion of the live check with this name. */
  public Scans as(String check, Checks checks) {
    return new Scans(
        topic,
        payload,
        first,
        interval,
        isLeased,
        record,
        tasks,
        clock,
        began -> checks.completed(check, began));
  }

  @FunctionalInterface
  public interface Work {
    /** Processes the page at the step's position, idempotently; returns the next one, if any. */
    Optional<ScanPosition> process(ScanStep step);
  }

  /** Starts a scan or processes its current page; else does nothing. */
  public void handle(ScanTask task, Work work) {
    due(task).ifPresent(page -> process(page, work));
  }

  /** Processes all pages in turn, without a record, for an operator; task ids name the run. */
  public void runAll(String run, Work work) {
    Optional<ScanPosition> next = Optional.of(first);
    for (long page = 0; next.isPresent(); page++) {
      ScanStep step = new ScanStep(topic, pageId(new ScanPage(run, page)), next.get());
      next = work.process(step);
      tasks.publish(step.tasks());
    }
  }

  private record DuePage(ScanPage page, ScanPosition position) {
    static DuePage of(Fields record) {
      return new DuePage(
          new ScanPage(record.string(RUN).orElseThrow(), record.number(PAGE).orElseThrow()),
          new ScanPosition(record.string(PHASE).orElseThrow(), record.string(TOKEN)));
    }

    boolean isCurrent(Fields record) {
      return isInProgress(record) && of(record).equals(this);
    }
  }

  private static boolean isInProgress(Fields record) {
    return record.has(RUN) && !record.has(FINISHED_AT);
  }

  private Optional<DuePage> due(ScanTask task) {
    if (task instanceof BeginScan begin) {
      return start(begin.run(), first);
    }
    Optional<DuePage> due = Optional.of(record.read()).filter(Scans::isInProgress).map(DuePage::of);
    return task instanceof ScanPage page ? due.filter(it -> it.page().equals(page)) : due;
  }

  /**
   * Processes the first page of a subject's scan at once, without a record; a scan is started for
   * the remaining pages only, and replaces one in progress. Does nothing if this scan has already
   * started.
   *
   * @param run name of the scan
   * @param position position of the first page
   */
  public void begin(String run, ScanPosition position, Work work) {
    ScanStep step = new ScanStep(topic, topic.storedName() + "-" + run, position);
    Optional<ScanPosition> rest = work.process(step);
    tasks.publish(step.tasks());
    rest.flatMap(it -> start(run, it)).ifPresent(due -> tasks.publish(List.of(pageTask(due))));
  }

  private Optional<DuePage> start(String run, ScanPosition position) {
    Instant now = clock.instant();
    ScanRecord.FieldsChange change =
        record.change(
            before -> mayBegin(before, run, now) ? begin(before, run, position, now) : before);
    if (!change.isAny()) {
      LOG.info("a scan is in progress or has already run", LogField.SCAN.of(topic.storedName()));
      return Optional.empty();
    }
    if (isLeased && isInProgress(change.before())) {
      LOG.severe(
          "alarm: a scan did not end and is restarted", LogField.SCAN.of(topic.storedName()));
    }
    return Optional.of(DuePage.of(change.after()));
  }

  private boolean mayBegin(Fields before, String run, Instant now) {
    if (!before.has(RUN)) {
      return true;
    }
    if (before.string(RUN).equals(Optional.of(run))) {
      return false;
    }
    return !isLeased
        || (isInProgress(before)
            ? isSince(before, ADVANCED_AT, ABANDONED_AFTER, now)
            : isSince(before, STARTED_AT, interval, now));
  }

  private static boolean isSince(Fields record, String field, Duration time, Instant now) {
    return !now.isBefore(record.instant(field).orElse(Instant.EPOCH).plus(time));
  }

  private Fields begin(Fields before, String run, ScanPosition position, Instant now) {
    return at(Fields.empty(), position, 0, now)
        .with(RUN, run)
        .with(STARTED_AT, now)
        .with(COMPLETED_AT, before.instant(COMPLETED_AT))
        .with(SINCE, before.instant(SINCE).orElse(now));
  }

  private Fields at(Fields before, ScanPosition position, long page, Instant now) {
    Fields due =
        before
            .without(TOKEN)
            .without(FAILURES)
            .with(PHASE, position.phase())
            .with(TOKEN, position.token())
            .with(PAGE, page)
            .with(ADVANCED_AT, now);
    return isLeased ? due.with(NEXT_ATTEMPT_AT, now.plus(DueIndex.LEASE)) : due;
  }

  private void process(DuePage due, Work work) {
    ScanStep step = new ScanStep(topic, pageId(due.page()), due.position());
    Optional<ScanPosition> next;
    try {
      next = work.process(step);
      tasks.publish(step.tasks());
    } catch (RuntimeException e) {
      if (!isLeased) {
        throw e;
      }
      failed(due, e);
      return; // the lease is the retry: the sweep dispatches the page again
    }
    advance(due, next);
  }

  private String pageId(ScanPage page) {
    return topic.storedName() + "-" + page.run() + "-" + page.page();
  }

  private void advance(DuePage due, Optional<ScanPosition> next) {
    Instant now = clock.instant();
    ScanRecord.FieldsChange change =
        record.change(
            before ->
                due.isCurrent(before)
                    ? next.map(it -> at(before, it, due.page().page() + 1, now))
                        .orElseGet(() -> finished(before, now))
                    : before);
    if (change.isAny() && next.isPresent()) {
      tasks.publish(List.of(pageTask(DuePage.of(change.after()))));
    } else if (change.isAny()) {
      whenComplete.accept(change.before().instant(STARTED_AT).orElseThrow());
    }
  }

  private static Fields finished(Fields record, Instant now) {
    return record
        .without(TOKEN)
        .without(FAILURES)
        .without(NEXT_ATTEMPT_AT)
        .with(ADVANCED_AT, now)
        .with(FINISHED_AT, now)
        .with(COMPLETED_AT, record.instant(STARTED_AT));
  }

  private Task pageTask(DuePage due) {
    return new Task(topic, pageId(due.page()), payload.apply(due.page()));
  }

  private void failed(DuePage due, RuntimeException failure) {
    Instant now = clock.instant();
    ScanRecord.FieldsChange change =
        record.change(before -> due.isCurrent(before) ? failed(before, now) : before);
    long failures = change.after().number(FAILURES).orElse(0L);
    LOG.severe(
        failures < ALARMING_FAILURES
            ? "a page of a scan failed"
            : "alarm: a page of a scan keeps failing",
        LogField.SCAN.of(topic.storedName()),
        LogField.FAILURES.of(failures),
        LogField.REASON.of(failure));
  }

  private Fields failed(Fields record, Instant now) {
    long failures = record.number(FAILURES).orElse(0L) + 1;
    return record
        .with(FAILURES, failures)
        .with(NEXT_ATTEMPT_AT, now.plus(DueIndex.leaseAfter(failures - 1)));
  }
}
