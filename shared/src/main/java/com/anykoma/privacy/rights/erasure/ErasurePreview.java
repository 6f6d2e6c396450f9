package com.anykoma.privacy.rights.erasure;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.retention.removal.OthersDocuments;
import com.anykoma.privacy.subject.Subjects;
import java.util.List;
import java.util.Map;

/**
 * Shows an operator what is stored of a person and what erasing them would remove (P20, P23). Only
 * reads.
 */
public record ErasurePreview(
    Documents documents, Subjects subjects, Holds holds, SubjectRemoval removal) {
  /**
   * How many documents and objects erasing the subject would remove, by the location that leads to
   * them. Changes nothing.
   */
  public Map<String, Long> counts(SubjectId subject) {
    return removal.counts(subject);
  }

  /**
   * How much of other people's, or named by no location, lies beneath the subject's documents, and
   * what becomes of it. None of it is deleted with theirs.
   */
  public List<OthersDocuments> others(SubjectId subject) {
    return OthersDocuments.sum(
        removal.sharedPlaces(subject, List.of()).values().stream().flatMap(List::stream));
  }

  /**
   * Whether any store has anything of the subject, or remembers that they were erased. Changes
   * nothing; reads the payment provider's customers one by one where nothing else knows the uid.
   */
  public boolean isKnown(SubjectId subject) {
    return subjects.erased(subject)
        || !holds.of(subject).isEmpty()
        || !documents.find(subjects.awaiting(subject).limit(1)).isEmpty()
        || removal.hasDataOf(subject);
  }
}
