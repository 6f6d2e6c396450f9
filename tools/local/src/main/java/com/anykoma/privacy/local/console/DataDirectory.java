package com.anykoma.privacy.local.console;

import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
    return WritableFolder.require(spec, "--data", path);
  }
}
