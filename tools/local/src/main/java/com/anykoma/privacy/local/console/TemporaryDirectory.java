package com.anykoma.privacy.local.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A temporary directory that is deleted on {@link #close} and on Ctrl-C. */
public final class TemporaryDirectory implements AutoCloseable {
  private static final int MAX_ATTEMPTS = 20;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final Path path;
  private final Thread shutdownHook = new Thread(this::deleteOnShutdown, "temporary-directory");

  private TemporaryDirectory(Path path) {
    this.path = path;
  }

  /** Creates an empty directory. */
  public static TemporaryDirectory create() {
    try {
      TemporaryDirectory created =
          new TemporaryDirectory(Files.createTempDirectory("anykoma-privacy"));
      Runtime.getRuntime().addShutdownHook(created.shutdownHook);
      return created;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path path() {
    return path;
  }

  /**
   * Deletes repeatedly, because other threads write to the directory until the process has ended.
   */
  private void deleteOnShutdown() {
    for (int attempt = 0; attempt < MAX_ATTEMPTS && Files.exists(path); attempt++) {
      try {
        delete();
      } catch (IOException | UncheckedIOException e) {
        // another thread wrote or deleted a file at the same time: the next attempt deletes the
        // rest
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private void delete() throws IOException {
    try (Stream<Path> all = Files.walk(path)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path each : deepestFirst) {
        Files.deleteIfExists(each);
      }
    }
  }

  @Override
  public void close() {
    try {
      delete();
      boolean unused = Runtime.getRuntime().removeShutdownHook(shutdownHook);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalStateException e) {
      // the process is ending: the shutdown hook deletes the directory
    }
  }
}
