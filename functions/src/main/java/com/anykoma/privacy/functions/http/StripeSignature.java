package com.anykoma.privacy.functions.http;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

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

  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");
  private static final int MAX_HEADER_CHARS = 4096;
  private static final int MAX_SIGNATURES = 16;

  private final List<HashFunction> secrets;

  /** Verifies with the endpoint's signing secrets, {@code whsec_...}. */
  public StripeSignature(List<String> secrets) {
    this.secrets = secrets.stream().map(StripeSignature::hmac).toList();
  }

  /** Checks a header {@code t=...,v1=...} of Stripe's for the body, within {@link #TOLERANCE}. */
  void verify(String header, byte[] body, Instant now) {
    if (header.length() > MAX_HEADER_CHARS) {
      throw new ClientError(400, "the Stripe-Signature header is too long");
    }
    String time = "";
    List<String> signatures = new ArrayList<>();
    for (String part : header.split(",", -1)) {
      if (part.startsWith("t=") && time.isEmpty()) {
        time = part.substring(2);
      } else if (part.startsWith("t=")) {
        throw new ClientError(400, "the Stripe-Signature header has two times");
      } else if (part.startsWith("v1=")) {
        signatures.add(part.substring(3).toLowerCase(Locale.ROOT));
      }
    }
    if (signatures.isEmpty() || signatures.size() > MAX_SIGNATURES) {
      throw new ClientError(
          400, "the Stripe-Signature header has no v1 signature or more than " + MAX_SIGNATURES);
    }
    checkTime(time, now);
    String signedTime = time;
    if (secrets.stream().noneMatch(secret -> signs(secret, signedTime, body, signatures))) {
      throw new ClientError(
          400, "no signature matches the body; check the endpoint's signing secret");
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
      HashFunction secret, String time, byte[] body, List<String> signatures) {
    byte[] expected = utf8(sign(secret, time, body));
    boolean found = false;
    for (String signature : signatures) {
      found |= MessageDigest.isEqual(expected, utf8(signature));
    }
    return found;
  }

  private static String sign(HashFunction secret, String time, byte[] body) {
    return secret.newHasher().putBytes(utf8(time + ".")).putBytes(body).hash().toString();
  }

  private static HashFunction hmac(String secret) {
    return Hashing.hmacSha256(utf8(secret));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The header that Stripe would send with this body at this time, for local tools and tests. */
  public static String header(String secret, byte[] body, Instant now) {
    String time = Long.toString(now.getEpochSecond());
    return "t=" + time + ",v1=" + sign(hmac(secret), time, body);
  }
}
