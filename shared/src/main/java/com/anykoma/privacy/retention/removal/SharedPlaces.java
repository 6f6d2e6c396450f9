package com.anykoma.privacy.retention.removal;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
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
 * Does what the data map says of other people's documents beneath a person's document that goes:
 * orders each one's purge in its owner's name, or hands the place on to those who stay (P19, P20,
 * P23). Safe to repeat.
 */
public record SharedPlaces(
    Documents documents,
    Subjects subjects,
    DataMap dataMap,
    Pseudonyms pseudonyms,
    PurgeOrders purges,
    InstantSource clock) {
  /** Orders the purge of those that are to be removed; their owners' other data is not touched. */
  void order(List<ForeignDocument> some) {
    List<ForeignDocument> going = some.stream().filter(ForeignDocument::isRemoved).toList();
    List<Optional<Document>> read =
        documents.getAll(going.stream().map(ForeignDocument::path).toList());
    for (int i = 0; i < going.size(); i++) {
      SubjectId owner = going.get(i).owner().orElseThrow();
      read.get(i).ifPresent(it -> order(new Life(owner, it.path(), it.createTime())));
    }
  }

  /** An erased owner's document goes with their own erasure. */
  private void order(Life life) {
    subjects.transact(
        life.owner(),
        List.of(purges.pathOf(life)),
        tx -> {
          if (!tx.erased()) {
            Instant now = clock.instant();
            purges.ended(tx, life, tx.alsoRead(0), PurgeOrders.PLACE_REMOVED, now, now);
          }
          return true;
        });
  }

  /** Takes the owner out of a document that stays for those who have something beneath it. */
  void handOn(DocumentPath place, SubjectId owner) {
    Location location = dataMap.locationOf(place).orElseThrow();
    documents.transact(
        tx -> {
          Optional<Document> theirs =
              tx.read(place).filter(it -> dataMap.subjectInField(it).equals(Optional.of(owner)));
          theirs.ifPresent(it -> tx.set(place, pseudonyms.of(location, it.fields())));
          return theirs.isPresent();
        });
  }
}
