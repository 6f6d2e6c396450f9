package com.anykoma.privacy.improvement.detection;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The words and phrases that the rules know, with their {@link WordRole}s. A look-up hashes the
 * folded characters in place and creates no object. Immutable.
 */
final class Lexicon {
  private static final String RESOURCE = "words.txt";
  private static final int MAX_SEPARATOR = 3;

  private static final Phrase[] NO_PHRASES = {};

  private final Map<String, Integer> ids = new HashMap<>();
  private final List<List<Phrase>> phrasesByWord = new ArrayList<>();
  private final Map<WordRole, TreeSet<String>> byRole = new HashMap<>();
  private final int[] table;
  private final char[][] words;
  private final int[] roles;
  private final Phrase[][] phrases;
  private final long[] secondLetters; // of the phrases' second words, as bits modulo 64

  /** A phrase that begins with a certain word. */
  private static final class Phrase {
    private final int roles;
    private final int[] rest;

    Phrase(int roles, List<Integer> rest) {
      this.roles = roles;
      this.rest = rest.stream().mapToInt(it -> it).toArray();
    }
  }

  private Lexicon(Map<String, Integer> entries) {
    Map<Integer, Integer> rolesOfWord = new HashMap<>();
    entries.forEach(
        (entry, itsRoles) -> {
          List<Integer> parts =
              Arrays.stream(entry.split("_", -1)).map(this::id).collect(Collectors.toList());
          int first = parts.remove(0);
          if (parts.isEmpty()) {
            rolesOfWord.put(first, itsRoles);
          } else {
            phrasesByWord.get(first).add(new Phrase(itsRoles, parts));
          }
        });
    words = new char[ids.size()][];
    ids.forEach((word, id) -> words[id] = word.toCharArray());
    roles = new int[words.length];
    rolesOfWord.forEach((id, itsRoles) -> roles[id] = itsRoles);
    phrases = new Phrase[words.length][];
    secondLetters = new long[words.length];
    for (int id = 0; id < words.length; id++) {
      List<Phrase> longestFirst = phrasesByWord.get(id);
      longestFirst.sort(Comparator.comparing(it -> -it.rest.length));
      phrases[id] = longestFirst.toArray(NO_PHRASES);
      for (Phrase each : longestFirst) {
        secondLetters[id] |= 1L << words[each.rest[0]][0];
      }
    }
    table = new int[Integer.highestOneBit(words.length) * 4];
    Arrays.fill(table, -1);
    for (int id = 0; id < words.length; id++) {
      int slot = slot(hash(words[id]));
      while (table[slot] >= 0) {
        slot = slot(slot + 1);
      }
      table[slot] = id;
    }
  }

  private int id(String word) {
    return ids.computeIfAbsent(
        word,
        it -> {
          phrasesByWord.add(new ArrayList<>());
          return ids.size();
        });
  }

  /**
   * Reads the list in the resources: a role in brackets, then its words; {@code _}, an apostrophe
   * or a hyphen joins the words of a phrase.
   */
  static Lexicon standard() {
    Map<String, Integer> entries = new HashMap<>();
    Map<WordRole, TreeSet<String>> byRole = new HashMap<>();
    WordRole role = WordRole.STOP;
    for (String line : resource().split("\n", -1)) {
      for (String each : line.replaceFirst("#.*", "").split("\\s+", -1)) {
        if (each.startsWith("[")) {
          role = WordRole.valueOf(each.substring(1, each.length() - 1));
        } else if (!each.isEmpty()) {
          String word = folded(each).replaceAll("['-]", "_");
          entries.merge(word, role.bit(), (a, b) -> a | b);
          byRole.computeIfAbsent(role, it -> new TreeSet<>(Comparator.reverseOrder())).add(word);
        }
      }
    }
    Lexicon lexicon = new Lexicon(entries);
    lexicon.byRole.putAll(byRole);
    return lexicon;
  }

  private static String resource() {
    try (InputStream list = Lexicon.class.getResourceAsStream(RESOURCE)) {
      return new String(Objects.requireNonNull(list).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
   * @return the roles, see {@link #roles}, and the end, see {@link #end}; 0 if it is unknown
   */
  long match(ScannedText text, int start, int end) {
    int id = find(text, start, end);
    if (id < 0) {
      return 0;
    }
    int next = phrases[id].length == 0 ? end : nextWord(text, end);
    if (next > end && (secondLetters[id] >>> Letters.fold(text.at(next)) & 1) != 0) {
      int nextEnd = Letters.endOfWord(text, next);
      int second = nextEnd == next ? -1 : find(text, next, nextEnd);
      for (Phrase each : phrases[id]) {
        int phraseEnd = each.rest[0] == second ? endOf(each, text, nextEnd) : -1;
        if (phraseEnd > 0) {
          return pack(each.roles, phraseEnd);
        }
      }
    }
    return pack(roles[id], end);
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
    int id = find(text, start, end);
    return id < 0 ? 0 : roles[id];
  }

  /**
   * The start of the next word of a phrase, after at most three characters such as in {@code P.O.
   * Box} and {@code je m'appelle}; the end itself if no word follows.
   */
  private static int nextWord(ScannedText text, int end) {
    int next = end;
    while (next - end < MAX_SEPARATOR && isSeparator(text.at(next))) {
      next++;
    }
    return Letters.isLetter(text, next) ? next : end;
  }

  private static boolean isSeparator(char c) {
    return switch (c) {
      case ' ', '\t', '\'', '\u2019', '.', '-' -> true;
      default -> false;
    };
  }

  /** The end of a phrase of which the first two words were found; negative if the rest differs. */
  private int endOf(Phrase phrase, ScannedText text, int end) {
    int at = end;
    for (int i = 1; i < phrase.rest.length; i++) {
      int next = nextWord(text, at);
      int wordEnd = Letters.endOfWord(text, next);
      if (next == at || wordEnd == next || find(text, next, wordEnd) != phrase.rest[i]) {
        return -1;
      }
      at = wordEnd;
    }
    return at;
  }

  private int find(ScannedText text, int start, int end) {
    if (end - start > Letters.MAX_WORD) {
      return -1;
    }
    int hash = 0;
    for (int i = start; i < end; i++) {
      hash = hash * 31 + Letters.fold(text.at(i));
    }
    for (int slot = slot(hash); table[slot] >= 0; slot = slot(slot + 1)) {
      if (isWord(words[table[slot]], text, start, end)) {
        return table[slot];
      }
    }
    return -1;
  }

  private static boolean isWord(char[] word, ScannedText text, int start, int end) {
    if (word.length != end - start) {
      return false;
    }
    for (int i = 0; i < word.length; i++) {
      if (word[i] != Letters.fold(text.at(start + i))) {
        return false;
      }
    }
    return true;
  }

  private static int hash(char[] word) {
    int hash = 0;
    for (char each : word) {
      hash = hash * 31 + each;
    }
    return hash;
  }

  private int slot(int hash) {
    return (hash ^ (hash >>> 15)) & (table.length - 1);
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
    return List.copyOf(byRole.getOrDefault(role, new TreeSet<>()));
  }
}
