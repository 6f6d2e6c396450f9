package com.anykoma.privacy.platform;

import com.anykoma.privacy.Sensitive;
import com.anykoma.privacy.SubjectId;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A sign-in account.
 *
 * @param sessionsValidFrom ID tokens from sign-ins before this time are refused
 * @param claims custom claims that every new ID token carries
 */
public record Account(
    SubjectId subject,
    Optional<Sensitive<String>> email,
    Optional<Sensitive<String>> displayName,
    boolean disabled,
    Instant created,
    Instant sessionsValidFrom,
    Map<String, Object> claims) {
  public Account {
    Objects.requireNonNull(subject);
    Objects.requireNonNull(email);
    Objects.requireNonNull(displayName);
    Objects.requireNonNull(created);
    Objects.requireNonNull(sessionsValidFrom);
    claims = Map.copyOf(claims);
  }
}
