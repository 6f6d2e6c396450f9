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
 * @param name dotted to reach into maps and into the maps of lists; a last {@code *} stands for
 *     whatever a map holds
 * @param truncate from what age on an IP address is cut to its network
 * @param listsSubjects whether it is a list of uids, of people whom an erasure takes out of it
 */
public record DataField(
    String name,
    DataCategory category,
    Sealing sealed,
    Set<Purpose> purposes,
    RetentionClass retention,
    Optional<Period> truncate,
    boolean listsSubjects) {
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*(\\.\\*)?");

  /** Whose value is encrypted under the subject's own key (P10). */
  public enum Sealing {
    ALWAYS,
    /** What was written on a paid plan. */
    PAID,
    NEVER
  }

  public DataField {
    Objects.requireNonNull(name);
    Objects.requireNonNull(category);
    Objects.requireNonNull(sealed);
    purposes = Set.copyOf(purposes);
    Objects.requireNonNull(retention);
    Objects.requireNonNull(truncate);
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("a field's name is words joined by dots, maybe '.*' last");
    }
    if (listsSubjects && (name.endsWith("*") || sealed != Sealing.NEVER)) {
      throw new IllegalArgumentException(
          "a list of subjects is one field and not sealed, so that it can be searched");
    }
    if (purposes.isEmpty()) {
      throw new IllegalArgumentException("a field serves some purpose");
    }
  }

  /** Whether its value is ever sealed. */
  boolean isSealed() {
    return sealed != Sealing.NEVER;
  }

  /** The names on the way to the field, {@code *} included. */
  public List<String> segments() {
    return List.of(name.split("\\.", -1));
  }
}
