package com.anykoma.privacy.proof.certificate;

import com.anykoma.privacy.StoredName;
import java.util.Optional;

/** What has become of erased or purged data in one place, said honestly (C2, P20, P21). */
public enum Status implements StoredName {
  /** Nothing is there. */
  GONE,
  /** There may be copies, and nobody can read them: their key is destroyed. */
  UNREADABLE,
  /** There may be copies until a date. */
  PENDING,
  /** It stays, on a ground that the page discloses. */
  RETAINED;

  static Optional<Status> of(String word) {
    return StoredName.find(Status.class, word);
  }
}
