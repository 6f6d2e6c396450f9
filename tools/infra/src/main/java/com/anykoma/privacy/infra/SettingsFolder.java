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
 * A folder of settings. A file of the deployment that it lacks is the project's.
 *
 * @param mistakes where what is wrong with its files is noted
 */
record SettingsFolder(Path folder, InfraFiles project, SettingsMistakes mistakes) {
  /** A file and what it says. */
  record Read<T>(Setting file, T value) {}

  /** One of its own files as a reader reads it; empty, and noted why, when it has mistakes. */
  <T> Optional<Read<T>> settings(String name, Function<Setting, T> reader) {
    return read(folder.resolve(name), reader);
  }

  /** The same of a file of the deployment. */
  <T> Optional<Read<T>> deployed(String name, Path otherwise, Function<Setting, T> reader) {
    return read(ownOr(name, otherwise), reader);
  }

  /** A file of security rules. */
  Optional<List<RulesFile.Match>> rules(String name) {
    return text(ownOr(name, project.terraformFolder().resolve("rules")))
        .flatMap(text -> mistakes.read(() -> RulesFile.read(name, text)));
  }

  private Path ownOr(String name, Path otherwise) {
    Path own = folder.resolve(name);
    return Files.exists(own) ? own : otherwise.resolve(name);
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

  /** The text of one of its own files. */
  Optional<String> text(String name) {
    return text(folder.resolve(name));
  }

  private Optional<String> text(Path file) {
    try {
      return Optional.of(Files.readString(file));
    } catch (NoSuchFileException e) {
      note(file, "there is no such file in " + folder + "; add it");
    } catch (IOException e) {
      note(file, "this is no file of UTF-8 text that can be read; save it as one");
    }
    return Optional.empty();
  }

  private void note(Path file, String problem) {
    mistakes.add(new SettingsException(List.of(new SettingsMistake(name(file), 1, problem))));
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
