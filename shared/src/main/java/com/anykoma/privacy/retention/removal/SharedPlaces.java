package com.anykoma.privacy.retention.removal;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.Owners;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.retention.pseudonym.Pseudonyms;
import com.anykoma.privacy.retention.removal.PurgeOrders.Life;
import com.anykoma.privacy.subject.Subjects;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Handles other people's documents beneath a person's document that is removed, as the data map
 * says: opens a purge order for each in its owner's name, or reassigns the place to those who stay
 * (P19, P20, P23). Idempotent.
 */
public record SharedPlaces(
    Documents documents,
    Subjects subjects,
    DataMap dataMap,
    Pseudonyms pseudonyms,
    PurgeOrders purges,
    InstantSource clock) {
  /** Opens purge orders for the documents to remove; their owners' other data stays. */
  void orderPurges(List<ForeignDocument> some) {
    List<ForeignDocument> removed = some.stream().filter(ForeignDocument::isRemoved).toList();
    List<Optional<Document>> read =
        documents.getAll(removed.stream().map(ForeignDocument::path).toList());
    for (int i = 0; i < removed.size(); i++) {
      SubjectId owner = removed.get(i).owner().orElseThrow();
      read.get(i).ifPresent(it -> order(new Life(owner, it.path(), it.createTime())));
    }
  }

  /** An erased owner's document is deleted by their own erasure. */
  private void order(Life life) {
    subjects.transact(
        life.owner(),
        List.of(purges.pathOf(life)),
        tx -> {
          if (!tx.erased()) {
            Instant now = clock.instant();
            purges.openForEnded(tx, life, tx.alsoRead(0), PurgeOrders.PLACE_REMOVED, now, now);
          }
          return true;
        });
  }

  /** Removes the owner from a document that stays for the people with documents beneath it. */
  void reassign(DocumentPath place, SubjectId owner) {
    Location location = dataMap.locationOf(place).orElseThrow();
    Owners owners = new Owners(dataMap, documents::get);
    documents.transact(
        tx -> {
          Optional<Document> theirs = tx.read(place).filter(it -> owners.isOnly(owner, it));
          theirs.ifPresent(it -> tx.set(place, pseudonyms.of(location, it.fields())));
          return theirs.isPresent();
        });
  }
}
