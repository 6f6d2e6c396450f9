package com.anykoma.privacy.improvement.release;

import com.anykoma.privacy.improvement.corpus.CopyService;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.TaskPayload.Due;
import com.anykoma.privacy.usage.training.CorpusEntry;

/** Does the due work of a corpus entry: copies an admitted item, or recalls a withdrawn one. */
public record CorpusEntryService(Documents documents, CopyService copies, RecallService recalls) {
  /** Does the entry's due work, if the entry exists. */
  public void handle(Due task) {
    documents
        .get(CorpusEntry.pathOf(task.order()))
        .map(CorpusEntry::new)
        .ifPresent(
            entry -> {
              if (entry.isAdmitted()) {
                copies.copy(entry);
              } else {
                recalls.recall(entry);
              }
            });
  }
}
