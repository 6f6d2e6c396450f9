package com.anykoma.privacy.rights.cases;

import com.anykoma.privacy.Sensitive;
import com.anykoma.privacy.mail.EmailAddress;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A request as it arrived.
 *
 * @param receivedAt when it reached us: the legal deadline runs from this time
 * @param text the person's own words; empty if they chose the kind on a page
 * @param messageId the id of the e-mail, which makes a repeated delivery a duplicate; else empty
 */
public record NewCase(
    CaseKind kind,
    EmailAddress from,
    Instant receivedAt,
    Optional<Sensitive<String>> text,
    Optional<String> messageId) {
  public NewCase {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(from);
    Objects.requireNonNull(receivedAt);
    Objects.requireNonNull(text);
    Objects.requireNonNull(messageId);
  }
}
