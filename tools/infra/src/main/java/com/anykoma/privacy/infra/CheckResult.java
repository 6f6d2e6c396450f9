package com.anykoma.privacy.infra;

import java.util.List;
import java.util.Objects;

/**
 * The result of one check.
 *
 * @param check its name
 * @param lines the problems of a failed check, the reason of a skipped one, else a summary
 */
public record CheckResult(String check, Status verdict, List<String> lines) {
  /** The status of a check. */
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

  /** A failed check with these problems; a successful one with the summary when there are none. */
  static CheckResult of(String check, List<String> problems, String summary) {
    return problems.isEmpty()
        ? new CheckResult(check, Status.OK, List.of(summary))
        : new CheckResult(check, Status.FAILED, problems);
  }

  /** A check that could not run. */
  static CheckResult skipped(String check, String reason) {
    return new CheckResult(check, Status.SKIPPED, List.of(reason));
  }
}
