package com.anykoma.privacy.rights.erasure;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.retention.removal.OthersDocuments;
import com.anykoma.privacy.subject.Subjects;
import java.util.List;
import java.util.Map;

/** Shows an operator a person's stored data and the effect of erasing it (P20, P23). Only reads. */
public record ErasurePreview(
    Documents documents, Subjects subjects, Holds holds, SubjectRemoval removal) {
  /** Counts the documents and objects that erasing the subject would remove, by location. */
  public Map<String, Long> counts(SubjectId subject) {
    return removal.counts(subject);
  }

  /**
   * Counts documents beneath the subject's documents that belong to other people or to no location,
   * with their outcome. The erasure of the subject deletes none of them.
   */
  public List<OthersDocuments> others(SubjectId subject) {
    return OthersDocuments.sum(
        removal.sharedPlaces(subject, List.of()).values().stream().flatMap(List::stream));
  }

  /**
   * Whether any store has data of the subject or records that they were erased. Changes nothing.
   * Reads the payment provider's customers one by one if no other store knows the uid.
   */
  public boolean isKnown(SubjectId subject) {
    return subjects.erased(subject)
        || !holds.of(subject).isEmpty()
        || !documents.find(subjects.awaiting(subject).limit(1)).isEmpty()
        || removal.hasDataOf(subject);
  }
}
