package com.anykoma.privacy.consent;

import com.anykoma.privacy.settings.Setting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Every version of the privacy page there has been, from {@code policies.yaml} (P1, P36). */
public final class Policies {
  private final List<Policy> oldestFirst;

  public Policies(List<Policy> policies) {
    oldestFirst = new ArrayList<>(policies);
    oldestFirst.sort(Comparator.comparing(Policy::effectiveFrom));
  }

  /** The versions of the class path's {@code policies.yaml}. */
  public static Policies shipped() {
    return read(Setting.resource("policies.yaml"));
  }

  /** Reads {@code policies: [{version, effectiveFrom, grantsImprovement, sha256}]}. */
  public static Policies read(Setting file) {
    List<Policy> policies = new ArrayList<>();
    for (Setting each : file.allowing("policies").get("policies").list()) {
      each.allowing("version", "effectiveFrom", "grantsImprovement", "sha256");
      policies.add(
          new Policy(
              each.get("version").string(),
              each.get("effectiveFrom").instant(),
              each.get("grantsImprovement").flag(),
              each.get("sha256").string()));
    }
    return new Policies(policies);
  }

  /** The version in force at a moment; empty before the first. */
  public Optional<Policy> inForceAt(Instant time) {
    return oldestFirst.stream()
        .filter(policy -> !time.isBefore(policy.effectiveFrom()))
        .reduce((older, newer) -> newer);
  }

  /** Whether a version is in force at a moment that lets free content improve the service. */
  public boolean grantImprovementAt(Instant time) {
    return inForceAt(time).filter(Policy::grantsImprovement).isPresent();
  }

  /** A version by its name. */
  public Optional<Policy> version(String version) {
    return oldestFirst.stream().filter(policy -> policy.version().equals(version)).findFirst();
  }

  /** All versions, the oldest first. */
  public List<Policy> all() {
    return List.copyOf(oldestFirst);
  }
}
