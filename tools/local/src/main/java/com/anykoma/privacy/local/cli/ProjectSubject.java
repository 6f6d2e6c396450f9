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
 * A person as an operator sees them who may read a project's main database and has no key of
 * hashes: nobody finds a tombstone without it. A live order names its person and a fence is found
 * without the key, so that an erasure under way is seen; after it there is no record.
 */
record ProjectSubject(Documents documents, SubjectId subject) {
  /** The order to erase them that is not done yet. */
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

  /** Whether the database has a record of them, or is about to lose one. */
  boolean isKnown() {
    return record().isPresent() || isFenced() || erasure().isPresent();
  }

  /** What the gate needs to know; somebody who may be erased already counts as erased. */
  SubjectFacts facts(Instant now) {
    boolean isBeingErased = isFenced() || erasure().filter(it -> !it.isRestorable(now)).isPresent();
    return SubjectFacts.of(record().orElse(new SubjectRecord(Fields.empty())), isBeingErased);
  }
}
