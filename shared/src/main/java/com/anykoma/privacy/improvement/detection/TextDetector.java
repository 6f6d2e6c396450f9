package com.anykoma.privacy.improvement.detection;

import java.util.List;

/**
 * Finds personal data in text (P5, P32). One pass over the text looks for anchors, such as an at
 * sign, a run of digits or a keyword, and only checks the text around them; the time is linear in
 * the size of any input. Thread-safe. The matched text is never stored or logged.
 */
public final class TextDetector {
  /** Names the rules and word lists, for manifests; changes with every change to them. */
  public static final String VERSION = "1";

  private final Lexicon lexicon;
  private final WordRule words;

  TextDetector(Lexicon lexicon, WordRule words) {
    this.lexicon = lexicon;
    this.words = words;
  }

  TextDetector(WordRule words) {
    this(Lexicon.standard(), words);
  }

  /** Detects all types. */
  public static TextDetector standard() {
    Lexicon lexicon = Lexicon.standard();
    return new TextDetector(lexicon, new WordRules(lexicon));
  }

  /** The spans in the text, in order and without overlaps. */
  public List<Span> detect(String text, SubjectIdentifiers subject) {
    ScannedText scanned = ScannedText.of(text);
    Findings findings = new TextScan(scanned, words, true).run();
    new SubjectRule(subject, lexicon).find(scanned, findings);
    return findings.resolved(scanned);
  }
}
