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
public record CheckResult(String check, Status verdict, List<String> lines) {
  /** How a check may end. */
  public enum Status {
    OK,
    FAILED,
    SKIPPED
  }

  public CheckResult {
    Objects.requireNonNull(check);
    Objects.requireNonNull(verdict);
    lines = List.copyOf(lines);
  }

  /** One that found these problems, if any; else it saw this. */
  static CheckResult of(String check, List<String> problems, String seen) {
    return problems.isEmpty()
        ? new CheckResult(check, Status.OK, List.of(seen))
        : new CheckResult(check, Status.FAILED, problems);
  }

  /** One that could not be made. */
  static CheckResult skipped(String check, String why) {
    return new CheckResult(check, Status.SKIPPED, List.of(why));
  }
}
