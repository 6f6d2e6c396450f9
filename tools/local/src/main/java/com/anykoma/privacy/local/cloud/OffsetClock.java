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
 * This machine's time and an offset that only grows. The offset is kept in the data directory, so
 * that no restart and no other command puts the time back behind what the data was written at.
 */
public final class OffsetClock implements InstantSource {
  private final InstantSource real = Clock.systemUTC();
  private final Path file;
  private volatile Duration offset;

  private OffsetClock(Path file, Duration offset) {
    this.file = file;
    this.offset = offset;
  }

  /**
   * The clock of a data directory; without an offset where the directory has none.
   *
   * @throws PermanentFailure when the directory's offset cannot be read
   */
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
      // the same answer as for a negative one
    }
    throw new PermanentFailure(
        file + " does not hold how far its clock is ahead, such as PT720H: restore it");
  }

  /** Moves it forward; the offset is kept before it holds. */
  public synchronized void forward(Duration by) {
    if (by.isNegative()) {
      throw new IllegalArgumentException("a clock never goes back");
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

  /** How far it is ahead of this machine's time. */
  public Duration offset() {
    return offset;
  }

  @Override
  public Instant instant() {
    return real.instant().plus(offset);
  }
}
