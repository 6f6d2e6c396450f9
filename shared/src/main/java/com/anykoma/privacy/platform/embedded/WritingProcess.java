package com.anykoma.privacy.platform.embedded;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Identifies a process as {@code pid@start}, so that another process can check whether it still
 * runs. The start time distinguishes it from a later process with the same pid. A difference of a
 * few seconds is accepted, because the system derives the start time from a clock that may be set.
 */
public final class WritingProcess {
  private static final Duration TOLERANCE = Duration.ofSeconds(10);

  private WritingProcess() {}

  /** The name of this process. */
  public static String current() {
    ProcessHandle process = ProcessHandle.current();
    return process.pid() + "@" + start(process).map(Instant::getEpochSecond).orElse(0L);
  }

  /** Whether the process runs; false for a name that {@link #current} did not create. */
  public static boolean isAlive(String name) {
    String[] parts = name.split("@", -1);
    if (parts.length != 2) {
      return false;
    }
    Instant started = Instant.ofEpochSecond(Long.parseLong(parts[1]));
    return ProcessHandle.of(Long.parseLong(parts[0]))
        .filter(ProcessHandle::isAlive)
        .flatMap(WritingProcess::start)
        .filter(start -> Duration.between(started, start).abs().compareTo(TOLERANCE) < 0)
        .isPresent();
  }

  private static Optional<Instant> start(ProcessHandle process) {
    return process.info().startInstant();
  }
}
