package com.anykoma.privacy.local.cli;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.subject.SubjectHash;
import com.anykoma.privacy.subject.SubjectRecord;
import com.anykoma.privacy.subject.Subjects;
import com.anykoma.privacy.usage.training.SubjectFacts;
import java.time.Instant;
import java.util.Optional;

/**
 * A person as seen in the main database of a project, without the hash key. An operator does not
 * have that key and cannot find tombstones. Live erasure requests and fences are readable without
 * the key, so an erasure in progress is visible; after it no record remains.
 */
record ProjectSubject(Documents documents, SubjectId subject) {
  /** The erasure request for this person that is not finished yet. */
  Optional<RemovalOrder> erasure() {
    return documents
        .find(
            Query.in(new CollectionPath("erasures")).whereEqual(RemovalOrder.UID, subject.value()))
        .stream()
        .map(RemovalOrder::of)
        .filter(RemovalOrder::isLive)
        .findFirst();
  }

  private Optional<SubjectRecord> record() {
    return documents.get(Subjects.path(subject)).map(it -> new SubjectRecord(it.fields()));
  }

  private boolean isFenced() {
    return documents.get(DocumentPath.of("fences", SubjectHash.fence(subject))).isPresent();
  }

  /** Whether the database has a record of the person, or their erasure is in progress. */
  boolean isKnown() {
    return record().isPresent() || isFenced() || erasure().isPresent();
  }

  /** The input of the gate. A person whose erasure can no longer be revoked counts as erased. */
  SubjectFacts facts(Instant now) {
    boolean isBeingErased = isFenced() || erasure().filter(it -> !it.isRestorable(now)).isPresent();
    return SubjectFacts.of(record().orElse(new SubjectRecord(Fields.empty())), isBeingErased);
  }
}
