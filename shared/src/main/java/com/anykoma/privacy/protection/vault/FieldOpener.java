package com.anykoma.privacy.protection.vault;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.DocumentPath;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Opens the sealed values of one document. A value that does not open may be sealed with a key that
 * another instance made since this one asked: the key is asked for once more, once a document,
 * however many values look sealed and are not.
 */
final class FieldOpener {
  private final KeyService keys;
  private final SubjectId owner;
  private final DocumentPath document;
  private final Map<KeyClass, DataEncryptionKey> known = new EnumMap<>(KeyClass.class);
  private final Set<KeyClass> askedAnew = EnumSet.noneOf(KeyClass.class);

  FieldOpener(KeyService keys, SubjectId owner, DocumentPath document) {
    this.keys = keys;
    this.owner = owner;
    this.document = document;
  }

  /**
   * The value that was sealed.
   *
   * @throws KeyDestroyed when its key is
   * @throws DamagedSeal when it was not sealed for this place
   */
  Object open(KeyClass keyClass, String field, Bytes sealed) {
    DataEncryptionKey key = known.computeIfAbsent(keyClass, it -> keys.toOpen(owner, it));
    try {
      return FieldSeal.open(key, keyClass, document, field, sealed);
    } catch (DamagedSeal e) {
      if (!askedAnew.add(keyClass)) {
        throw e;
      }
      DataEncryptionKey anew = keys.toOpenAnew(owner, keyClass);
      known.put(keyClass, anew);
      return FieldSeal.open(anew, keyClass, document, field, sealed);
    }
  }
}
