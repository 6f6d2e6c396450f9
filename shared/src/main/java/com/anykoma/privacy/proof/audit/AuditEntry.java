package com.anykoma.privacy.proof.audit;

import com.anykoma.privacy.platform.Fields;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One entry of the audit log, about one change (P18-P23; E27; invariant 15). Its types exclude free
 * text, addresses and uids, so that it cannot name a person. Immutable.
 *
 * @param at when the change was made, by our clock
 * @param subject the subject, hashed under a key that is deleted with the subject's data; after
 *     that, the entry cannot be linked to the subject
 * @param digest of the recorded data, under the same key
 * @param object the order or hold, or the address that staff read; never together with {@code
 *     subject}, or the order's id would link all entries of a subject
 * @param actor the member of staff who acted, hashed
 * @param cause the reason for the change
 */
public record AuditEntry(
    Instant at,
    AuditTopic about,
    Action action,
    Optional<KeyedHash> subject,
    Optional<KeyedHash> digest,
    Optional<KeyedHash> object,
    Optional<KeyedHash> actor,
    Optional<ReasonCode> cause) {
  private static final Optional<KeyedHash> NONE = Optional.empty();

  public AuditEntry {
    Objects.requireNonNull(at);
    Objects.requireNonNull(about);
    Objects.requireNonNull(action);
    Objects.requireNonNull(actor);
    Objects.requireNonNull(cause);
    if (subject.isPresent() && object.isPresent()) {
      throw new IllegalArgumentException("an entry has a subject or an object, not both");
    }
    if (digest.isPresent() && subject.isEmpty()) {
      throw new IllegalArgumentException("an entry with a digest needs a subject");
    }
  }

  /** An entry about an order or a hold. */
  public static AuditEntry ofOrder(
      Instant at, AuditTopic about, Action action, String id, Optional<ReasonCode> cause) {
    return ofObject(at, about, action, id, NONE, cause);
  }

  /** An entry about a record that was appended to a subject's consent history. */
  public static AuditEntry ofConsent(Instant at, AuditKey key, Fields record) {
    return ofSubject(at, AuditTopic.CONSENT, Action.RECORDED, key, record, NONE, Optional.empty());
  }

  /**
   * An entry about a correction of the account document by its owner.
   *
   * @param names of the corrected fields, without values
   */
  public static AuditEntry ofCorrection(Instant at, AuditKey key, Fields names) {
    return ofSubject(at, AuditTopic.ACCOUNT, Action.CORRECTED, key, names, NONE, Optional.empty());
  }

  /** An entry about a change that concerns no particular subject. */
  public static AuditEntry withoutSubject(
      Instant at, AuditTopic about, Action action, ReasonCode cause) {
    return new AuditEntry(at, about, action, NONE, NONE, NONE, NONE, Optional.of(cause));
  }

  /** An entry about a view of a subject's content by a member of staff. */
  public static AuditEntry ofView(
      Instant at, AuditKey key, KeyedHash actor, Fields view, ReasonCode cause) {
    return ofSubject(
        at, AuditTopic.REVIEW, Action.VIEWED, key, view, Optional.of(actor), Optional.of(cause));
  }

  /** An entry about a request to see an original, or its approval. */
  public static AuditEntry ofGrant(
      Instant at, Action action, String id, KeyedHash actor, ReasonCode cause) {
    return ofObject(at, AuditTopic.GRANT, action, id, Optional.of(actor), Optional.of(cause));
  }

  private static AuditEntry ofSubject(
      Instant at,
      AuditTopic about,
      Action action,
      AuditKey key,
      Fields record,
      Optional<KeyedHash> actor,
      Optional<ReasonCode> cause) {
    Optional<KeyedHash> subject = Optional.of(key.subject());
    Optional<KeyedHash> digest = Optional.of(key.digest(record));
    return new AuditEntry(at, about, action, subject, digest, NONE, actor, cause);
  }

  private static AuditEntry ofObject(
      Instant at,
      AuditTopic about,
      Action action,
      String id,
      Optional<KeyedHash> actor,
      Optional<ReasonCode> cause) {
    Optional<KeyedHash> object = Optional.of(new KeyedHash(id));
    return new AuditEntry(at, about, action, NONE, NONE, object, actor, cause);
  }

  /** Returns the entry with the member of staff who acted. */
  public AuditEntry by(Optional<KeyedHash> staff) {
    return new AuditEntry(at, about, action, subject, digest, object, staff, cause);
  }

  /** An entry about a read by a member of staff, with the keyed hash of the address. */
  public static AuditEntry ofRead(Instant at, KeyedHash address, KeyedHash actor, ReasonCode role) {
    return ofObject(
        at,
        AuditTopic.STAFF,
        Action.VIEWED,
        address.value(),
        Optional.of(actor),
        Optional.of(role));
  }

  Fields write() {
    return Fields.empty()
        .with("at", at)
        .with("about", about.storedName())
        .with("action", action.storedName())
        .with("subject", subject.map(KeyedHash::value))
        .with("digest", digest.map(KeyedHash::value))
        .with("object", object.map(KeyedHash::value))
        .with("actor", actor.map(KeyedHash::value))
        .with("cause", cause.map(ReasonCode::value));
  }
}
