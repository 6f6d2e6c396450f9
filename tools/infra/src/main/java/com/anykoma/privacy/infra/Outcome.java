package com.anykoma.privacy.infra;

import java.util.List;
import java.util.Objects;

/**
 * What became of one check.
 *
 * @param check what was checked
 * @param verdict how it ended
 * @param lines what is wrong, or why it was skipped, or what was seen
 */
public record Outcome(String check, Verdict verdict, List<String> lines) {
  /** How a check may end. */
  public enum Verdict {
    OK,
    FAILED,
    SKIPPED
  }

  public Outcome {
    Objects.requireNonNull(check);
    Objects.requireNonNull(verdict);
    lines = List.copyOf(lines);
  }

  /** One that found these problems, if any; else it saw this. */
  static Outcome of(String check, List<String> problems, String seen) {
    return problems.isEmpty()
        ? new Outcome(check, Verdict.OK, List.of(seen))
        : new Outcome(check, Verdict.FAILED, problems);
  }

  /** One that could not be made. */
  static Outcome skipped(String check, String why) {
    return new Outcome(check, Verdict.SKIPPED, List.of(why));
  }
}
