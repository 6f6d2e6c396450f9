package com.anykoma.privacy.local.cloud;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Holds a data directory for one process that serves it. The operating system releases the lock
 * when the process ends, however it ends; other commands do not ask for it.
 */
public record DirectoryLock(FileChannel channel) implements AutoCloseable {
  /** Another process serves the directory. */
  public static final class Held extends RuntimeException {
    Held(Path directory) {
      super(
          directory.toAbsolutePath()
              + " is served by another ./run serve: end that one, or name another folder with"
              + " --data");
    }
  }

  /**
   * Takes the lock of a directory that is there.
   *
   * @throws Held when another process, or another part of this one, holds it
   */
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
