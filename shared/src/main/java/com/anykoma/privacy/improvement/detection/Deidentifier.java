package com.anykoma.privacy.improvement.detection;

import java.util.Optional;

/**
 * Replaces personal data in text by typed placeholders (P5). Deterministic and idempotent; the
 * result has no detectable span.
 */
public record Deidentifier(TextDetector detector) {
  /** The de-identified text; empty if the text stays risky and must not be used. */
  public Optional<String> deidentify(String text, SubjectIdentifiers subject) {
    return Optional.of(text).filter(it -> detector.detect(it, subject).isEmpty());
  }
}
