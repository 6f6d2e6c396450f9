package com.anykoma.privacy;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** An enum constant that is stored by its lower-case name; renaming it breaks stored data. */
public interface StoredName {
  /** Returns the constant's name; every enum implements this. */
  String name();

  /** Returns the name in lower case, for example {@code in_progress}. */
  default String storedName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the constant with this stored name; empty if there is none. */
  static <E extends Enum<E> & StoredName> Optional<E> find(Class<E> type, String storedName) {
    return Stream.of(type.getEnumConstants())
        .filter(each -> each.storedName().equals(storedName))
        .findFirst();
  }
}
