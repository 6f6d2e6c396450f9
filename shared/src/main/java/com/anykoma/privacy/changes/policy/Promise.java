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
 * @param functions names of the deployed functions that keep it
 * @param checks names of the live checks that watch the promise
 * @param evidence the proof that an auditor is shown; empty for an edge case
 */
public record Promise(
    String id,
    Kind kind,
    List<String> sentences,
    String rule,
    State state,
    Optional<String> missing,
    List<String> functions,
    List<String> checks,
    String evidence) {
  /** The form of an id; whether the register has it is another question. */
  public static final Pattern ID = Pattern.compile("[PE][1-9][0-9]?");

  private static final Pattern ABSOLUTE_WORD =
      Pattern.compile("\\b(all|never|not used|only)\\b", Pattern.CASE_INSENSITIVE);

  /** The form of an obligation, which decides how it can be broken. */
  public enum Kind implements StoredName {
    /** A use that is permitted within stated bounds. */
    PERMISSION,
    /** Work that has to be done. */
    DUTY,
    /** Holds without any exception. */
    ABSOLUTE,
    /** Work that has to be done by a date. */
    DEADLINE,
    /** Only the named things exist. */
    CLOSED_LIST,
    /** A person can demand it. */
    RIGHT,
    /** Decides to whom other promises apply. */
    CONDITION,
    /** Data serve the named purposes only. */
    PURPOSE,
    /** A bounded exception to another promise. */
    EXCEPTION,
    /** A case that has broken promises elsewhere. */
    EDGE_CASE;

    /** The name in words, for example {@code closed list}. */
    public String words() {
      return storedName().replace('_', ' ');
    }
  }

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
    functions = List.copyOf(functions);
    checks = List.copyOf(checks);
    Objects.requireNonNull(kind);
    Objects.requireNonNull(evidence);
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

  /** Whether a sentence has a word that admits no exception, such as "all" or "never". */
  public boolean isAbsolute() {
    return sentences.stream().anyMatch(each -> ABSOLUTE_WORD.matcher(each).find());
  }

  /** Whether the status claims that the promise is kept without a gap. */
  public boolean isKept() {
    return state == State.KEPT;
  }
}
