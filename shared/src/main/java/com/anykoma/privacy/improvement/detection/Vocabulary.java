package com.anykoma.privacy.improvement.detection;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A small set of words, each with one of the kinds of an enum, looked up in a text without creating
 * a string. Upper and lower case are the same. Immutable.
 */
final class Vocabulary<K extends Enum<K>> {
  private final Map<String, K> kinds;
  private final String[] words; // open addressing; "" is a free slot
  private final K[] kindOfSlot;
  private final K none;
  private final int shortest;
  private final int longest;

  /**
   * Creates the set.
   *
   * @param none the kind of other words
   * @param values the kinds
   */
  Vocabulary(Map<String, K> kinds, K none, K[] values) {
    this.kinds = new TreeMap<>(kinds);
    this.none = none;
    shortest = kinds.keySet().stream().mapToInt(String::length).min().orElse(0);
    longest = kinds.keySet().stream().mapToInt(String::length).max().orElse(0);
    words = new String[Integer.highestOneBit(kinds.size()) * 8];
    Arrays.fill(words, "");
    kindOfSlot = Arrays.copyOf(values, words.length);
    this.kinds.forEach(
        (word, kind) -> {
          int slot = free(word.hashCode());
          words[slot] = word;
          kindOfSlot[slot] = kind;
        });
  }

  private int free(int hash) {
    int slot = slot(hash);
    while (!words[slot].isEmpty()) {
      slot = slot(slot + 1);
    }
    return slot;
  }

  private int slot(int hash) {
    return (hash ^ (hash >>> 15)) & (words.length - 1);
  }

  /** The words with their kinds. */
  Map<String, K> words() {
    return kinds;
  }

  /** The kind of the word in the text. */
  K kind(ScannedText text, int start, int end) {
    if (end - start > longest || end - start < shortest) {
      return none;
    }
    int hash = 0; // as String.hashCode
    for (int i = start; i < end; i++) {
      hash = hash * 31 + Characters.lower(text.at(i));
    }
    int slot = slot(hash);
    while (!words[slot].isEmpty()) {
      String word = words[slot];
      if (word.length() == end - start && Characters.matches(text, start, word)) {
        return kindOfSlot[slot];
      }
      slot = slot(slot + 1);
    }
    return none;
  }

  /** Adds words that are separated by white space. */
  static <K> void add(Map<String, K> kinds, K kind, String words) {
    for (String each : words.toLowerCase(Locale.ROOT).trim().split("\\s+", -1)) {
      kinds.put(each, kind);
    }
  }
}
