package com.anykoma.privacy.local.cloud;

import com.anykoma.privacy.PermanentFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A clock with an offset from this machine's time, which only grows. The offset is stored in the
 * data directory, so that after a restart, and in other commands, no time is earlier than the
 * stored data.
 */
public final class OffsetClock implements InstantSource {
  private final InstantSource real = Clock.systemUTC();
  private final Path file;
  private volatile Duration offset;

  private OffsetClock(Path file, Duration offset) {
    this.file = file;
    this.offset = offset;
  }

  /** Opens the clock of a data directory; its offset is zero when none is stored. */
  public static OffsetClock of(Path directory) {
    Path file = directory.resolve("clock");
    try {
      Duration offset = Duration.parse(Files.readString(file).strip());
      if (!offset.isNegative()) {
        return new OffsetClock(file, offset);
      }
    } catch (NoSuchFileException e) {
      return new OffsetClock(file, Duration.ZERO);
    } catch (DateTimeException | IOException e) {
      // reported below, like a negative offset
    }
    throw new PermanentFailure(
        file + " is not a duration such as PT720H: restore the file from a backup");
  }

  /** Moves the clock forward. Stores the new offset before it takes effect. */
  public synchronized void forward(Duration by) {
    if (by.isNegative()) {
      throw new IllegalArgumentException("the clock cannot move back");
    }
    Duration longer = offset.plus(by);
    try {
      Path written = file.resolveSibling(file.getFileName() + ".tmp");
      Files.writeString(written, longer + "\n");
      Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    offset = longer;
  }

  /** The offset from this machine's time. */
  public Duration offset() {
    return offset;
  }

  @Override
  public Instant instant() {
    return real.instant().plus(offset);
  }
}
