package com.anykoma.privacy;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A constant of an enum that stands in documents, claims, files or log lines as a word: its name in
 * lower case. The words are stored, so no such constant may be renamed.
 */
public interface StoredName {
  /** The constant's name, which an enum has. */
  String name();

  /** The lower-case word: {@code in_progress}. */
  default String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The constant of a word; empty for any other word. */
  static <E extends Enum<E> & StoredName> Optional<E> find(Class<E> type, String word) {
    return Stream.of(type.getEnumConstants()).filter(each -> each.word().equals(word)).findFirst();
  }
}
