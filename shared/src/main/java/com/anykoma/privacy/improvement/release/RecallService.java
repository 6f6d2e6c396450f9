package com.anykoma.privacy.improvement.release;

import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.proof.signature.Signer;
import com.anykoma.privacy.subject.Subjects;
import com.anykoma.privacy.usage.training.CorpusEntry;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Recalls the released copies of withdrawn items (P6, P20, P25): deletes them, then appends the
 * signed recalls, then marks the entry. The entry is dispatched again until it is marked, so an
 * interrupted recall continues. Idempotent: a copy has one recall.
 */
public record RecallService(
    Subjects subjects, ReleaseStore store, Supplier<Signer> signer, InstantSource clock) {
  /** Recalls the copies of an entry; the caller has read it after its withdrawal. */
  void recall(CorpusEntry withdrawn) {
    if (!withdrawn.needsRecall()) {
      return;
    }
    withdrawn.released().forEach(store::delete);
    withdrawn.released().forEach(this::append);
    subjects.transact(
        withdrawn.owner(),
        List.of(withdrawn.path()),
        tx -> {
          Optional<Document> latest = tx.alsoRead(0);
          latest.ifPresent(it -> tx.tighten(it, new CorpusEntry(it).recalled(clock.instant())));
          return true;
        });
  }

  private void append(String copy) {
    store.storeRecall(copy, Recall.of(copy, clock.instant()).sign(signer.get()));
  }
}
