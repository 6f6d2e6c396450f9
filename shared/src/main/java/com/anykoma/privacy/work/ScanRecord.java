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
import java.util.function.UnaryOperator;

/** The stored progress of a scan, one document that is changed in a transaction. */
interface ScanRecord {
  Fields read();

  /** Sets the fields to the result of {@code change}; writes nothing if they are equal. */
  FieldsChange change(UnaryOperator<Fields> change);

  /** The record of a scan of a whole store. */
  static ScanRecord in(Documents documents, DocumentPath path) {
    return new ScanRecord() {
      @Override
      public Fields read() {
        return documents.get(path).map(Document::fields).orElse(Fields.empty());
      }

      @Override
      public FieldsChange change(UnaryOperator<Fields> change) {
        return documents.transact(
            tx -> {
              FieldsChange made = FieldsChange.of(tx.read(path), change);
              if (made.isAny()) {
                tx.set(path, made.after());
              }
              return made;
            });
      }
    };
  }

  /** The record of a scan of one subject's data, written behind the fence of an erased subject. */
  static ScanRecord of(Subjects subjects, SubjectId subject, String name) {
    DocumentPath path = Subjects.path(subject).child(OwnCollections.SCANS.id(), name);
    return new ScanRecord() {
      @Override
      public Fields read() {
        return change(before -> before).before();
      }

      @Override
      public FieldsChange change(UnaryOperator<Fields> change) {
        return subjects.transact(
            subject,
            List.of(path),
            tx -> {
              FieldsChange made = FieldsChange.of(tx.alsoRead(0), change);
              if (made.isAny()) {
                tx.set(path, made.after());
              }
              return made;
            });
      }
    };
  }

  /** The document's fields before and after a transaction. */
  record FieldsChange(Fields before, Fields after) {
    static FieldsChange of(Optional<Document> read, UnaryOperator<Fields> change) {
      Fields before = read.map(Document::fields).orElse(Fields.empty());
      return new FieldsChange(before, change.apply(before));
    }

    boolean isAny() {
      return !after.equals(before);
    }
  }
}
