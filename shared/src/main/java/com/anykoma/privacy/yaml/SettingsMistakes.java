package com.anykoma.privacy.yaml;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Gathers the mistakes of several parts of a settings file, so that all are told at once. */
public final class SettingsMistakes {
  private final Set<SettingsMistake> found = new LinkedHashSet<>();

  /** What a part is read as; empty, and its mistakes are noted, when it has any. */
  public <T> Optional<T> read(Supplier<T> part) {
    try {
      return Optional.of(part.get());
    } catch (SettingsException e) {
      found.addAll(e.mistakes());
      return Optional.empty();
    }
  }

  /** Notes the mistakes of a part that is only looked at. */
  public void check(Runnable part) {
    read(
        () -> {
          part.run();
          return true;
        });
  }

  /** Notes one. */
  public void add(SettingsException mistake) {
    found.addAll(mistake.mistakes());
  }

  /** Those noted so far. */
  public List<SettingsMistake> all() {
    return List.copyOf(found);
  }

  /**
   * Returns when there are none.
   *
   * @throws SettingsException with all that were noted
   */
  public void throwIfAny() {
    if (!found.isEmpty()) {
      throw new SettingsException(all());
    }
  }
}
