package com.anykoma.privacy.platform.google;

import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.google.firestore.v1.DocumentMask;
import com.google.firestore.v1.Precondition;
import com.google.firestore.v1.Write;
import java.time.Instant;

/** Creation of Firestore writes. */
final class FirestoreWrites {
  private FirestoreWrites() {}

  static Write set(String database, DocumentPath path, Fields fields) {
    return Write.newBuilder().setUpdate(FirestoreEncoding.document(database, path, fields)).build();
  }

  static Write create(String database, DocumentPath path, Fields fields) {
    return set(database, path, fields).toBuilder().setCurrentDocument(exists(false)).build();
  }

  /** Updates top-level fields of an existing document. */
  static Write update(
      String database, DocumentPath path, Fields changes, Precondition precondition) {
    DocumentMask.Builder mask = DocumentMask.newBuilder();
    changes.asMap().keySet().forEach(name -> mask.addFieldPaths(FieldPaths.quoted(name)));
    return set(database, path, changes).toBuilder()
        .setUpdateMask(mask)
        .setCurrentDocument(precondition)
        .build();
  }

  static Write delete(String database, DocumentPath path) {
    return Write.newBuilder().setDelete(FirestoreEncoding.name(database, path)).build();
  }

  static Precondition exists(boolean exists) {
    return Precondition.newBuilder().setExists(exists).build();
  }

  static Precondition writtenLastAt(Instant time) {
    return Precondition.newBuilder().setUpdateTime(FirestoreEncoding.timestamp(time)).build();
  }
}
