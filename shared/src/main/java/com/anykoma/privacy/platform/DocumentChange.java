package com.anykoma.privacy.platform;

import java.util.Objects;
import java.util.Optional;

/**
 * A document before and after one write: created when there is no before, deleted when there is no
 * after. Changes may be told twice, late or in any order.
 */
public record DocumentChange(
    DocumentPath path, Optional<Document> before, Optional<Document> after) {
  public DocumentChange {
    Objects.requireNonNull(path);
    Objects.requireNonNull(before);
    Objects.requireNonNull(after);
    if (before.isEmpty() && after.isEmpty()) {
      throw new IllegalArgumentException("a change has a before or an after");
    }
  }
}
