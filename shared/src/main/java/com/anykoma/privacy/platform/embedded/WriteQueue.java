package com.anykoma.privacy.platform.embedded;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A single writer with group commit. One of the waiting threads becomes the leader and runs all
 * queued jobs in one SQLite transaction, so that many callers share one commit.
 *
 * <p>A job that cannot proceed must say so in its result, before it writes anything. When a job
 * throws instead, the shared transaction is rolled back and every job runs again in a transaction
 * of its own. So a job must be safe to run again from its start.
 */
final class WriteQueue {
  private static final int MAX_JOBS_PER_COMMIT = 128;

  private final Session session;
  private final Queue<PendingJob<?>> queue = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean leading = new AtomicBoolean();
  private volatile boolean closed;

  WriteQueue(Session session) {
    this.session = session;
  }

  /** Runs {@code job} in a transaction. Returns its result after the commit. */
  <T> T run(SqliteStore.Job<T> job) {
    PendingJob<T> mine = new PendingJob<>(job, Thread.currentThread());
    queue.add(mine);
    boolean interrupted = false;
    while (!mine.done) {
      if (leading.compareAndSet(false, true)) {
        lead();
      } else {
        LockSupport.park(this);
        interrupted |= Thread.interrupted();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return mine.answer();
  }

  /** Runs the queued jobs, then wakes the first thread that was queued meanwhile. */
  @SuppressWarnings("ThreadPriorityCheck") // affects only speed
  private void lead() {
    List<PendingJob<?>> batch = new ArrayList<>();
    try {
      Thread.yield(); // lets finished callers queue their next job: batches grow from 2 jobs to 6
      PendingJob<?> next = queue.poll();
      while (next != null) {
        batch.add(next);
        next = batch.size() < MAX_JOBS_PER_COMMIT ? queue.poll() : null;
      }
      commit(batch);
    } finally {
      leading.set(false);
      batch.forEach(PendingJob::complete);
      PendingJob<?> next = queue.peek();
      if (next != null) {
        LockSupport.unpark(next.caller);
      }
    }
  }

  private void commit(List<PendingJob<?>> batch) {
    if (closed) {
      batch.forEach(each -> each.fail(new StoreFailure("the store is closed")));
      return;
    }
    try {
      session.update("BEGIN IMMEDIATE");
      for (PendingJob<?> each : batch) {
        each.run(session);
      }
      session.update("COMMIT");
    } catch (SQLException | RuntimeException | Error e) {
      rollBack(e);
      if (batch.size() == 1) {
        batch.get(0).fail(e);
      } else {
        batch.forEach(each -> commit(List.of(each)));
      }
    }
  }

  private void rollBack(Throwable why) {
    try {
      session.forgetStatements();
      session.update("ROLLBACK");
    } catch (SQLException e) {
      why.addSuppressed(e); // no transaction was open: BEGIN had failed
    }
  }

  /** Waits for the current jobs and refuses later ones. */
  void close() throws SQLException {
    while (!leading.compareAndSet(false, true)) {
      Thread.onSpinWait();
    }
    closed = true;
    session.close();
    leading.set(false);
  }

  /** A job and the thread that waits for it. */
  private static final class PendingJob<T> {
    private final SqliteStore.Job<T> job;
    private final Thread caller;
    private @Nullable T answer;
    private @Nullable Throwable failure;
    private volatile boolean done;

    PendingJob(SqliteStore.Job<T> job, Thread caller) {
      this.job = job;
      this.caller = caller;
    }

    void run(Session session) throws SQLException {
      answer = job.run(session);
    }

    void fail(Throwable e) {
      failure = e;
    }

    void complete() {
      done = true;
      LockSupport.unpark(caller);
    }

    T answer() {
      if (failure instanceof Error error) {
        throw error;
      }
      if (failure instanceof RuntimeException runtime) {
        throw runtime;
      }
      T answered = answer;
      if (failure != null || answered == null) {
        throw new StoreFailure("the store failed to write", failure);
      }
      return answered;
    }
  }
}
