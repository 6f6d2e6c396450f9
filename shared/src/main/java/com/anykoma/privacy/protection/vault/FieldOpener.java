package com.anykoma.privacy.protection.vault;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.DocumentPath;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Opens the sealed values of one document. If a value does not open, another instance may have
 * rotated the key since this one cached it, so the key is loaded again: at most once per document
 * and key class, however many values fail.
 */
final class FieldOpener {
  private final KeyService keys;
  private final SubjectId owner;
  private final DocumentPath document;
  private final Map<KeyClass, DataEncryptionKey> keysByClass = new EnumMap<>(KeyClass.class);
  private final Set<KeyClass> reloaded = EnumSet.noneOf(KeyClass.class);

  FieldOpener(KeyService keys, SubjectId owner, DocumentPath document) {
    this.keys = keys;
    this.owner = owner;
    this.document = document;
  }

  /**
   * Opens a value.
   *
   * @throws KeyDestroyed if its key is destroyed
   * @throws DamagedSeal if it was not sealed for this field of this document
   */
  Object open(KeyClass keyClass, String field, Bytes sealed) {
    DataEncryptionKey key = keysByClass.computeIfAbsent(keyClass, it -> keys.openingKey(owner, it));
    try {
      return FieldSeal.open(key, keyClass, document, field, sealed);
    } catch (DamagedSeal e) {
      if (!reloaded.add(keyClass)) {
        throw e;
      }
      DataEncryptionKey current = keys.reloadedOpeningKey(owner, keyClass);
      keysByClass.put(keyClass, current);
      return FieldSeal.open(current, keyClass, document, field, sealed);
    }
  }
}
