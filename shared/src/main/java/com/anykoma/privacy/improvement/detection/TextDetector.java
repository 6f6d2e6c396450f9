package com.anykoma.privacy.improvement.detection;

import java.util.List;

/**
 * Finds personal data in text (P5, P32). One pass over the text looks for anchors, such as an at
 * sign, a run of digits or a keyword, and only checks the text around them; the time is linear in
 * the size of any input. Thread-safe. The matched text is never stored or logged.
 */
public final class TextDetector {
  private final WordRule words;

  TextDetector(WordRule words) {
    this.words = words;
  }

  /** Detects all types. */
  public static TextDetector standard() {
    return new TextDetector(new WordRules(Lexicon.standard()));
  }

  /** The spans in the text, in order and without overlaps. */
  public List<Span> detect(String text, SubjectIdentifiers subject) {
    ScannedText scanned = ScannedText.of(text);
    Findings findings = new Findings();
    int start = 0;
    while (start < scanned.length()) {
      int end = start;
      while (end < scanned.length() && Character.isLetter(scanned.at(end))) {
        end++;
      }
      if (end > start) {
        words.word(scanned, start, end, findings);
      }
      start = end + 1;
    }
    return findings.resolved(scanned);
  }
}
