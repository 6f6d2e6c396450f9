package com.anykoma.privacy;

import com.anykoma.privacy.platform.DocumentPath;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;

/**
 * The person whose data it is: a Firebase Auth uid, which is any text of 1 to 128 characters. A uid
 * may hold a slash or be {@code ..}, so paths are made of {@link #documentId} alone: no uid reaches
 * into a neighbour's paths (E23). Prints as {@code [subject]}.
 */
public record SubjectId(String value) {
  /** Firebase Auth's limit, in UTF-16 code units. */
  private static final int MAX_LENGTH = 128;

  private static final String ENCODED = "~";
  private static final String PADDING = "=";

  /**
   * The subject of a uid that an account has, or that we stored.
   *
   * @throws IllegalArgumentException when no account can have it, never quoting it
   */
  public SubjectId {
    Objects.requireNonNull(value);
    if (value.isEmpty() || value.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("a uid has 1 to " + MAX_LENGTH + " characters");
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
      throw new IllegalArgumentException("a uid holds a lone surrogate");
    }
  }

  /** The same; empty when no account can have the uid. */
  public static Optional<SubjectId> ofAccount(String uid) {
    try {
      return Optional.of(new SubjectId(uid));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * The subject that untrusted input names. Stricter than an account's uid: also empty for what we
   * would write no document of.
   */
  public static Optional<SubjectId> of(String value) {
    try {
      DocumentPath.requireId(value);
      return ofAccount(value);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The subject of a document or folder that is named by {@link #documentId}; empty for others. */
  public static Optional<SubjectId> ofDocumentId(String id) {
    Optional<SubjectId> subject =
        id.length() > MAX_LENGTH && id.startsWith(ENCODED) ? decoded(id) : ofAccount(id);
    return subject.filter(each -> each.documentId().equals(id));
  }

  /**
   * What the person's documents and folders are named by: the uid where a document may have it as
   * its id; else its Base64, filled up to more characters than a uid can have, so that the id
   * belongs to no one else.
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
