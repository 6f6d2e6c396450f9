package com.anykoma.privacy.improvement.detection;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The endings of compound words, such as {@code strasse}, in folded letters. Immutable. */
final class Endings {
  private static final int SLOTS = 64;

  private final List<List<String>> byLastLetter;

  Endings(List<String> endings) {
    byLastLetter =
        IntStream.range(0, SLOTS).mapToObj(it -> (List<String>) new ArrayList<String>()).toList();
    endings.forEach(it -> byLastLetter.get(slot(it.charAt(it.length() - 1))).add(it));
  }

  private static int slot(char last) {
    return last % SLOTS;
  }

  /** Whether the word is longer than one of the endings and ends with it. */
  boolean match(ScannedText text, int start, int end) {
    List<String> candidates = byLastLetter.get(slot(Letters.fold(text.at(end - 1))));
    for (int i = 0; i < candidates.size(); i++) {
      if (endsWith(text, start, end, candidates.get(i))) {
        return true;
      }
    }
    return false;
  }

  private static boolean endsWith(ScannedText text, int start, int end, String ending) {
    int from = end - ending.length();
    for (int i = ending.length() - 1; from > start && i >= 0; i--) {
      if (Letters.fold(text.at(from + i)) != ending.charAt(i)) {
        return false;
      }
    }
    return from > start;
  }
}
