package com.anykoma.privacy.subject;

import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.proof.audit.AuditKey;
import java.time.Instant;
import java.util.Optional;

/** The record {@code subjects/{uid}}: epoch, objection and one section per feature. */
public record SubjectRecord(Fields fields) {
  public static final String KNOWN_SINCE = "knownSince";

  public static final String ABSENT_SINCE = "absentSince";

  /** The number of erasures of this uid before its present use. */
  public long epoch() {
    return fields.number("epoch").orElse(0L);
  }

  /** When the account was created; empty for a subject known only from Stripe. */
  public Optional<Instant> accountCreatedAt() {
    return fields.instant("accountCreatedAt");
  }

  /** When we first learnt of the account; empty in records older than this field. */
  public Optional<Instant> knownSince() {
    return fields.instant(KNOWN_SINCE);
  }

  /** When reconciliation first missed the account; empty if it exists or never existed. */
  public Optional<Instant> absentSince() {
    return fields.instant(ABSENT_SINCE);
  }

  /** The key that identifies the subject in the audit log; empty before the first entry. */
  public Optional<AuditKey> auditKey() {
    return fields
        .value("auditKey")
        .filter(Bytes.class::isInstance)
        .map(it -> new AuditKey((Bytes) it));
  }

  public Objection objection() {
    return Objection.read(section("objection"));
  }

  /** Whether the subject has requested erasure and may still revoke the request. */
  public boolean erasureRequested() {
    return section("erasure").has("requestedAt");
  }

  /** Whether no use but storage is allowed: an erasure is requested, or use is restricted. */
  public boolean isUseBarred() {
    return erasureRequested() || objection().isInForce(Objection.Signal.RESTRICTION);
  }

  /** A feature's section of the record; empty if the feature has written none. */
  public Fields section(String name) {
    return fields.map(name);
  }
}
