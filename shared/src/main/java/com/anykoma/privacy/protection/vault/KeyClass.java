package com.anykoma.privacy.protection.vault;

import com.anykoma.privacy.StoredName;
import java.util.Optional;

/** What a subject's key is for; each class has a key of its own, and a life of its own. */
public enum KeyClass implements StoredName {
  /** What the subject made: destroyed first when the subject is erased. */
  CONTENT('c'),
  /** What a legal hold retains: it outlives the erasure until the hold is released. */
  HELD('h');

  private final char code;

  KeyClass(char code) {
    this.code = code;
  }

  /** An ASCII character that stands for it in sealed values, for ever. */
  char code() {
    return code;
  }

  static Optional<KeyClass> of(String word) {
    return StoredName.find(KeyClass.class, word);
  }
}
