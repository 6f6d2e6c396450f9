package com.anykoma.privacy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * Creates the temporary folders of tests in memory, if the machine has enough and can run programs
 * there; otherwise in the system's folder. No test interrupts the power, so none needs a disk.
 */
public final class MemoryTempDir implements TempDirFactory {
  private static final Path MEMORY = Path.of("/dev/shm");

  /** The tests that run at the same time need less than 1 GiB. */
  private static final long MIN_BYTES = 4L << 30;

  private static final String PREFIX = "test";

  @Override
  public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext test)
      throws IOException {
    if (Files.isDirectory(MEMORY) && Files.getFileStore(MEMORY).getUsableSpace() >= MIN_BYTES) {
      Path folder = Files.createTempDirectory(MEMORY, PREFIX);
      if (canRunPrograms(folder)) {
        return folder;
      }
      Files.delete(folder);
    }
    return Files.createTempDirectory(PREFIX);
  }

  private static boolean canRunPrograms(Path folder) throws IOException {
    Path program =
        Files.createFile(
            folder.resolve("program"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    boolean can = Files.isExecutable(program); // false on a volume that is mounted noexec
    Files.delete(program);
    return can;
  }
}
