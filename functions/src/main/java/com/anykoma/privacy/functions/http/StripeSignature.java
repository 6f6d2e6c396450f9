package com.anykoma.privacy.functions.http;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Verifies Stripe's signature over the raw body with each configured secret (two during a
 * rotation). Unlike Stripe's library it also refuses timestamps in the future, which would extend
 * the time in which a signature can be replayed (E31, ASVS 4.1.5).
 *
 * @see <a href="https://docs.stripe.com/webhooks#verify-manually">Stripe: verify manually</a>
 */
public final class StripeSignature {
  /** The maximum difference between the signature's time and the clock, in both directions. */
  public static final Duration TOLERANCE = Duration.ofMinutes(5);

  private static final String ALGORITHM = "HmacSHA256";
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");
  private static final int MAX_HEADER_CHARS = 4096;
  private static final int MAX_SIGNATURES = 16;
  private static final int MAC_HEX_DIGITS = 64;

  private final List<SecretKeySpec> secrets;

  /** Verifies with the endpoint's signing secrets, {@code whsec_...}. */
  public StripeSignature(List<String> secrets) {
    this.secrets =
        secrets.stream()
            .map(it -> new SecretKeySpec(it.getBytes(StandardCharsets.UTF_8), ALGORITHM))
            .toList();
  }

  /** Checks a header {@code t=...,v1=...} of Stripe's for the body, within {@link #TOLERANCE}. */
  void verify(String header, byte[] body, Instant now) {
    if (header.length() > MAX_HEADER_CHARS) {
      throw new ClientError(400, "the Stripe-Signature header is too long");
    }
    String time = "";
    List<byte[]> signatures = new ArrayList<>();
    for (String part : header.split(",", -1)) {
      if (part.startsWith("t=") && time.isEmpty()) {
        time = part.substring(2);
      } else if (part.startsWith("t=")) {
        throw new ClientError(400, "the Stripe-Signature header has two times");
      } else if (part.startsWith("v1=")) {
        signatures.add(mac(part.substring(3)));
      }
    }
    if (signatures.isEmpty() || signatures.size() > MAX_SIGNATURES) {
      throw new ClientError(
          400, "the Stripe-Signature header has no v1 signature or more than " + MAX_SIGNATURES);
    }
    checkTime(time, now);
    byte[] signedTime = time(time);
    if (secrets.stream().noneMatch(secret -> signs(secret, signedTime, body, signatures))) {
      throw new ClientError(
          400, "no signature matches the body; check the endpoint's signing secret");
    }
  }

  private static byte[] time(String time) {
    return (time + ".").getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] mac(String hex) {
    if (hex.length() != MAC_HEX_DIGITS) {
      return new byte[0];
    }
    try {
      return HexFormat.of().parseHex(hex);
    } catch (IllegalArgumentException e) {
      return new byte[0]; // does not match
    }
  }

  private static void checkTime(String time, Instant now) {
    if (!SECONDS.matcher(time).matches()) {
      throw new ClientError(400, "the Stripe-Signature header has no time in seconds");
    }
    Duration off = Duration.between(Instant.ofEpochSecond(Long.parseLong(time)), now);
    if (off.compareTo(TOLERANCE) > 0) {
      throw new ClientError(400, "the signature is too old");
    }
    if (off.compareTo(TOLERANCE.negated()) < 0) {
      throw new ClientError(
          400, "the signature's time is in the future; check this machine's clock");
    }
  }

  private static boolean signs(
      SecretKeySpec secret, byte[] time, byte[] body, List<byte[]> signatures) {
    byte[] expected = sign(secret, time, body);
    boolean found = false;
    for (byte[] signature : signatures) {
      found |= MessageDigest.isEqual(expected, signature);
    }
    return found;
  }

  private static byte[] sign(SecretKeySpec secret, byte[] time, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(secret);
      mac.update(time);
      return mac.doFinal(body);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  /** The header that Stripe would send with this body at this time, for local tools and tests. */
  public static String header(String secret, byte[] body, Instant now) {
    String time = Long.toString(now.getEpochSecond());
    SecretKeySpec key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    return "t=" + time + ",v1=" + HexFormat.of().formatHex(sign(key, time(time), body));
  }
}
