package com.anykoma.privacy.changes.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Tests that the shipped page is the newest version of the policies. */
@Keeps("P1")
final class ShippedPoliciesTest {
  @Test
  void shippedPageMatchesItsHashAndDate() throws Exception {
    byte[] page = page();
    Policy newest = Policies.shipped().all().get(Policies.shipped().all().size() - 1);

    String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(page));
    assertThat(hash)
        .as("page.md was changed: give policies.yaml a new version, with a new date in the page")
        .isEqualTo(newest.sha256());
    assertThat(new String(page, StandardCharsets.UTF_8))
        .contains("Last updated: " + newest.version());
  }

  @Test
  void noVersionIsInForceBeforeTheFirst() {
    Policies policies = Policies.shipped();
    Instant first = policies.all().get(0).effectiveFrom();

    assertThat(policies.inForceAt(first.minusMillis(1))).isEmpty();
    assertThat(policies.inForceAt(first)).contains(policies.all().get(0));
  }

  private static byte[] page() throws Exception {
    try (InputStream in = Policies.class.getResourceAsStream("/privacy/page.md")) {
      return Objects.requireNonNull(in).readAllBytes();
    }
  }
}
