package com.anykoma.privacy.protection.vault;

import com.anykoma.privacy.StoredName;
import java.util.Optional;

/** The purpose of a subject's key. Each class has a separate key with its own lifetime. */
public enum KeyClass implements StoredName {
  /** Seals the subject's content. Destroyed as the first step of an erasure. */
  CONTENT('c'),
  /** Seals copies for a legal hold. Kept after an erasure until the hold is released. */
  HELD('h');

  private final char code;

  KeyClass(char code) {
    this.code = code;
  }

  /** The ASCII character that identifies the class in sealed values; must never change. */
  char code() {
    return code;
  }

  static Optional<KeyClass> of(String word) {
    return StoredName.find(KeyClass.class, word);
  }
}
