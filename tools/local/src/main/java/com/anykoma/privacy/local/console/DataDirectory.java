package com.anykoma.privacy.local.console;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option that says where state is kept. */
public final class DataDirectory {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = ".data",
      description = "Where state is kept; ${DEFAULT-VALUE} in the current directory by default.")
  private Path path = Path.of(".data");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  /** A folder, or a path where one can be made; anything else is a misuse of the option. */
  public Path path() {
    return writable(spec, "--data", path);
  }

  /**
   * The folder, or a path at which it can be made.
   *
   * @throws ParameterException when it, or what is there of its path, is no folder or may not be
   *     written
   */
  public static Path writable(CommandSpec spec, String option, Path folder) {
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
