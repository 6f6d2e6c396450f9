package com.anykoma.privacy.infra;

import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsException;
import com.anykoma.privacy.yaml.SettingsMistake;
import com.anykoma.privacy.yaml.SettingsMistakes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A folder of settings files. Deployment files that it lacks are read from the project.
 *
 * @param mistakes collects the mistakes in the files
 */
record SettingsFolder(Path folder, InfraFiles project, SettingsMistakes mistakes) {
  /** A parsed file and its value. */
  record Read<T>(Setting file, T value) {}

  /** Reads a file of the folder; empty, with the mistakes added, when it is invalid. */
  <T> Optional<Read<T>> settings(String name, Function<Setting, T> reader) {
    return read(folder.resolve(name), reader);
  }

  /** Reads a deployment file, from the folder if it has one. */
  <T> Optional<Read<T>> deployed(String name, Path fallback, Function<Setting, T> reader) {
    return read(ownOr(name, fallback), reader);
  }

  /** Reads security rules, from the folder if it has them. */
  Optional<List<RulesFile.Match>> rules(String name) {
    return text(ownOr(name, project.rules()))
        .flatMap(
            text -> {
              mistakes.check(() -> DeployedRules.requireBeginning(name, text));
              return mistakes.read(() -> RulesFile.read(name, text));
            });
  }

  private Path ownOr(String name, Path fallback) {
    Path own = folder.resolve(name);
    return Files.exists(own) ? own : fallback.resolve(name);
  }

  private <T> Optional<Read<T>> read(Path file, Function<Setting, T> reader) {
    return text(file)
        .flatMap(
            text ->
                mistakes.read(
                    () -> {
                      Setting root = Setting.parse(name(file), text);
                      return new Read<>(root, reader.apply(root));
                    }));
  }

  /** The text of a file of the folder; empty, with a mistake added, when it is unreadable. */
  Optional<String> text(String name) {
    return text(folder.resolve(name));
  }

  private Optional<String> text(Path file) {
    try {
      return Optional.of(Files.readString(file));
    } catch (NoSuchFileException e) {
      addMistake(file, "the file is missing in " + folder + "; add it");
    } catch (IOException e) {
      addMistake(file, "the file is not readable UTF-8 text; save it as UTF-8");
    }
    return Optional.empty();
  }

  private void addMistake(Path file, String problem) {
    mistakes.add(new SettingsException(List.of(new SettingsMistake(name(file), 1, problem))));
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
