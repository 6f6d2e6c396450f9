package com.anykoma.privacy;

import com.anykoma.privacy.platform.DocumentPath;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;

/**
 * The Firebase Auth uid of the person whom data is about: any text of 1 to 128 characters. A uid
 * may contain a slash or be {@code ..}, so paths use only {@link #documentId}; no uid can point to
 * another person's paths (E23). Prints as {@code [subject]}.
 */
public record SubjectId(String value) {
  /** Firebase Auth's limit, in UTF-16 code units. */
  private static final int MAX_LENGTH = 128;

  private static final String ENCODED = "~";
  private static final String PADDING = "=";

  /** Accepts the uid of an account or a stored uid; the message of a refusal does not quote it. */
  public SubjectId {
    Objects.requireNonNull(value);
    if (value.isEmpty() || value.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("a uid has 1 to " + MAX_LENGTH + " characters");
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
      throw new IllegalArgumentException("a uid contains an unpaired surrogate");
    }
  }

  /** Returns the subject of an account's uid; empty if no account can have this uid. */
  public static Optional<SubjectId> ofAccount(String uid) {
    try {
      return Optional.of(new SubjectId(uid));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Returns the subject that untrusted input names; stricter than {@link #ofAccount}. */
  public static Optional<SubjectId> of(String value) {
    try {
      DocumentPath.requireId(value);
      return ofAccount(value);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Returns the subject whose {@link #documentId} this is; empty for other ids. */
  public static Optional<SubjectId> ofDocumentId(String id) {
    Optional<SubjectId> subject =
        id.length() > MAX_LENGTH && id.startsWith(ENCODED) ? decoded(id) : ofAccount(id);
    return subject.filter(each -> each.documentId().equals(id));
  }

  /**
   * Returns the id of the person's documents and folders: the uid if it is a valid document id,
   * else {@code ~} and its Base64, padded to more than 128 characters. No uid is that long, so the
   * encoded id is unique.
   */
  public String documentId() {
    if (DocumentPath.mayExist(value)) {
      return value;
    }
    String encoded =
        ENCODED
            + Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(value.getBytes(StandardCharsets.UTF_8));
    return encoded + PADDING.repeat(Math.max(0, MAX_LENGTH + 1 - encoded.length()));
  }

  private static Optional<SubjectId> decoded(String id) {
    try {
      byte[] uid =
          Base64.getUrlDecoder().decode(id.substring(ENCODED.length()).replace(PADDING, ""));
      return ofAccount(new String(uid, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return "[subject]";
  }
}
