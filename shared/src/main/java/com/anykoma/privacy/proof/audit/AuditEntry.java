package com.anykoma.privacy.proof.audit;

import com.anykoma.privacy.platform.Fields;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One change, as the audit log keeps it (P18-P23; E27; invariant 15). Its types let nothing in that
 * names a person: no free text, no address, no uid. Immutable.
 *
 * @param at when the change was made, by our clock
 * @param subject whose it is, by a hash under a key that goes with the subject's data: from then on
 *     nobody can tell any more
 * @param digest of what was recorded, under the same key
 * @param object the order or hold that it is about; never together with {@code subject}, or the
 *     order's id would tell whose entries those are
 * @param cause why
 */
public record AuditEntry(
    Instant at,
    AuditTopic about,
    Action action,
    Optional<KeyedHash> subject,
    Optional<KeyedHash> digest,
    Optional<KeyedHash> object,
    Optional<ReasonCode> cause) {
  public AuditEntry {
    Objects.requireNonNull(at);
    Objects.requireNonNull(about);
    Objects.requireNonNull(action);
    Objects.requireNonNull(cause);
    if (subject.isPresent() && object.isPresent()) {
      throw new IllegalArgumentException("an entry names a subject's hash or an order, never both");
    }
    if (digest.isPresent() && subject.isEmpty()) {
      throw new IllegalArgumentException("a digest is under a subject's key");
    }
  }

  /** A change of an order or a hold. */
  public static AuditEntry ofOrder(
      Instant at, AuditTopic about, Action action, String id, Optional<ReasonCode> cause) {
    return new AuditEntry(
        at,
        about,
        action,
        Optional.empty(),
        Optional.empty(),
        Optional.of(new KeyedHash(id)),
        cause);
  }

  /** A record that was appended to a subject's consent history. */
  public static AuditEntry ofConsent(Instant at, AuditKey key, Fields record) {
    return new AuditEntry(
        at,
        AuditTopic.CONSENT,
        Action.RECORDED,
        Optional.of(key.subject()),
        Optional.of(key.digest(record)),
        Optional.empty(),
        Optional.empty());
  }

  /** A change that concerns nobody in particular. */
  public static AuditEntry ofNobody(Instant at, AuditTopic about, Action action, ReasonCode what) {
    return new AuditEntry(
        at, about, action, Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(what));
  }

  Fields write() {
    return Fields.empty()
        .with("at", at)
        .with("about", about.storedName())
        .with("action", action.storedName())
        .with("subject", subject.map(KeyedHash::value))
        .with("digest", digest.map(KeyedHash::value))
        .with("object", object.map(KeyedHash::value))
        .with("cause", cause.map(ReasonCode::value));
  }
}
