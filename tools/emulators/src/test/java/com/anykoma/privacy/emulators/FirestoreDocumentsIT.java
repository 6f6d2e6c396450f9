package com.anykoma.privacy.emulators;

import com.anykoma.privacy.platform.DocumentTreeContract;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.DocumentsContract;
import com.anykoma.privacy.platform.DocumentsQueryContract;
import com.anykoma.privacy.platform.DocumentsTransactionContract;
import com.anykoma.privacy.platform.google.FirestoreDocuments;
import com.anykoma.privacy.platform.google.GoogleSettings.Service;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** Runs the contracts of documents against Firestore's adapter, on the emulator. */
final class FirestoreDocumentsIT {
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

  /** The contract of reads, writes and deletion. */
  @Nested
  final class ReadsAndWrites extends DocumentsContract {
    @Override
    protected Documents documents() {
      return documents;
    }

    @Override
    protected String unique(String stem) {
      return Session.unique(stem);
    }
  }

  /** The contract of transactions. */
  @Nested
  final class Transactions extends DocumentsTransactionContract {
    @Override
    protected Documents documents() {
      return documents;
    }

    @Override
    protected String unique(String stem) {
      return Session.unique(stem);
    }

    /** The emulator locks reads even in optimistic transactions; each wait takes seconds. */
    @Override
    protected int contenders() {
      return 3;
    }

    @Override
    protected int rounds() {
      return 2;
    }
  }

  /** The contract of queries. */
  @Nested
  final class Queries extends DocumentsQueryContract {
    @Override
    protected Documents documents() {
      return documents;
    }

    @Override
    protected String unique(String stem) {
      return Session.unique(stem);
    }
  }

  /** The contract of descendants and collections. */
  @Nested
  final class Trees extends DocumentTreeContract {
    @Override
    protected Documents documents() {
      return documents;
    }

    @Override
    protected String unique(String stem) {
      return Session.unique(stem);
    }
  }
}
