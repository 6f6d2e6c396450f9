package com.anykoma.privacy.protection.vault;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.subject.SubjectHash;
import com.google.crypto.tink.subtle.AesSiv;
import com.google.crypto.tink.subtle.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;

/**
 * Encrypts positions in listings of a person's data (P17, P22). A position may have other people's
 * ids, so callers get it only as an encrypted token, by AES-SIV (RFC 5297). A token is bound to the
 * person and the listing: it opens for no other.
 */
public record PageTokens(SubjectHash hash) {
  /** Returns the token of a position; equal positions have equal tokens. */
  public String seal(SubjectId subject, String listing, String position) {
    try {
      byte[] text = position.getBytes(StandardCharsets.UTF_8);
      byte[] bound = AssociatedData.of(subject.value(), listing);
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(cipher().encryptDeterministically(text, bound));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a page token cannot be encrypted", e);
    }
  }

  /** Returns the position of a token; empty if it is malformed or of another listing or person. */
  public Optional<String> open(SubjectId subject, String listing, String token) {
    try {
      byte[] sealed = Base64.getUrlDecoder().decode(token);
      byte[] bound = AssociatedData.of(subject.value(), listing);
      return Optional.of(
          new String(cipher().decryptDeterministically(sealed, bound), StandardCharsets.UTF_8));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private AesSiv cipher() throws GeneralSecurityException {
    Base64.Decoder decoder = Base64.getUrlDecoder();
    return new AesSiv(
        Bytes.concat(
            decoder.decode(hash.of("page-token", "1")),
            decoder.decode(hash.of("page-token", "2"))));
  }
}
