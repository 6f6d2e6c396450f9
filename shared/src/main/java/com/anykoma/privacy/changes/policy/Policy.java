package com.anykoma.privacy.changes.policy;

import java.time.Instant;
import java.util.Objects;

/**
 * One version of the privacy page (P1).
 *
 * @param version the page's "Last updated" date, {@code 2026-01-06}
 * @param effectiveFrom the time from which it applies; never before its publication
 * @param grantsImprovement whether it permits improvement use of free-plan content (P3)
 * @param sha256 SHA-256 of the page's bytes, in lower-case hexadecimal
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
      throw new IllegalArgumentException(
          "the sha256 of a page must have 64 lower-case hexadecimal digits");
    }
    return hash;
  }
}
