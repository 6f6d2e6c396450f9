package com.anykoma.privacy.emulators;

import com.anykoma.privacy.platform.DocumentTreeContract;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.google.FirestoreDocuments;
import com.anykoma.privacy.platform.google.GoogleSettings.Service;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Holds Firestore's adapter to the contract of descendants and collections, on the emulator. */
final class FirestoreDocumentTreeIT extends DocumentTreeContract {
  private static FirestoreDocuments documents;

  @BeforeAll
  static void open() {
    documents =
        FirestoreDocuments.open(Session.settings(Service.FIRESTORE, Session.firestore().uri()));
  }

  @AfterAll
  static void close() {
    if (documents != null) {
      documents.close();
    }
  }

  @Override
  protected Documents documents() {
    return documents;
  }

  @Override
  protected String unique(String stem) {
    return Session.unique(stem);
  }
}
