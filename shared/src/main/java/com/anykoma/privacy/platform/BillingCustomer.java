package com.anykoma.privacy.platform;

import com.anykoma.privacy.Sha256;
import com.anykoma.privacy.SubjectId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A customer of the payment provider, without any data about the payer (P11). {@link #toString}
 * prints no field, because an id may contain personal data.
 *
 * @param claimedSubject the subject that the customer's metadata names; empty when it names none,
 *     or a value that cannot be a uid
 */
public record BillingCustomer(String id, Optional<SubjectId> claimedSubject, Instant createdAt) {
  /** The maximum length of a Stripe id. */
  private static final int MAX_ID_CHARACTERS = 255;

  /** The form of every id that Stripe generates. Such an id is a valid document id. */
  private static final Pattern PLAIN_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]{0,254}");

  public BillingCustomer {
    Objects.requireNonNull(id);
    Objects.requireNonNull(claimedSubject);
    Objects.requireNonNull(createdAt);
  }

  @Override
  public String toString() {
    return "[customer]";
  }

  /** Whether the text can be a customer's id, for which a merchant may choose any text. */
  public static boolean isId(String text) {
    return !text.isEmpty()
        && text.codePointCount(0, text.length()) <= MAX_ID_CHARACTERS
        && StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  /**
   * The id of the document, or key of the map, for a customer. A plain id is used unchanged; any
   * other becomes {@code ~} and the SHA-256 of its UTF-8 in base64url, 44 characters. A plain id
   * never begins with {@code ~}, so two customers never share a document.
   */
  public static String documentId(String id) {
    if (PLAIN_ID.matcher(id).matches()) {
      return id;
    }
    return "~" + Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(id));
  }
}
