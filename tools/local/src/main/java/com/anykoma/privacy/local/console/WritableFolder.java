package com.anykoma.privacy.local.console;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Folders that an option names for a command to write to. */
public final class WritableFolder {
  private WritableFolder() {}

  /**
   * The folder, or a path at which it can be made.
   *
   * @throws ParameterException when it, or what is there of its path, is no folder or may not be
   *     written
   */
  public static Path require(CommandSpec spec, String option, Path folder) {
    Path there = folder.toAbsolutePath().normalize();
    while (Files.notExists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    if (!Files.isDirectory(there)) {
      throw new ParameterException(
          spec.commandLine(), option + " needs a folder, and " + there + " is none");
    }
    if (!Files.isReadable(there) || !Files.isWritable(there) || !Files.isExecutable(there)) {
      throw new ParameterException(
          spec.commandLine(), option + ": " + there + " may not be read and written");
    }
    return folder;
  }
}
