package com.anykoma.privacy.proof.audit;

import java.util.regex.Pattern;

/**
 * A code from our source, such as the cause of an order: at most 40 lower-case letters and dashes.
 * E-mail addresses, Firebase uids and free text do not have this form.
 */
public record ReasonCode(String value) {
  private static final Pattern FORM = Pattern.compile("[a-z]+(-[a-z]+)*");
  private static final int MAX_LENGTH = 40;

  public ReasonCode {
    if (value.length() > MAX_LENGTH || !FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a reason code must have 1 to " + MAX_LENGTH + " lower-case letters and dashes");
    }
  }
}
