package com.anykoma.privacy.changes.policy;

import java.time.Instant;
import java.util.Objects;

/**
 * One version of the privacy page (P1).
 *
 * @param version the page's "Last updated" date, {@code 2026-01-06}
 * @param effectiveFrom from when on it permits what it says; never earlier than its publication
 * @param grantsImprovement whether it lets free-plan content improve the service (P3)
 * @param sha256 of the page's bytes, lower-case hexadecimal
 */
public record Policy(
    String version, Instant effectiveFrom, boolean grantsImprovement, String sha256) {
  public Policy {
    Objects.requireNonNull(version);
    Objects.requireNonNull(effectiveFrom);
    sha256 = requireSha256(sha256);
  }

  static String requireSha256(String hash) {
    if (!hash.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("a page's sha256 has 64 lower-case hexadecimal digits");
    }
    return hash;
  }
}
