package com.anykoma.privacy.proof.audit;

import java.util.regex.Pattern;

/**
 * A word that stands in our source, such as the cause of an order: lower-case letters and dashes,
 * 40 at most. Neither an e-mail address nor a Firebase uid nor a free text has this form.
 */
public record ReasonCode(String value) {
  private static final Pattern FORM = Pattern.compile("[a-z]+(-[a-z]+)*");
  private static final int MAX_LENGTH = 40;

  public ReasonCode {
    if (value.length() > MAX_LENGTH || !FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("the audit log takes fixed words only");
    }
  }
}
