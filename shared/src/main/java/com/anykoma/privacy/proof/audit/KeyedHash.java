package com.anykoma.privacy.proof.audit;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A keyed hash: 43 characters of base64url, optionally followed by a dash and a number where one
 * hash has several records. E-mail addresses and Firebase uids do not have this form.
 */
public record KeyedHash(String value) {
  private static final String ALGORITHM = "HmacSHA256";
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}(-[0-9]{1,18})?");

  public KeyedHash {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("a keyed hash must have 43 characters of base64url");
    }
  }

  /** HMAC-SHA-256 over the concatenated parts, in base64url without padding. */
  public static KeyedHash of(byte[] key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      for (byte[] each : parts) {
        mac.update(each);
      }
      return new KeyedHash(Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal()));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
