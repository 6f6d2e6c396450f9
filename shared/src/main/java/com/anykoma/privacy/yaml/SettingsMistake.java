package com.anykoma.privacy.yaml;

import java.util.Objects;

/**
 * One mistake in a settings file.
 *
 * @param file the last path element, {@code plans.yaml}
 * @param line counted from 1; 0 when the file could not be opened
 * @param problem what is wrong, and what to do about it
 */
public record SettingsMistake(String file, int line, String problem) {
  public SettingsMistake {
    Objects.requireNonNull(file);
    Objects.requireNonNull(problem);
  }

  /** Formats the mistake as {@code plans.yaml:12: problem}. */
  @Override
  public String toString() {
    return file + (line == 0 ? "" : ":" + line) + ": " + problem;
  }
}
