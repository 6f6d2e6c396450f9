package com.anykoma.privacy.local.cloud;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.PortProxy;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.Tasks;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** The events that the emulators have not sent yet, as far as this process knows. */
final class PendingEvents {
  /** The collection of marker documents, whose events follow those of all earlier writes. */
  static final String MARKS = "bridgeMarks";

  private static final Duration POLL_INTERVAL = Duration.ofMillis(1);
  private static final Duration MAX_WAITING = Duration.ofSeconds(10);

  private final Documents documents;
  private final AtomicLong published = new AtomicLong();
  private final AtomicLong deletions = new AtomicLong();
  private final AtomicLong marks = new AtomicLong();
  private final AtomicLong lastMark = new AtomicLong();
  private final Set<String> pushed = ConcurrentHashMap.newKeySet();

  PendingEvents(Documents documents) {
    this.documents = documents;
  }

  /** Wraps documents to hide the markers, which are not in the data map, from the functions. */
  static Documents withoutMarks(Documents documents) {
    return PortProxy.of(
        Documents.class,
        documents,
        call ->
            call.name().equals("collections") && call.proceed() instanceof List<?> ids
                ? ids.stream().filter(each -> !each.equals(MARKS)).toList()
                : call.proceed());
  }

  /** Wraps accounts to count deletions as pending until their events arrive. */
  Accounts counting(Accounts accounts) {
    return PortProxy.of(
        Accounts.class,
        accounts,
        call -> {
          if (call.name().equals("delete")) {
            if (accounts.get((SubjectId) call.argument(0)).isEmpty()) {
              return null;
            }
            deletionStarted();
          }
          return call.proceed();
        });
  }

  /** Wraps tasks to count them as pending until they are pushed. */
  Tasks counting(Tasks tasks) {
    return (List<Task> more) -> {
      published.addAndGet(more.size());
      try {
        tasks.publish(more);
      } catch (RuntimeException e) {
        published.addAndGet(-more.size());
        throw e;
      }
    };
  }

  /** Records that a message was pushed. Idempotent. */
  void taskPushed(String message) {
    pushed.add(message);
  }

  /** Records the start of an account deletion. */
  void deletionStarted() {
    deletions.incrementAndGet();
  }

  /** Records the event of a deletion, which may have been started by another process. */
  void deletionArrived() {
    deletions.updateAndGet(now -> Math.max(0, now - 1));
  }

  /** Whether the events of all tasks and deletions have arrived. */
  boolean isEmpty() {
    return published.get() <= pushed.size() && deletions.get() == 0;
  }

  /** Writes a marker, and returns whether its event arrived within {@code MAX_WAITING}. */
  boolean awaitMark() {
    long mark = marks.incrementAndGet();
    DocumentPath path = DocumentPath.of(MARKS, String.valueOf(mark));
    documents.create(path, Fields.empty());
    long start = System.nanoTime();
    while (lastMark.get() < mark && System.nanoTime() - start < MAX_WAITING.toNanos()) {
      LockSupport.parkNanos(POLL_INTERVAL.toNanos());
    }
    return lastMark.get() >= mark;
  }

  /** Records the event of a marker. */
  void markArrived(String id) {
    lastMark.accumulateAndGet(Long.parseLong(id), Math::max);
  }
}
