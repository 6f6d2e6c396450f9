package com.anykoma.privacy.platform.embedded;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/**
 * A SQLite file shared by many threads and a few processes. Reads use a pool of connections, see
 * the last commit and never wait for the writer. Writes use one connection, one after another.
 * Write-ahead log with {@code synchronous=NORMAL}: a commit survives a crash of the process.
 */
final class SqliteStore implements AutoCloseable {
  private static final int BUSY_MILLIS = 30_000;

  /**
   * A small cache: SQLite clears a reader's cache after every foreign write, and a commit that
   * splits a page walks the writer's whole cache (17 % of all CPU time with 64 MiB). The file cache
   * of the system holds the rest.
   */
  private static final int CACHE_KIB = 4 * 1024;

  /** The log size in pages at which SQLite moves the log into the file: 64 MiB. */
  private static final int CHECKPOINT_PAGES = 16_384;

  private final Path file;
  private final ConcurrentLinkedDeque<Session> readers = new ConcurrentLinkedDeque<>();
  private final Session writer;
  private volatile boolean closed;

  private SqliteStore(Path file, Session writer) {
    this.file = file;
    this.writer = writer;
  }

  /** A unit of reading or writing. Its result is never null. */
  @FunctionalInterface
  interface Job<T> {
    T run(Session session) throws SQLException;
  }

  static SqliteStore open(Path file) {
    try {
      Session session = connect(file);
      Schema.create(session);
      return new SqliteStore(file, session);
    } catch (SQLException e) {
      throw new StoreFailure("cannot open " + file, e);
    }
  }

  private static Session connect(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setOpenMode(SQLiteOpenMode.NOMUTEX); // a session is used by one thread at a time
    config.setBusyTimeout(BUSY_MILLIS);
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
    config.setCacheSize(-CACHE_KIB);
    config.setGetGeneratedKeys(false); // otherwise the driver queries them after every statement
    config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "true"); // deleted content is overwritten
    Connection connection = config.createConnection("jdbc:sqlite:" + file);
    // In auto-commit mode the driver runs BEGIN and COMMIT itself; SQLite needs neither.
    connection.setAutoCommit(false);
    Session session = new Session(connection);
    session.update("COMMIT");
    session.first("PRAGMA wal_autocheckpoint = " + CHECKPOINT_PAGES, row -> row.getInt(1));
    return session;
  }

  /** Runs {@code job} on a reader. Each of its statements sees the last commit. */
  <T> T read(Job<T> job) {
    Session reader = null;
    try {
      reader = reader();
      T answer = job.run(reader);
      release(reader);
      return answer;
    } catch (SQLException e) {
      discard(reader, e);
      throw new StoreFailure("the store failed to read", e);
    } catch (RuntimeException | Error e) {
      discard(reader, e);
      throw e;
    }
  }

  <T> List<T> list(String sql, Session.RowReader<T> row, @Nullable Object... values) {
    return read(session -> session.list(sql, row, values));
  }

  /** Runs one query on a reader and returns the first row. */
  <T> Optional<T> first(String sql, Session.RowReader<T> row, @Nullable Object... values) {
    return read(session -> session.first(sql, row, values));
  }

  /** Runs one statement on the writer. Returns the number of changed rows. */
  int update(String sql, @Nullable Object... values) {
    return write(session -> session.update(sql, values));
  }

  /** Runs {@code job} on the writer, in a transaction that is rolled back when it throws. */
  <T> T write(Job<T> job) {
    synchronized (writer) {
      requireOpen();
      try {
        writer.update("BEGIN IMMEDIATE");
        T answer = job.run(writer);
        writer.update("COMMIT");
        return answer;
      } catch (SQLException e) {
        rollBack(e);
        throw new StoreFailure("the store failed to write", e);
      } catch (RuntimeException | Error e) {
        rollBack(e);
        throw e;
      }
    }
  }

  private void rollBack(Throwable why) {
    try {
      writer.forgetStatements();
      writer.update("ROLLBACK");
    } catch (SQLException e) {
      why.addSuppressed(e); // no transaction was open: BEGIN had failed
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new StoreFailure("the store is closed");
    }
  }

  private Session reader() throws SQLException {
    requireOpen();
    Session free = readers.pollFirst();
    return free == null ? connect(file) : free;
  }

  private void release(Session reader) throws SQLException {
    readers.addFirst(reader);
    if (closed && readers.remove(reader)) {
      reader.close();
    }
  }

  private static void discard(@Nullable Session reader, Throwable why) {
    if (reader != null) {
      try {
        reader.close();
      } catch (SQLException e) {
        why.addSuppressed(e);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      for (Session reader = readers.poll(); reader != null; reader = readers.poll()) {
        reader.close();
      }
      synchronized (writer) {
        writer.close();
      }
    } catch (SQLException e) {
      throw new StoreFailure("cannot close " + file, e);
    }
  }
}
