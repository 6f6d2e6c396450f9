package com.anykoma.privacy.rights.access;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataField;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.subject.Subjects;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Corrects fields of the account document for its owner (article 16 GDPR). Other fields stay as
 * they are, also when another writer changes them at the same time. Idempotent (P38).
 */
public record RectificationService(Subjects subjects, DataMap dataMap, InstantSource clock) {
  /** The names of the fields that the data map lists as correctable. */
  public Set<String> fields() {
    return dataMap.accountLocation().fields().stream()
        .filter(DataField::isCorrectable)
        .map(DataField::name)
        .collect(Collectors.toSet());
  }

  /**
   * Replaces the values of correctable fields, and adds an audit entry without them.
   *
   * @param changes the new texts, of {@link #fields} only
   * @return false if the subject has no account document
   */
  public boolean correct(SubjectId subject, Fields changes) {
    DocumentPath account = dataMap.accountDocuments().existingDocument(subject.documentId());
    return subjects.transact(
        subject,
        List.of(account),
        tx -> {
          Optional<Document> present = tx.alsoRead(0);
          present.ifPresent(it -> tx.correct(it, changes, clock.instant()));
          return present.isPresent();
        });
  }
}
