package com.anykoma.privacy.improvement.detection;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * A set of words, each with a value, looked up in a text. Immutable.
 *
 * @param <V> the value of a word
 */
final class WordTable<V> {
  private final CharFolding folding;
  private final Map<String, V> values;
  private final V unknown;
  private final int shortest;
  private final int longest;

  /** Maps characters that count as equal to one of them. */
  interface CharFolding {
    char of(char c);
  }

  /**
   * Creates the set.
   *
   * @param values the values of the folded words, of which none is empty
   * @param unknown the value of other words
   * @param folding the folding of characters in the text
   */
  WordTable(Map<String, V> values, V unknown, CharFolding folding) {
    this.folding = folding;
    this.values = new HashMap<>(values);
    this.unknown = unknown;
    shortest = values.keySet().stream().mapToInt(String::length).min().orElse(0);
    longest = values.keySet().stream().mapToInt(String::length).max().orElse(0);
  }

  /** Reads the words of some kinds from {@link ListFile#RULES}; the last kind of a word counts. */
  static <K extends Enum<K>> WordTable<K> ofKinds(K unknown, K[] kinds) {
    Map<String, K> values = new TreeMap<>();
    for (K each : kinds) {
      if (each != unknown) {
        String list = unknown.getDeclaringClass().getSimpleName() + " " + each;
        ListFile.RULES.words(list).forEach(it -> values.put(it, each));
      }
    }
    return new WordTable<>(values, unknown, Characters::lower);
  }

  /** The words with their values, sorted. */
  Map<String, V> words() {
    return new TreeMap<>(values);
  }

  /** The value of the word in the text. */
  V find(ScannedText text, int start, int end) {
    if (end - start > longest || end - start < shortest) {
      return unknown;
    }
    char[] word = new char[end - start];
    for (int i = 0; i < word.length; i++) {
      word[i] = folding.of(text.at(start + i));
    }
    return values.getOrDefault(new String(word), unknown);
  }
}
