package com.anykoma.privacy.functions;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads variables and gathers what is wrong with them, all of it and never a value. */
final class Variables {
  private final Map<String, String> values;
  private final List<String> problems = new ArrayList<>();

  Variables(Map<String, String> values) {
    this.values = values;
  }

  /** The variable; empty, with the reader's problem noted, when it is missing or malformed. */
  <T> Optional<T> required(String name, Function<String, T> reader) {
    if (values.getOrDefault(name, "").isEmpty()) {
      problem(name, "is missing");
    }
    return optional(name, reader);
  }

  /** The variable; empty when it is not set, and with a problem noted when it is malformed. */
  <T> Optional<T> optional(String name, Function<String, T> reader) {
    String value = values.getOrDefault(name, "");
    if (value.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(reader.apply(value));
    } catch (IllegalArgumentException e) {
      problem(name, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** Notes what is wrong with a variable. */
  void problem(String name, String what) {
    problems.add(name + " " + what);
  }

  List<String> problems() {
    return List.copyOf(problems);
  }
}
