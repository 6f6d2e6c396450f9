package com.anykoma.privacy.protection.vault;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentChange;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.subject.Subjects;
import java.util.List;
import java.util.Optional;

/**
 * Seals the fields of the app's content in place as it is written (P10, P16; E8, E17). Values that
 * are sealed already, and the event of its own write, cost neither a read nor a key. Nothing is
 * sealed for an erased subject, whose content is removed. Safe to repeat, in any order.
 */
public record SealingService(
    Subjects subjects, DataMap dataMap, FieldService fields, PaidContent paid) {
  /**
   * Seals content that was written.
   *
   * @throws PermanentFailure when it has no room for its seal, or the owner's key is destroyed
   */
  public void written(DocumentChange change) {
    Optional<SubjectId> owner = dataMap.contentOwner(change.path());
    if (owner.isPresent() && !fields.isOurs(location(change.path()), change)) {
      change.after().ifPresent(it -> seal(owner.get(), it));
    }
  }

  /** Whether every field is sealed that should be; reads nothing, and no key. */
  public boolean isUpToDate(Document content, boolean isProtected) {
    return !fields.isOpen(location(content.path()), content, isProtected);
  }

  /**
   * Seals what the document has by now, unless nothing of it was to be sealed when it was read.
   *
   * @throws PermanentFailure as {@link #written} does
   */
  public void seal(SubjectId owner, Document read) {
    if (!isUpToDate(read, true)) {
      boolean isProtected = paid.isProtected(owner, read.path());
      if (!isUpToDate(read, isProtected)) {
        seal(owner, read.path(), isProtected);
      }
    }
  }

  private void seal(SubjectId owner, DocumentPath path, boolean isProtected) {
    try {
      subjects.transact(
          owner,
          List.of(path),
          tx -> {
            tx.alsoRead(0)
                .filter(it -> !tx.erased())
                .ifPresent(
                    it -> {
                      Fields sealed = fields.sealing(owner, location(path), it, isProtected);
                      if (!sealed.equals(Fields.empty())) {
                        tx.update(it, sealed);
                      }
                    });
            return true;
          });
    } catch (PermanentFailure e) {
      throw new PermanentFailure("alarm: content could not be sealed: " + e.getMessage(), e);
    }
  }

  private Location location(DocumentPath path) {
    return dataMap.locationOf(path).orElseThrow();
  }
}
