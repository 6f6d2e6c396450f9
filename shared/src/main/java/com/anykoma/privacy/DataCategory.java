package com.anykoma.privacy;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A data category of the fideslang taxonomy, for example {@code user.contact.email}: dotted
 * lower-case words of which the first is {@code user} or {@code system}.
 */
public record DataCategory(String key) {
  private static final Pattern KEY = Pattern.compile("(user|system)(\\.[a-z][a-z_]*)*");

  public DataCategory {
    Objects.requireNonNull(key);
    if (!KEY.matcher(key).matches()) {
      throw new IllegalArgumentException(
          "a data category is dotted lower-case words that start with user or system, not '%s'"
              .formatted(key));
    }
  }

  /** Whether data of this category is about a person. */
  public boolean isPersonal() {
    return key.startsWith("user");
  }

  /** Whether this is the other category, or one beneath it. */
  public boolean isIn(String other) {
    return (key + ".").startsWith(other + ".");
  }
}
