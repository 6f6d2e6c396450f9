package com.anykoma.privacy.platform;

import java.util.Objects;
import java.util.Optional;

/** A document before and after one write; changes may come more than once, late, in any order. */
public record DocumentChange(
    DocumentPath path, Optional<Document> before, Optional<Document> after) {
  public DocumentChange {
    Objects.requireNonNull(path);
    Objects.requireNonNull(before);
    Objects.requireNonNull(after);
    if (before.isEmpty() && after.isEmpty()) {
      throw new IllegalArgumentException("a change needs a before or an after");
    }
  }
}
