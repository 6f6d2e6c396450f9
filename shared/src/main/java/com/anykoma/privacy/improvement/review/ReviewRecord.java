package com.anykoma.privacy.improvement.review;

import com.anykoma.privacy.StoredName;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.proof.audit.KeyedHash;
import com.anykoma.privacy.proof.audit.ReasonCode;
import java.time.Instant;

/**
 * The stored record of an item in a queue. It alone links the random id that a reviewer sees to the
 * item and its owner. A decided record has no {@code availableAt}.
 */
record ReviewRecord(Document document) {
  static final String ITEM = "item";
  static final String AVAILABLE_AT = "availableAt";
  private static final String UID = "uid";
  private static final String CONTENT = "content";
  private static final String REASON = "reason";
  private static final String ENTERED_AT = "enteredAt";
  private static final String LEASED_BY = "leasedBy";
  private static final String DECISION = "decision";

  /** The fields of an item that enters a queue and may be leased at once. */
  static Fields entered(SubjectId owner, DocumentPath content, ReasonCode reason, Instant now) {
    return Fields.empty()
        .with(UID, owner.value())
        .with(CONTENT, content.value())
        .with(REASON, reason.value())
        .with(ENTERED_AT, now)
        .with(AVAILABLE_AT, now);
  }

  Fields leased(KeyedHash reviewer, Lease lease) {
    return document
        .fields()
        .with(ITEM, lease.item())
        .with(LEASED_BY, reviewer.value())
        .with(AVAILABLE_AT, lease.until());
  }

  Fields decided(StoredName decision, Instant now) {
    return document
        .fields()
        .without(AVAILABLE_AT)
        .with(DECISION, decision.storedName())
        .with("decidedAt", now);
  }

  SubjectId owner() {
    return new SubjectId(document.fields().string(UID).orElseThrow());
  }

  DocumentPath content() {
    return new DocumentPath(document.fields().string(CONTENT).orElseThrow());
  }

  ReasonCode reason() {
    return new ReasonCode(document.fields().string(REASON).orElseThrow());
  }

  /** Whether it entered the queue at or before this time. */
  boolean hasExpired(Instant lastDue) {
    return !document.fields().instant(ENTERED_AT).orElseThrow().isAfter(lastDue);
  }

  boolean isDecided() {
    return document.fields().has(DECISION);
  }

  boolean isAvailable(Instant now) {
    return document.fields().instant(AVAILABLE_AT).filter(it -> !now.isBefore(it)).isPresent();
  }

  boolean isLeasedTo(KeyedHash reviewer, String item, Instant now) {
    return isOf(reviewer, item)
        && document.fields().instant(AVAILABLE_AT).filter(now::isBefore).isPresent();
  }

  boolean isDecided(KeyedHash reviewer, String item, StoredName decision) {
    return isOf(reviewer, item) && has(DECISION, decision.storedName());
  }

  private boolean isOf(KeyedHash reviewer, String item) {
    return has(LEASED_BY, reviewer.value()) && has(ITEM, item);
  }

  private boolean has(String field, String value) {
    return document.fields().string(field).filter(value::equals).isPresent();
  }
}
