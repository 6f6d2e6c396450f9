package com.anykoma.privacy.improvement.review;

import com.anykoma.privacy.BatchRunner;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Pages;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.proof.audit.KeyedHash;
import com.anykoma.privacy.protection.access.StaffAudit;
import com.anykoma.privacy.subject.SubjectHash;
import com.anykoma.privacy.subject.SubjectTransaction;
import com.anykoma.privacy.subject.Subjects;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The views of each subject's content by staff, {@code subjects/{uid}/views/{id}}: one for each
 * item and lease, without the item and without the reviewer (P18, P22). Each view also has an entry
 * in the audit log, with a keyed hash of the reviewer.
 */
public record Views(Documents documents, SubjectHash hash) {
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

  /** Returns all views of the subject's content, by day. Unreadable records are reported. */
  public List<View> of(SubjectId subject) {
    BatchRunner batch = new BatchRunner(OwnCollections.VIEWS);
    List<View> views = new ArrayList<>();
    Query query = Query.in(Subjects.path(subject).collection(OwnCollections.VIEWS)).limit(500);
    for (List<Document> page : Pages.of(documents, query)) {
      views.addAll(batch.read(page, each -> each.path().id(), each -> View.read(each.fields())));
    }
    batch.throwTransient();
    return views.stream().sorted(Comparator.comparing(View::day)).toList();
  }
}
