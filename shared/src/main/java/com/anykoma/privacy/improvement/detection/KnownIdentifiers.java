package com.anykoma.privacy.improvement.detection;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataField;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Reads the identifiers of a person from the document that the app stores for the account. */
public record KnownIdentifiers(DataMap dataMap, Documents documents) {
  private static final Set<String> IDENTIFYING =
      Set.of("user.contact.email", "user.name", "user.unique_id");

  public KnownIdentifiers {
    Objects.requireNonNull(dataMap);
    Objects.requireNonNull(documents);
  }

  /** The uid and the e-mail address, the name and the handle that are stored; one read. */
  public SubjectIdentifiers of(SubjectId subject) {
    Optional<Document> account =
        documents.get(dataMap.accountDocuments().existingDocument(subject.documentId()));
    return of(subject, account.map(Document::fields).orElse(Fields.empty()));
  }

  /** The identifiers in an account's fields that are already read. */
  public SubjectIdentifiers of(SubjectId subject, Fields account) {
    Set<String> values = new HashSet<>(Set.of(subject.value()));
    for (DataField each : dataMap.accountLocation().fields()) {
      if (IDENTIFYING.contains(each.category().key())
          && account.at(each.name()).orElse("") instanceof String value
          && !value.isBlank()) {
        values.add(value);
      }
    }
    return SubjectIdentifiers.of(values);
  }
}
