package com.anykoma.privacy.protection.vault;

import com.anykoma.privacy.AlarmFailure;
import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.Owners;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentChange;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.subject.Subjects;
import java.util.ArrayList;
import java.util.List;

/**
 * Seals the fields of the app's content in place after each write (P10, P16; E8, E17). Sealed
 * values and the event of this service's own write cause no database read and no key access.
 * Content of an erased subject is not sealed, because the erasure removes it. Content with an owner
 * field is sealed once it is stamped. Idempotent; events may arrive in any order.
 */
public record SealingService(
    Subjects subjects, Owners owners, FieldService fields, PaidProtection paid) {
  /**
   * Seals the content that an event reports as written.
   *
   * @throws PermanentFailure if the document is too large once it is sealed, or the owner's key is
   *     destroyed
   */
  public void sealWritten(DocumentChange change) {
    if (owners.dataMap().isContent(change.path())
        && !fields.isOwnWrite(location(change.path()), change)) {
      change
          .after()
          .filter(it -> !isSealed(it, true))
          .ifPresent(it -> owners.of(it).forEach(owner -> seal(owner, it)));
    }
  }

  /** Whether all fields are sealed that must be. Accesses neither the database nor a key. */
  public boolean isSealed(Document content, boolean isProtected) {
    return !fields.needsSealing(location(content.path()), content, isProtected);
  }

  /**
   * Seals the current version of the document, unless {@code read} needed no sealing.
   *
   * @throws PermanentFailure as {@link #sealWritten}
   */
  public void seal(SubjectId owner, Document read) {
    if (!isSealed(read, true)) {
      boolean isProtected = paid.isProtected(owner, read.path());
      if (!isSealed(read, isProtected)) {
        seal(owner, read.path(), isProtected);
      }
    }
  }

  private void seal(SubjectId owner, DocumentPath path, boolean isProtected) {
    List<DocumentPath> read = new ArrayList<>(List.of(path));
    if (location(path).hasOwnerField()) {
      read.add(Subjects.stampPath(owner, path)); // by which a later hand-over finds this owner
    }
    try {
      subjects.transact(
          owner,
          read,
          tx -> {
            tx.alsoRead(0)
                .filter(it -> !tx.erased() && owners.of(it).contains(owner))
                .filter(it -> tx.alsoRead(read.size() - 1).isPresent())
                .ifPresent(
                    it -> {
                      Fields sealed = fields.sealedFields(owner, location(path), it, isProtected);
                      if (!sealed.equals(Fields.empty())) {
                        tx.update(it, sealed);
                      }
                    });
            return true;
          });
    } catch (PermanentFailure e) {
      throw new AlarmFailure(e, "alarm: content could not be sealed");
    }
  }

  private Location location(DocumentPath path) {
    return owners.dataMap().locationOf(path).orElseThrow();
  }
}
