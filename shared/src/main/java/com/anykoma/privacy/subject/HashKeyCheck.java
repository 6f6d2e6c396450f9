package com.anykoma.privacy.subject;

import com.anykoma.privacy.log.Log;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.PortProxy;
import com.google.common.base.Suppliers;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Checks that the key of {@link SubjectHash} is the one that a database was written with: {@code
 * keyChecks/subject-hash-key} holds the HMAC of a fixed text. With another key, tombstones and
 * wrapped keys would be read under wrong ids and never found.
 */
public final class HashKeyCheck {
  static final DocumentPath PATH = OwnCollections.KEY_CHECKS.document("subject-hash-key");

  private static final Log LOG = Log.of(HashKeyCheck.class);
  private static final String VALUE = "value";
  private static final String CREATED_AT = "createdAt";

  private final String expected;
  private final InstantSource clock;
  private volatile boolean isEstablished;

  public HashKeyCheck(SubjectHash hash, InstantSource clock) {
    this.expected = hash.of("key-check", "the key of subject hashes");
    this.clock = clock;
  }

  /**
   * Wraps a database so that it is checked before its first operation: one read per database and
   * instance. A database without a check value passes, because it is new or {@link #establish} has
   * not run yet.
   *
   * @return a database whose operations throw {@link IllegalStateException} while the key is wrong;
   *     the failure is transient, so events are redelivered after the key is corrected
   */
  public Documents guarding(Documents database) {
    Supplier<Documents> checked =
        Suppliers.memoize(
            () -> {
              requireSame(database.get(PATH));
              return database;
            });
    return PortProxy.of(
        Documents.class,
        database,
        call -> new PortProxy.Call(checked.get(), call.method(), call.arguments()).proceed());
  }

  /**
   * Writes the check value into each of the two databases that lacks it, unless the other one has a
   * different value. Costs nothing once both have it. Idempotent; calls may overlap.
   *
   * @throws IllegalStateException if a database was written with another key; nothing is written
   *     then
   */
  public void establish(Documents main, Documents keys) {
    if (isEstablished) {
      return;
    }
    Optional<Document> inMain = main.get(PATH);
    Optional<Document> inKeys = keys.get(PATH);
    requireSame(inMain);
    requireSame(inKeys);
    createIfAbsent(main, inMain);
    createIfAbsent(keys, inKeys);
    isEstablished = true;
  }

  private void createIfAbsent(Documents database, Optional<Document> known) {
    if (known.isEmpty()) {
      Fields check = Fields.empty().with(VALUE, expected).with(CREATED_AT, clock.instant());
      database.create(PATH, check);
    }
  }

  private void requireSame(Optional<Document> known) {
    boolean isAnother =
        known
            .flatMap(it -> it.fields().value(VALUE))
            .filter(it -> !it.equals(expected))
            .isPresent();
    if (isAnother) {
      LOG.severe("alarm: SUBJECT_HASH_KEY is not the key that the data was written with");
      throw new IllegalStateException(
          "SUBJECT_HASH_KEY is not the key that this database was written with: deploy the version"
              + " of the secret subject-hash-key that it was written with");
    }
  }
}
