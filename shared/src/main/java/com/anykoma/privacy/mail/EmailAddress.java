package com.anykoma.privacy.mail;

import com.anykoma.privacy.Sensitive;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One e-mail address without a display name, in lower case. The text form does not contain it.
 *
 * @param value {@code name@example.com}: one line, at most 254 characters
 */
public record EmailAddress(Sensitive<String> value) {
  private static final int MAX_LENGTH = 254;

  /** No spaces, quotes, commas or control characters, so that it fits into any header. */
  private static final Pattern FORM =
      Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9-]+(\\.[a-z0-9-]+)+");

  public EmailAddress {
    if (find(value.reveal()).filter(it -> it.equals(value.reveal())).isEmpty()) {
      throw new IllegalArgumentException("not an e-mail address in lower case");
    }
  }

  /** Reads an address; empty for every other text. Letter case is ignored, as providers do. */
  public static Optional<EmailAddress> of(String text) {
    return find(text).map(Sensitive::of).map(EmailAddress::new);
  }

  private static Optional<String> find(String text) {
    return Optional.of(text.strip().toLowerCase(Locale.ROOT))
        .filter(it -> it.length() <= MAX_LENGTH && FORM.matcher(it).matches());
  }
}
