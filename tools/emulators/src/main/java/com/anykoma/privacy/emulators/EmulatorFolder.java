package com.anykoma.privacy.emulators;

import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** The folder that holds what was fetched for the emulators. */
final class EmulatorFolder {
  /** The variable that names another folder. */
  static final String VARIABLE = "PRIVACY_EMULATORS_DIR";

  private EmulatorFolder() {}

  /** The folder on this machine, be it there or not. */
  static Path onThisMachine() {
    return path(EmulatorFolder::variable);
  }

  /** A variable of this process's environment, empty when it is not set. */
  static String variable(String name) {
    return System.getenv().getOrDefault(name, "");
  }

  /**
   * The folder, be it there or not.
   *
   * @param environment gives a variable's value, empty when it is not set
   */
  static Path path(UnaryOperator<String> environment) {
    String named = environment.apply(VARIABLE);
    return named.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".cache", "anykoma-privacy", "emulators")
        : Path.of(named);
  }
}
