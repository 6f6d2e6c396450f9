package com.anykoma.privacy.audit;

import java.util.regex.Pattern;

/**
 * An opaque word made by a keyed hash: 43 characters of base64url, with a number behind it where
 * there are several. Nothing else fits, so neither an e-mail address nor a uid can be put where
 * this type is asked for.
 */
public record KeyedHash(String value) {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}(-[0-9]{1,18})?");

  public KeyedHash {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("the audit log takes keyed hashes of 43 characters only");
    }
  }
}
