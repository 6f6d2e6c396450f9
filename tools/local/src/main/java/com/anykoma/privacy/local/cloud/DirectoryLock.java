package com.anykoma.privacy.local.cloud;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file lock that lets one process serve a data directory; it ends with the process. */
public record DirectoryLock(FileChannel channel) implements AutoCloseable {
  /** Thrown when another process serves the directory. */
  public static final class Held extends RuntimeException {
    Held(Path directory) {
      super(
          directory.toAbsolutePath()
              + " is already served by another ./run serve: stop that one, or choose another"
              + " folder with --data");
    }
  }

  /** Locks an existing directory; fails while another process, or part of this one, holds it. */
  public static DirectoryLock of(Path directory) {
    try {
      FileChannel channel =
          FileChannel.open(
              directory.resolve("serve.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (isLocked(channel)) {
        return new DirectoryLock(channel);
      }
      channel.close();
      throw new Held(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
