package com.anykoma.privacy.protection.access;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.proof.audit.AuditEntry;
import com.anykoma.privacy.proof.audit.AuditLog;
import com.anykoma.privacy.proof.audit.KeyedHash;
import com.anykoma.privacy.proof.audit.ReasonCode;
import com.anykoma.privacy.subject.SubjectHash;
import java.time.InstantSource;

/**
 * Records each read of staff in the audit log, before it is answered (P18). An entry has keyed
 * hashes of the member of staff and of the address that was read, and the role that permitted it.
 */
public record StaffAudit(
    Documents documents, AuditLog audit, SubjectHash hash, InstantSource clock) {
  /**
   * Records a read; if this fails, the caller must not answer.
   *
   * @param role the name of the role that permits it
   * @param address the function and the path that is read
   */
  public void recordRead(SubjectId staff, String role, String address) {
    audit
        .writer(documents::set)
        .append(
            AuditEntry.ofRead(
                clock.instant(),
                new KeyedHash(hash.of("staff-read", address)),
                actor(hash, staff),
                new ReasonCode(role)));
  }

  /** The keyed hash that stands for a member of staff in records and in the audit log. */
  public static KeyedHash actor(SubjectHash hash, SubjectId staff) {
    return new KeyedHash(hash.of("staff", staff));
  }
}
