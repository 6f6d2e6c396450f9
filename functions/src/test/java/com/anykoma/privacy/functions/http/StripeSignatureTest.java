package com.anykoma.privacy.functions.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.stripe.exception.SignatureVerificationException;
import com.stripe.net.Webhook;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Compares the verification of signatures with that of Stripe's library. */
@Keeps({"P17", "E31"})
final class StripeSignatureTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final String OLD = "whsec_old_secret_of_the_test";
  private static final String NEW = "whsec_new_secret_of_the_test";

  @Test
  void acceptsWhatStripesLibrarySigns() throws Exception {
    String payload = "{\"text\":\"Grüße, 猫\"}";
    byte[] body = payload.getBytes(StandardCharsets.UTF_8);
    long time = NOW.getEpochSecond();
    String v1 = Webhook.Util.computeHmacSha256(NEW, time + "." + payload);
    String theirs = "t=" + time + ",v1=" + v1 + ",v0=" + v1;

    assertThat(StripeSignature.header(NEW, body, NOW)).isEqualTo("t=" + time + ",v1=" + v1);
    assertThatCode(() -> new StripeSignature(List.of(NEW)).verify(theirs, body, NOW))
        .doesNotThrowAnyException();
  }

  @Test
  void acceptsBothSecretsDuringRotation() {
    StripeSignature rotating = new StripeSignature(List.of(NEW, OLD));
    byte[] body = {'{', '}'};

    for (String secret : List.of(OLD, NEW)) {
      String header = StripeSignature.header(secret, body, NOW);
      assertThatCode(() -> rotating.verify(header, body, NOW)).doesNotThrowAnyException();
    }
    String byOld = StripeSignature.header(OLD, body, NOW);
    assertThatThrownBy(() -> new StripeSignature(List.of(NEW)).verify(byOld, body, NOW))
        .isInstanceOf(ClientError.class);
  }

  @Test
  void boundsTheTimeInBothDirections() {
    byte[] body = {'{', '}'};
    StripeSignature signature = new StripeSignature(List.of(NEW));

    for (long off : List.of(-300L, 0L, 300L)) {
      String header = StripeSignature.header(NEW, body, NOW.plusSeconds(off));
      assertThatCode(() -> signature.verify(header, body, NOW)).doesNotThrowAnyException();
    }
    for (long off : List.of(-301L, 301L)) {
      String header = StripeSignature.header(NEW, body, NOW.plusSeconds(off));
      assertThatThrownBy(() -> signature.verify(header, body, NOW)).isInstanceOf(ClientError.class);
    }
  }

  @Test
  void refusesMutatedHeadersThatStripesLibraryRefuses() {
    Random random = new Random(4711);
    byte[] body = "{\"id\":\"evt_1\"}".getBytes(StandardCharsets.UTF_8);
    String good = StripeSignature.header(NEW, body, NOW);
    StripeSignature signature = new StripeSignature(List.of(NEW));
    int refused = 0;
    for (int i = 0; i < 5_000; i++) {
      StringBuilder mutated = new StringBuilder(good);
      int place = random.nextInt(good.length());
      mutated.setCharAt(place, (char) (' ' + random.nextInt(95)));
      if (!accepts(signature, mutated.toString(), body)) {
        refused++;
      } else {
        // upper-case hexadecimal digits are equivalent
        String lower = mutated.toString().toLowerCase(Locale.ROOT);
        assertThat(stripeAccepts(lower, body)).as(mutated.toString()).isTrue();
      }
    }
    assertThat(refused).isGreaterThan(4_500);
  }

  private static boolean accepts(StripeSignature signature, String header, byte[] body) {
    try {
      signature.verify(header, body, NOW);
      return true;
    } catch (ClientError e) {
      return false;
    }
  }

  private static boolean stripeAccepts(String header, byte[] body) {
    try {
      return Webhook.Signature.verifyHeader(
          new String(body, StandardCharsets.UTF_8), header, NEW, 0);
    } catch (SignatureVerificationException e) {
      return false;
    }
  }
}
