package com.anykoma.privacy.yaml;

import java.util.Objects;

/**
 * One mistake in a settings file.
 *
 * @param file its last path element, {@code plans.yaml}
 * @param line counted from 1; 0 when there is no file to count in
 * @param problem what is wrong, and what to do about it
 */
public record SettingsMistake(String file, int line, String problem) {
  public SettingsMistake {
    Objects.requireNonNull(file);
    Objects.requireNonNull(problem);
  }

  /** {@code plans.yaml:12: what is wrong; what to do}. */
  @Override
  public String toString() {
    return file + (line == 0 ? "" : ":" + line) + ": " + problem;
  }
}
