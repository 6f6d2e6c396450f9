package com.anykoma.privacy.improvement.detection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The words and phrases that the rules know, with their {@link WordRole}s. A look-up hashes the
 * folded characters in place and creates no object. Immutable.
 */
final class Lexicon {
  private static final int MAX_SEPARATOR = 3;
  private static final Pattern JOINT = Pattern.compile("['-]");

  private final Map<WordRole, List<String>> entries = new EnumMap<>(WordRole.class);
  private final WordTable<Word> words;

  /** A word with its roles, and the phrases that begin with it, the longest first. */
  private static final class Word {
    private int roles;
    private final List<Phrase> phrases = new ArrayList<>();
    private long secondLetters; // of the phrases' second words, as bits modulo 64
  }

  /** The words of a phrase after its first. */
  private record Phrase(int roles, Word second, List<Word> others) {}

  private Lexicon(ListFile file) {
    Map<String, Integer> rolesOfEntry = new HashMap<>();
    for (String list : file.lists().keySet()) {
      WordRole role = WordRole.valueOf(list);
      TreeSet<String> longerFirst = new TreeSet<>(Comparator.reverseOrder());
      file.words(list).forEach(it -> longerFirst.add(JOINT.matcher(folded(it)).replaceAll("_")));
      entries.put(role, List.copyOf(longerFirst));
      longerFirst.forEach(it -> rolesOfEntry.merge(it, role.bit(), (a, b) -> a | b));
    }
    Map<String, Word> byText = new HashMap<>();
    rolesOfEntry.forEach((entry, roles) -> add(entry, roles, byText));
    byText.values().forEach(it -> it.phrases.sort(Comparator.comparing(one -> -one.others.size())));
    words = new WordTable<>(byText, new Word(), Letters::fold);
  }

  private static void add(String entry, int roles, Map<String, Word> byText) {
    String[] parts = entry.split("_", -1);
    List<Word> found =
        Arrays.stream(parts).map(it -> byText.computeIfAbsent(it, one -> new Word())).toList();
    Word first = found.get(0);
    if (parts.length == 1) {
      first.roles = roles;
    } else {
      first.phrases.add(
          new Phrase(roles, found.get(1), List.copyOf(found.subList(2, parts.length))));
      first.secondLetters |= 1L << parts[1].charAt(0);
    }
  }

  /**
   * Reads the list in the resources: a role in brackets, then its words; {@code _}, an apostrophe
   * or a hyphen joins the words of a phrase.
   */
  static Lexicon standard() {
    return new Lexicon(new ListFile("words.txt"));
  }

  /** The folded form of a string. */
  static String folded(String text) {
    char[] characters = text.toCharArray();
    for (int i = 0; i < characters.length; i++) {
      characters[i] = Letters.fold(characters[i]);
    }
    return new String(characters);
  }

  /**
   * Looks up the longest phrase that begins with this word, or else the word.
   *
   * @return the roles, see {@link #roles}, and the end, see {@link #end}
   */
  long match(ScannedText text, int start, int end) {
    Word word = words.find(text, start, end);
    int next = word.phrases.isEmpty() ? end : nextWord(text, end);
    if (next > end && (word.secondLetters >>> Letters.fold(text.at(next)) & 1) != 0) {
      int nextEnd = Letters.endOfWord(text, next);
      Word second = words.find(text, next, nextEnd);
      for (Phrase each : word.phrases) {
        int phraseEnd = each.second == second ? endOf(each, text, nextEnd) : -1;
        if (phraseEnd > 0) {
          return pack(each.roles, phraseEnd);
        }
      }
    }
    return pack(word.roles, end);
  }

  private static long pack(int roles, int end) {
    return ((long) roles << Integer.SIZE) | end;
  }

  /** The roles in the answer of {@link #match}. */
  static int roles(long match) {
    return (int) (match >>> Integer.SIZE);
  }

  /** The end of the word or phrase in the answer of {@link #match}. */
  static int end(long match) {
    return (int) match;
  }

  /** The roles of the single word, none if it is unknown. */
  int wordRoles(ScannedText text, int start, int end) {
    return words.find(text, start, end).roles;
  }

  /** Whether the word is longer than a word with the role and ends with it. */
  boolean hasEnding(WordRole role, ScannedText text, int start, int end) {
    for (int i = start + 1; i < end; i++) {
      if (role.in(wordRoles(text, i, end))) {
        return true;
      }
    }
    return false;
  }

  /**
   * The start of the next word of a phrase, after at most three characters such as in {@code P.O.
   * Box} and {@code je m'appelle}; the end itself if no word follows.
   */
  private static int nextWord(ScannedText text, int end) {
    int next = end;
    while (next - end < MAX_SEPARATOR && " \t'\u2019.-".indexOf(text.at(next)) >= 0) {
      next++;
    }
    return Letters.isLetter(text, next) ? next : end;
  }

  /** The end of a phrase of which the first two words were found; negative if the rest differs. */
  private int endOf(Phrase phrase, ScannedText text, int end) {
    int at = end;
    for (Word each : phrase.others) {
      int next = nextWord(text, at);
      int wordEnd = Letters.endOfWord(text, next);
      if (next == at || wordEnd == next || words.find(text, next, wordEnd) != each) {
        return -1;
      }
      at = wordEnd;
    }
    return at;
  }

  /** A pattern for folded text that matches any word or phrase of the role. */
  String alternatives(WordRole role) {
    return entries(role).stream()
        .map(
            it ->
                Arrays.stream(it.split("_", -1))
                    .map(Pattern::quote)
                    .collect(Collectors.joining("[ \t'\u2019.-]{1,3}")))
        .collect(Collectors.joining("|", "(?>", ")"));
  }

  /** The words and phrases of the role, folded; {@code _} joins a phrase; longer before shorter. */
  List<String> entries(WordRole role) {
    return entries.getOrDefault(role, List.of());
  }
}
