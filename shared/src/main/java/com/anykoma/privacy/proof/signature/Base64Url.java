package com.anykoma.privacy.proof.signature;

import java.util.Base64;

/** Base64url without padding (RFC 4648, section 5), where each value has one spelling only. */
public final class Base64Url {
  private Base64Url() {}

  public static String of(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * The bytes of a text of exactly this many.
   *
   * @param what the text stands for, to say so when it is wrong
   */
  public static byte[] read(String text, int length, String what) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      if (bytes.length == length && of(bytes).equals(text)) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      throw refuted(length, what);
    }
    throw refuted(length, what);
  }

  private static InvalidProof refuted(int length, String what) {
    return new InvalidProof(what + " is not " + length + " bytes in base64url");
  }
}
