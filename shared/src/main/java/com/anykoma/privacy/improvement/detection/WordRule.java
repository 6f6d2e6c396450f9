package com.anykoma.privacy.improvement.detection;

/** Finds spans around words: keywords such as {@code password}, names, names of streets. */
@FunctionalInterface
interface WordRule {
  /**
   * Adds the findings that begin at, or depend on, this word. A word is a maximal run of letters;
   * the scanner calls the rules for each word in order.
   */
  void word(ScannedText text, int start, int end, Findings findings);
}
