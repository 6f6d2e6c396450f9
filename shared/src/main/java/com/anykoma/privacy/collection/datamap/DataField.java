package com.anykoma.privacy.collection.datamap;

import com.anykoma.privacy.DataCategory;
import com.anykoma.privacy.Purpose;
import java.time.Period;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A field of a location.
 *
 * @param name a dotted path into maps, and into maps within lists; a final {@code *} matches all
 *     members of a map
 * @param truncate the age at which an IP address is truncated to its network; empty for never
 * @param subjects whether the field's value names people; an erasure removes the subject from it
 * @param isCorrectable whether the person may correct the value, a text
 */
public record DataField(
    String name,
    DataCategory category,
    Sealing sealed,
    Set<Purpose> purposes,
    RetentionClass retention,
    Optional<Period> truncate,
    Subjects subjects,
    boolean isCorrectable) {
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*(\\.\\*)?");

  /** When the value is encrypted with the subject's own key (P10). */
  public enum Sealing {
    ALWAYS,
    /** If written on a paid plan. */
    PAID,
    NEVER
  }

  /** How the field's value names people, besides the location's subject. */
  public enum Subjects {
    NO,
    /** A list of uids. */
    YES,
    /** A map whose keys are uids; its documents are found by a list of the same location. */
    KEYS
  }

  public DataField {
    Objects.requireNonNull(name);
    Objects.requireNonNull(category);
    Objects.requireNonNull(sealed);
    purposes = Set.copyOf(purposes);
    Objects.requireNonNull(retention);
    Objects.requireNonNull(truncate);
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a field's name is words joined by dots, with an optional '.*' at the end");
    }
    Objects.requireNonNull(subjects);
    if (subjects == Subjects.KEYS && (!name.endsWith(".*") || sealed != Sealing.NEVER)) {
      throw new IllegalArgumentException(
          "a map whose keys are uids is one unsealed field with '.*' at its end, such as"
              + " members.*");
    }
    if (subjects == Subjects.YES && (name.endsWith("*") || sealed != Sealing.NEVER)) {
      throw new IllegalArgumentException(
          "a list of subjects must be one unsealed field, so that it can be queried");
    }
    if (isCorrectable
        && (name.contains(".") || sealed != Sealing.NEVER || subjects != Subjects.NO)) {
      throw new IllegalArgumentException("only an unsealed text field can be correctable");
    }
    if (purposes.isEmpty()) {
      throw new IllegalArgumentException("a field needs at least one purpose");
    }
  }

  /** Whether the value is a list of uids. */
  public boolean listsSubjects() {
    return subjects == Subjects.YES;
  }

  /** Whether the value is sealed on some plan. */
  boolean isSealed() {
    return sealed != Sealing.NEVER;
  }

  /** Whether a value of the other field is this field's value or a part of it. */
  boolean contains(String other) {
    String whole = name.endsWith(".*") ? name.substring(0, name.length() - ".*".length()) : name;
    return (other + ".").startsWith(whole + ".");
  }

  /** Returns the segments of the dotted name, including {@code *}. */
  public List<String> segments() {
    return List.of(name.split("\\.", -1));
  }
}
