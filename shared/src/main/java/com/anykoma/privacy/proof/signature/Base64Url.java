package com.anykoma.privacy.proof.signature;

import java.util.Base64;

/** Base64url without padding (RFC 4648, section 5); refuses all but the canonical encoding. */
public final class Base64Url {
  private Base64Url() {}

  public static String of(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * Decodes a text.
   *
   * @param length the required number of bytes
   * @param name of the value, for the error message
   * @throws InvalidProof if the text is malformed or has another length
   */
  public static byte[] read(String text, int length, String name) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      if (bytes.length == length && of(bytes).equals(text)) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      throw malformed(length, name);
    }
    throw malformed(length, name);
  }

  private static InvalidProof malformed(int length, String name) {
    return new InvalidProof(name + " is not " + length + " bytes in base64url");
  }
}
