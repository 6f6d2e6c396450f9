package com.anykoma.privacy.yaml;

import com.anykoma.privacy.PermanentFailure;
import java.util.List;
import java.util.stream.Collectors;

/** Mistakes in settings files. The message has one line per mistake, with file and line. */
public final class SettingsException extends PermanentFailure {
  private final transient List<SettingsMistake> mistakes;

  public SettingsException(List<SettingsMistake> mistakes) {
    super(mistakes.stream().map(SettingsMistake::toString).collect(Collectors.joining("\n")));
    this.mistakes = List.copyOf(mistakes);
  }

  SettingsException(String file, int line, String problem) {
    this(List.of(new SettingsMistake(file, line, problem)));
  }

  /** The mistakes, at least one. */
  public List<SettingsMistake> mistakes() {
    return mistakes;
  }
}
