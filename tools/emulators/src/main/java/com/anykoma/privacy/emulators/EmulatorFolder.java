package com.anykoma.privacy.emulators;

import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** The cache folder for downloaded emulators. */
final class EmulatorFolder {
  /** The environment variable that overrides the folder. */
  static final String VARIABLE = "PRIVACY_EMULATORS_DIR";

  private EmulatorFolder() {}

  /** The folder on this machine; it may not exist. */
  static Path onThisMachine() {
    return path(EmulatorFolder::variable);
  }

  /** A variable of this process's environment; empty if it is not set. */
  static String variable(String name) {
    return System.getenv().getOrDefault(name, "");
  }

  /** The folder, which may not exist, from the variables of the environment. */
  static Path path(UnaryOperator<String> environment) {
    String named = environment.apply(VARIABLE);
    return named.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".cache", "anykoma-privacy", "emulators")
        : Path.of(named);
  }
}
