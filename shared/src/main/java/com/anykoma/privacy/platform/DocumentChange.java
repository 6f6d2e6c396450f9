package com.anykoma.privacy.platform;

import java.util.Objects;
import java.util.Optional;

/**
 * A document before and after one write. {@code before} is empty for a creation, {@code after} for
 * a deletion. Changes may be delivered more than once, late and in any order.
 */
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
