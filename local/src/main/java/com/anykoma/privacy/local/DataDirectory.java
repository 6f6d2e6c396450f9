package com.anykoma.privacy.local;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that says where state is kept. */
final class DataDirectory {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = ".data",
      description = "Where state is kept; ${DEFAULT-VALUE} in the current directory by default.")
  private Path path = Path.of(".data");

  Path path() {
    return path;
  }
}
