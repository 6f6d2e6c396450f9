package com.anykoma.privacy.improvement.safety;

import java.util.Optional;
import java.util.regex.Pattern;

/** The reference of a case in the operator's ticket system, such as {@code SAFE-1234}. */
public record TicketReference(String value) {
  private static final Pattern FORM = Pattern.compile("[A-Z]{2,10}-[0-9]{1,8}");

  public TicketReference {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a ticket reference has 2 to 10 capital letters, a dash and 1 to 8 digits");
    }
  }

  /** Returns the reference of untrusted input; empty if it does not have the form. */
  public static Optional<TicketReference> of(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new TicketReference(text)) : Optional.empty();
  }
}
