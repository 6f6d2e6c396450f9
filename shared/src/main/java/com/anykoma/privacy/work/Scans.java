package com.anykoma.privacy.work;

import com.anykoma.privacy.SubjectId;
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
import java.util.function.Function;
import java.util.logging.Logger;

/**
 * Runs one scan: page by page, each page a task, until its last phase ends. A record names the page
 * that is due. It is advanced from page n to n+1 by compare-and-set, and only the delivery that
 * advanced it publishes page n+1. So a page that is delivered twice, even by a queue that forgets
 * ids, is dealt with twice but leads to one next page (decision 32).
 *
 * <p>A scan of a store, {@code scans/{topic}}, is refused while one is under way. If it stops,
 * because its next page was never published or its page fails, the sweep continues it: its record
 * is leased like an order, for longer after each failure. A scan of what one subject has, {@code
 * subjects/{uid}/scans/{topic}}, takes the place of one that is under way, and has no lease: the
 * queue delivers a page again that fails, and the next scan of the store comes by again.
 */
public final class Scans {
  /** How long a scan may stand still before a new one takes its place. */
  static final Duration ABANDONED_AFTER = Duration.ofHours(18);

  /** After so many failures of one page in a row a person is told. */
  private static final int ALARMING_FAILURES = 3;

  private static final String PAGE = "page";
  private static final String RUN = "run";
  private static final String PHASE = "phase";
  private static final String TOKEN = "token";
  private static final String STARTED_AT = "startedAt";
  private static final String ADVANCED_AT = "advancedAt";
  private static final String FINISHED_AT = "finishedAt";
  private static final String FAILURES = "failures";

  /** When the page that is due is handed out again. */
  static final String NEXT_ATTEMPT_AT = "nextAttemptAt";

  /** When the last scan that came to its end was begun. */
  static final String COMPLETED_AT = "completedAt";

  /** When the first scan was begun. */
  static final String SINCE = "since";

  private static final Logger LOG = Logger.getLogger(Scans.class.getName());

  private final Topic topic;
  private final Function<ScanPage, TaskPayload> payload;
  private final ScanPosition first;
  private final Duration interval;
  private final boolean isLeased;
  private final ScanRecord record;
  private final Tasks tasks;
  private final InstantSource clock;

  private Scans(
      Topic topic,
      Function<ScanPage, TaskPayload> payload,
      ScanPosition first,
      Duration interval,
      boolean isLeased,
      ScanRecord record,
      Tasks tasks,
      InstantSource clock) {
    this.topic = topic;
    this.payload = payload;
    this.first = first;
    this.interval = interval;
    this.isLeased = isLeased;
    this.record = record;
    this.tasks = tasks;
    this.clock = clock;
  }

  /**
   * The scan of a store.
   *
   * @param topic of the scan's tasks, and its name
   * @param firstPhase where every scan begins
   * @param interval a scan begins no sooner than this after the one before it began
   * @param documents the database that keeps the record
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
    return new Scans(topic, page -> page, first, interval, true, record, tasks, clock);
  }

  /**
   * The scan of what one subject has.
   *
   * @param payload makes the task of one of its pages
   */
  public static Scans ofSubject(
      Topic topic,
      SubjectId subject,
      Function<ScanPage, TaskPayload> payload,
      Subjects subjects,
      Tasks tasks,
      InstantSource clock) {
    ScanRecord record = ScanRecord.of(subjects, subject, topic.storedName());
    return new Scans(
        topic, payload, ScanPosition.startOf(""), Duration.ZERO, false, record, tasks, clock);
  }

  /** Deals with one page. */
  @FunctionalInterface
  public interface Work {
    /**
     * Deals with the page at the step's position; doing it again must do no harm.
     *
     * @return where the next page begins; empty at the end of the scan
     */
    Optional<ScanPosition> deal(ScanStep step);
  }

  /**
   * Begins a scan or deals with a page. Nothing happens when the page is not the one that is due,
   * or another scan is under way.
   */
  public void handle(ScanTask task, Work work) {
    due(task).ifPresent(page -> deal(page, work));
  }

  /**
   * Deals with all pages one after the other, without a record, for a person who waits for the
   * outcome.
   *
   * @param run names the scan in the tasks of items that failed
   */
  public void runAll(String run, Work work) {
    Optional<ScanPosition> next = Optional.of(first);
    for (long page = 0; next.isPresent(); page++) {
      ScanStep step = new ScanStep(topic, pageId(new ScanPage(run, page)), next.get());
      next = work.deal(step);
      tasks.publish(step.tasks());
    }
  }

  /** The page that is due, as the record tells. */
  private record DuePage(ScanPage page, ScanPosition position) {
    static DuePage of(Fields record) {
      return new DuePage(
          new ScanPage(record.string(RUN).orElseThrow(), record.number(PAGE).orElseThrow()),
          new ScanPosition(record.string(PHASE).orElseThrow(), record.string(TOKEN)));
    }

    boolean isStill(Fields record) {
      return isUnderWay(record) && of(record).equals(this);
    }
  }

  private static boolean isUnderWay(Fields record) {
    return record.has(RUN) && !record.has(FINISHED_AT);
  }

  private Optional<DuePage> due(ScanTask task) {
    if (task instanceof BeginScan begin) {
      return begun(begin.run(), first);
    }
    Optional<DuePage> due = Optional.of(record.read()).filter(Scans::isUnderWay).map(DuePage::of);
    return task instanceof ScanPage page ? due.filter(it -> it.page().equals(page)) : due;
  }

  /**
   * Deals with the first page of a subject's scan at once, without a record; only what is left
   * behind it becomes a scan, in the place of one that is under way. Nothing is begun when this
   * scan was begun already.
   *
   * @param run names the scan
   * @param position of the first page
   */
  public void begin(String run, ScanPosition position, Work work) {
    ScanStep step = new ScanStep(topic, topic.storedName() + "-" + run, position);
    Optional<ScanPosition> rest = work.deal(step);
    tasks.publish(step.tasks());
    rest.flatMap(it -> begun(run, it)).ifPresent(due -> tasks.publish(List.of(pageTask(due))));
  }

  private Optional<DuePage> begun(String run, ScanPosition position) {
    Instant now = clock.instant();
    ScanRecord.FieldsChange change =
        record.change(
            before -> mayBegin(before, run, now) ? begin(before, run, position, now) : before);
    if (!change.isAny()) {
      LOG.info("a scan is under way or was begun already scan=" + topic.storedName());
      return Optional.empty();
    }
    if (isLeased && isUnderWay(change.before())) {
      LOG.severe("alarm: a scan did not end and is begun again scan=" + topic.storedName());
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
        || (isUnderWay(before)
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

  private void deal(DuePage due, Work work) {
    ScanStep step = new ScanStep(topic, pageId(due.page()), due.position());
    Optional<ScanPosition> next;
    try {
      next = work.deal(step);
      tasks.publish(step.tasks());
    } catch (RuntimeException e) {
      if (!isLeased) {
        throw e;
      }
      failed(due, e);
      return; // the lease is the retry: the sweep hands the page out again
    }
    advance(due, next);
  }

  private String pageId(ScanPage page) {
    return topic.storedName() + "-" + page.run() + "-" + page.number();
  }

  private void advance(DuePage due, Optional<ScanPosition> next) {
    Instant now = clock.instant();
    ScanRecord.FieldsChange change =
        record.change(
            before ->
                due.isStill(before)
                    ? next.map(it -> at(before, it, due.page().number() + 1, now))
                        .orElseGet(() -> finished(before, now))
                    : before);
    if (change.isAny() && next.isPresent()) {
      tasks.publish(List.of(pageTask(DuePage.of(change.after()))));
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
        record.change(before -> due.isStill(before) ? failed(before, now) : before);
    long failures = change.after().number(FAILURES).orElse(0L);
    String what =
        failures < ALARMING_FAILURES
            ? "a page of a scan failed"
            : "alarm: a page of a scan keeps failing";
    LOG.severe(
        what
            + " scan="
            + topic.storedName()
            + " failures="
            + failures
            + " reason="
            + failure.getClass().getSimpleName());
  }

  private Fields failed(Fields record, Instant now) {
    long failures = record.number(FAILURES).orElse(0L) + 1;
    return record
        .with(FAILURES, failures)
        .with(NEXT_ATTEMPT_AT, now.plus(DueIndex.leaseAfter(failures - 1)));
  }
}
