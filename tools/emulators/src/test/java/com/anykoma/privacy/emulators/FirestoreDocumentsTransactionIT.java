package com.anykoma.privacy.emulators;

import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.DocumentsTransactionContract;
import com.anykoma.privacy.platform.google.FirestoreDocuments;
import com.anykoma.privacy.platform.google.GoogleSettings.Service;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Holds Firestore's adapter to the contract of transactions, on the emulator. */
final class FirestoreDocumentsTransactionIT extends DocumentsTransactionContract {
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

  /** The emulator's readers hold locks even in an optimistic transaction; each wait is seconds. */
  @Override
  protected int contenders() {
    return 3;
  }

  @Override
  protected int rounds() {
    return 2;
  }
}
