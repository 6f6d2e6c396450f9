package com.anykoma.privacy.proof.certificate;

import java.util.Locale;
import java.util.Optional;

/** What has become of erased or purged data in one place, said honestly (C2, P20, P21). */
public enum Status {
  /** Nothing is there. */
  GONE,
  /** There may be copies, and nobody can read them: their key is destroyed. */
  UNREADABLE,
  /** There may be copies until a date. */
  PENDING,
  /** It stays, on a ground that the page discloses. */
  RETAINED;

  /** The word in certificates: {@code gone}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Status> of(String word) {
    for (Status each : values()) {
      if (each.word().equals(word)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
