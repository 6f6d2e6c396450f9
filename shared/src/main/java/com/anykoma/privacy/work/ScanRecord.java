package com.anykoma.privacy.work;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.subject.Subjects;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The stored progress of a scan, one document that is changed in a transaction. */
@FunctionalInterface
interface ScanRecord {
  /** Sets the fields to the result of {@code change}; writes nothing if they are equal. */
  FieldsChange change(UnaryOperator<Fields> change);

  default Fields read() {
    return change(before -> before).before();
  }

  /** The record of a scan of a whole store. */
  static ScanRecord in(Documents documents, DocumentPath path) {
    return change ->
        documents.transact(
            tx -> FieldsChange.make(tx.read(path), change, after -> tx.set(path, after)));
  }

  /** The record of a scan of one subject's data, written behind the fence of an erased subject. */
  static ScanRecord of(Subjects subjects, SubjectId subject, String name) {
    DocumentPath path = Subjects.path(subject).child(OwnCollections.SCANS.id(), name);
    return change ->
        subjects.transact(
            subject,
            List.of(path),
            tx -> FieldsChange.make(tx.alsoRead(0), change, after -> tx.set(path, after)));
  }

  /** The document's fields before and after a transaction. */
  record FieldsChange(Fields before, Fields after) {
    private static FieldsChange make(
        Optional<Document> read, UnaryOperator<Fields> change, Consumer<Fields> write) {
      Fields before = read.map(Document::fields).orElse(Fields.empty());
      FieldsChange made = new FieldsChange(before, change.apply(before));
      if (made.isAny()) {
        write.accept(made.after);
      }
      return made;
    }

    boolean isAny() {
      return !after.equals(before);
    }
  }
}
