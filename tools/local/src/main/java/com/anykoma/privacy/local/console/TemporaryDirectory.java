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

/**
 * A directory that is gone, with all that is in it, once it is closed or the process is told to end
 * (Ctrl-C): keys may lie in it.
 */
public final class TemporaryDirectory implements AutoCloseable {
  private static final int MAX_ATTEMPTS = 20;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final Path path;
  private final Thread atEnd = new Thread(this::deleteAtEnd, "temporary-directory");

  private TemporaryDirectory(Path path) {
    this.path = path;
  }

  /** A new, empty one. */
  public static TemporaryDirectory create() {
    try {
      TemporaryDirectory created =
          new TemporaryDirectory(Files.createTempDirectory("anykoma-privacy"));
      Runtime.getRuntime().addShutdownHook(created.atEnd);
      return created;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** Other threads go on writing to it until the process has ended: it is looked for once more. */
  private void deleteAtEnd() {
    for (int attempt = 0; attempt < MAX_ATTEMPTS && Files.exists(path); attempt++) {
      try {
        delete();
      } catch (IOException | UncheckedIOException e) {
        // somebody wrote to it meanwhile, or has deleted of it
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
      boolean unused = Runtime.getRuntime().removeShutdownHook(atEnd);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalStateException e) {
      // the process ends, and so does the directory
    }
  }
}
