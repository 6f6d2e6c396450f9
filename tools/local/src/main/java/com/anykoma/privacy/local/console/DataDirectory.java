package com.anykoma.privacy.local.console;

import com.anykoma.privacy.services.PrivacyFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options {@code --data}, the folder of all local state, and {@code --config}. */
public final class DataDirectory {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = ".data",
      description = "The folder for all state. Default: ${DEFAULT-VALUE} in the current directory.")
  private Path path = Path.of(".data");

  @Mixin private SettingsOption settings = new SettingsOption();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  /** Returns a usable folder, or path where one can be created. */
  public Path path() {
    return writable(spec, "--data", path);
  }

  /** Reads the product whose data is in the folder. */
  public PrivacyFiles product() {
    return settings.product();
  }

  /** Checks that a folder is writable, or can be created. */
  public static Path writable(CommandSpec spec, String option, Path folder) {
    Path existing = folder.toAbsolutePath().normalize();
    while (Files.notExists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    if (!Files.isDirectory(existing)) {
      throw new ParameterException(
          spec.commandLine(), option + " needs a folder, but " + existing + " is not a folder");
    }
    if (!Files.isReadable(existing)
        || !Files.isWritable(existing)
        || !Files.isExecutable(existing)) {
      throw new ParameterException(
          spec.commandLine(), option + ": " + existing + " is not readable and writable");
    }
    return folder;
  }
}
