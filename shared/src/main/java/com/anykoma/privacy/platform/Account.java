package com.anykoma.privacy.platform;

import com.anykoma.privacy.Sensitive;
import com.anykoma.privacy.SubjectId;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

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
  /** The names of claims that Firebase Auth refuses as custom claims. */
  public static final Set<String> RESERVED_CLAIMS =
      Set.of(
          """
          acr amr at_hash aud auth_time azp c_hash cnf exp firebase
          iat iss jti nbf nonce sub user_id"""
              .split("\\s", -1));

  public Account {
    Objects.requireNonNull(subject);
    Objects.requireNonNull(email);
    Objects.requireNonNull(displayName);
    Objects.requireNonNull(created);
    Objects.requireNonNull(sessionsValidFrom);
    claims = Map.copyOf(claims);
  }
}
