package com.anykoma.privacy.local.console;

import com.anykoma.privacy.infra.InfraFiles;
import com.anykoma.privacy.services.PrivacyFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option {@code --config}: the folder of the product's settings. */
public final class SettingsOption {
  @Option(
      names = "--config",
      paramLabel = "DIR",
      defaultValue = "${sys:privacy.config}",
      description = "The folder of the product's settings. Default: privacy in the project.")
  private @Nullable Path folder;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  /** Returns the files of the project with the chosen settings. */
  public InfraFiles project() {
    InfraFiles project = InfraFiles.ofProject();
    Path given = folder;
    if (given == null) {
      return project;
    }
    if (!Files.isDirectory(given) || !Files.isReadable(given)) {
      throw new ParameterException(spec.commandLine(), given + ": is not a readable folder");
    }
    return project.with(given);
  }

  /** Reads the product. */
  public PrivacyFiles product() {
    return PrivacyFiles.in(project().settings());
  }
}
