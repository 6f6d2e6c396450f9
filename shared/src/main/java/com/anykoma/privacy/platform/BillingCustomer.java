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
 * A customer of the payment provider, reduced to who it is: nothing about the payer is kept (P11).
 * Prints nothing of it.
 *
 * @param claimedSubject the subject whose customer it says it is; empty when it names nobody, or what cannot
 *     be a uid
 */
public record BillingCustomer(String id, Optional<SubjectId> claimedSubject, Instant createdAt) {
  /** Stripe's ids never have more. */
  private static final int MAX_ID_CHARACTERS = 255;

  /** Every id that Stripe makes itself is of this form, and is a document's id as it stands. */
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

  /**
   * Whether the text can be a customer's id. A merchant may choose any: an e-mail address, {@code
   * user|17}, a text with spaces or slashes.
   */
  public static boolean isId(String text) {
    return !text.isEmpty()
        && text.codePointCount(0, text.length()) <= MAX_ID_CHARACTERS
        && StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  /**
   * The customer's id as the id of a document or the key of a map. A plain id stays as it is; any
   * other becomes {@code ~} and the SHA-256 of its UTF-8 in base64url, 44 characters. A plain id
   * never begins with {@code ~}, so that no two customers share one.
   */
  public static String documentId(String id) {
    if (PLAIN_ID.matcher(id).matches()) {
      return id;
    }
    return "~" + Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(id));
  }
}
