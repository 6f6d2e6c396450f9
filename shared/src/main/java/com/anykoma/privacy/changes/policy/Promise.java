package com.anykoma.privacy.changes.policy;

import com.anykoma.privacy.StoredName;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One entry of the register: a promise of the privacy page ({@code P1} and up) or an edge case that
 * breaks promises ({@code E1} and up).
 *
 * @param id as {@code @Keeps} names it
 * @param sentences of the product's page that make the promise; none for an edge case, for a duty
 *     that only the law states, and for a promise that the product does not make
 * @param rule the obligation at run time, or the edge case
 * @param missing the gap; empty exactly when the promise is kept
 * @param checks names of the live checks that watch the promise
 */
public record Promise(
    String id,
    List<String> sentences,
    String rule,
    State state,
    Optional<String> missing,
    List<String> checks) {
  /** The form of an id; whether the register has it is another question. */
  public static final Pattern ID = Pattern.compile("[PE][1-9][0-9]?");

  /** How far a promise is kept. */
  public enum State implements StoredName {
    /** Built and tested. */
    KEPT,
    /** Built, with a stated gap. */
    PARTIAL,
    /** Not built. */
    OPEN
  }

  public Promise {
    sentences = List.copyOf(sentences);
    checks = List.copyOf(checks);
    Objects.requireNonNull(state);
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("an id is P or E with a number from 1 to 99");
    }
    if (rule.isBlank()) {
      throw new IllegalArgumentException("a rule is not blank");
    }
    if (missing.isPresent() == (state == State.KEPT)) {
      throw new IllegalArgumentException(
          "'missing' is required where the status is partial or open, and refused where it is kept");
    }
  }

  /** Whether the status claims that the promise is kept without a gap. */
  public boolean isKept() {
    return state == State.KEPT;
  }
}
