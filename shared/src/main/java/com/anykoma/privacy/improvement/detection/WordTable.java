package com.anykoma.privacy.improvement.detection;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A set of words, each with a value, looked up in a text without creating a string. Immutable.
 *
 * @param <V> the value of a word
 */
final class WordTable<V> {
  private final char[] folding;
  private final Map<String, V> values;
  private final Object[] valueOfSlot; // open addressing; null in a free slot
  private final int[] hashOfSlot;
  private final char[][] wordOfSlot;
  private final V unknown;
  private final int shortest;
  private final int longest;

  /**
   * Creates the set.
   *
   * @param values the values of the folded words, of which none is empty
   * @param unknown the value of other words
   * @param folding the folded forms of the first characters; others become lower case
   */
  WordTable(Map<String, V> values, V unknown, char[] folding) {
    this.folding = folding;
    this.values = Collections.unmodifiableMap(new TreeMap<>(values));
    this.unknown = unknown;
    shortest = values.keySet().stream().mapToInt(String::length).min().orElse(0);
    longest = values.keySet().stream().mapToInt(String::length).max().orElse(0);
    valueOfSlot = new Object[Integer.highestOneBit(values.size()) * 8];
    hashOfSlot = new int[valueOfSlot.length];
    wordOfSlot = new char[valueOfSlot.length][];
    this.values.forEach(
        (word, value) -> {
          int slot = slot(word.hashCode());
          while (valueOfSlot[slot] != null) {
            slot = slot(slot + 1);
          }
          valueOfSlot[slot] = value;
          hashOfSlot[slot] = word.hashCode();
          wordOfSlot[slot] = word.toCharArray();
        });
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
    return new WordTable<>(values, unknown, Characters.LOWER);
  }

  private int slot(int hash) {
    return (hash ^ (hash >>> 15)) & (valueOfSlot.length - 1);
  }

  private char fold(char c) {
    return c < folding.length ? folding[c] : Character.toLowerCase(c);
  }

  /** The words with their values. */
  Map<String, V> words() {
    return values;
  }

  /** The value of the word in the text. */
  @SuppressWarnings("unchecked") // the constructor fills the slots with such values
  V find(ScannedText text, int start, int end) {
    if (end - start > longest || end - start < shortest) {
      return unknown;
    }
    int hash = 0; // as String.hashCode
    for (int i = start; i < end; i++) {
      hash = hash * 31 + fold(text.at(i));
    }
    for (int slot = slot(hash); valueOfSlot[slot] != null; slot = slot(slot + 1)) {
      if (hashOfSlot[slot] == hash && isWord(wordOfSlot[slot], text, start, end)) {
        return (V) valueOfSlot[slot];
      }
    }
    return unknown;
  }

  private boolean isWord(char[] word, ScannedText text, int start, int end) {
    if (word.length != end - start) {
      return false;
    }
    for (int i = 0; i < word.length; i++) {
      if (word[i] != fold(text.at(start + i))) {
        return false;
      }
    }
    return true;
  }
}
