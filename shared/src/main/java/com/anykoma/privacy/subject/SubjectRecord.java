package com.anykoma.privacy.subject;

import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.proof.audit.AuditKey;
import java.time.Instant;
import java.util.Optional;

/** What {@code subjects/{uid}} says: the subject's epoch, objection and each feature's section. */
public record SubjectRecord(Fields fields) {
  public static final String KNOWN_SINCE = "knownSince";

  /** The field of {@link #absentSince}. */
  public static final String ABSENT_SINCE = "absentSince";

  /** How many lives of this uid were erased before the present one. */
  public long epoch() {
    return fields.number("epoch").orElse(0L);
  }

  /** When the account was made; empty while only Stripe has told of the subject. */
  public Optional<Instant> accountCreatedAt() {
    return fields.instant("accountCreatedAt");
  }

  /** When we first learnt of the account; empty in records of before this was kept. */
  public Optional<Instant> knownSince() {
    return fields.instant(KNOWN_SINCE);
  }

  /** Since when reconciliation has found no account; empty while there is one, or never was. */
  public Optional<Instant> absentSince() {
    return fields.instant(ABSENT_SINCE);
  }

  /** The key under which the audit log names the subject; empty before the first entry. */
  public Optional<AuditKey> auditKey() {
    return fields
        .value("auditKey")
        .filter(Bytes.class::isInstance)
        .map(it -> new AuditKey((Bytes) it));
  }

  public Objection objection() {
    return Objection.read(section("objection"));
  }

  /** Whether the subject has asked to be erased and may still take it back. */
  public boolean erasureRequested() {
    return section("erasure").has("requestedAt");
  }

  /** A feature's own part of the record, empty when it has written none. */
  public Fields section(String name) {
    return fields.map(name);
  }
}
