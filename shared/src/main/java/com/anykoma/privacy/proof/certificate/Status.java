package com.anykoma.privacy.proof.certificate;

import com.anykoma.privacy.StoredName;
import java.util.Optional;

/** The state of erased or purged data in one place (C2, P20, P21). */
public enum Status implements StoredName {
  /** No data were found. */
  GONE,
  /** Copies may exist, but their key is destroyed. */
  UNREADABLE,
  /** Copies may exist until a date. */
  PENDING,
  /** The data are retained on a ground that the privacy page discloses. */
  RETAINED;

  static Optional<Status> of(String storedName) {
    return StoredName.find(Status.class, storedName);
  }
}
