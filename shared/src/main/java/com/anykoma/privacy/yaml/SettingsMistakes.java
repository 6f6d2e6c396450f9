package com.anykoma.privacy.yaml;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Collects mistakes, so that one exception reports those of several parts of a file. */
public final class SettingsMistakes {
  private final Set<SettingsMistake> found = new LinkedHashSet<>();

  /** Reads a part. Returns empty and collects the mistakes when the part has any. */
  public <T> Optional<T> read(Supplier<T> part) {
    try {
      return Optional.of(part.get());
    } catch (SettingsException e) {
      found.addAll(e.mistakes());
      return Optional.empty();
    }
  }

  public void check(Runnable part) {
    read(
        () -> {
          part.run();
          return true;
        });
  }

  public void add(SettingsException mistake) {
    found.addAll(mistake.mistakes());
  }

  public List<SettingsMistake> all() {
    return List.copyOf(found);
  }

  /** Throws one exception with all collected mistakes, if there are any. */
  public void throwIfAny() {
    if (!found.isEmpty()) {
      throw new SettingsException(all());
    }
  }
}
