package com.anykoma.privacy.improvement.review;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.proof.audit.KeyedHash;
import com.anykoma.privacy.protection.access.StaffAudit;
import com.anykoma.privacy.subject.SubjectHash;
import com.anykoma.privacy.subject.SubjectTransaction;
import java.time.Instant;

/**
 * The views of each subject's content by staff, {@code subjects/{uid}/views/{id}}: one for each
 * item and lease, without the item and without the reviewer (P18, P22). Each view also has an entry
 * in the audit log, with a keyed hash of the reviewer.
 */
public record Views(SubjectHash hash) {
  /** The keyed hash that stands for a member of staff in records and in the audit log. */
  public KeyedHash actor(SubjectId staff) {
    return StaffAudit.actor(hash, staff);
  }

  /**
   * Records a view in the transaction after which the content is shown. If the transaction fails,
   * nothing is shown.
   *
   * @param id the item's random id, or the id of the request to see the original
   */
  public void record(SubjectTransaction tx, String id, Instant now, KeyedHash actor, View view) {
    tx.recordView(hash.of("view", id), now, actor, view.write(), view.cause());
  }
}
