package com.anykoma.privacy.improvement.detection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The reference of {@link TextDetector}: the same patterns as regular expressions, each of which
 * searches the whole text in turn. Also the peer in the benchmark.
 */
public final class SequentialDetector {
  /** Continue the search at the next character, so that overlapping matches are found too. */
  static final int NEXT = -1;

  private static final Comparator<Span> BEST_FIRST =
      Comparator.comparing(Span::score)
          .thenComparing(Span::length)
          .reversed()
          .thenComparing(Span::start)
          .thenComparing(Span::type);

  private final List<Rule> rules;
  private final BiConsumer<ScannedText, Findings> words;
  private final boolean decodes;

  /** Checks a match, adds findings, and tells where the search continues. */
  @FunctionalInterface
  interface Handler {
    int found(Matcher match, Input input, Findings findings);
  }

  /** A regular expression over the lower-case text, and what its matches mean. */
  record Rule(Pattern pattern, Handler handler) {
    static Rule of(String regex, Handler handler) {
      return new Rule(Pattern.compile(regex), handler);
    }
  }

  /**
   * A text as the rules read it.
   *
   * @param lower in lower case, of the same length
   * @param keywords the keywords in order
   * @param validations counts the phone numbers that libphonenumber was asked for
   */
  record Input(
      ScannedText scanned,
      String text,
      String lower,
      List<Word> keywords,
      AtomicInteger validations) {
    /** The keyword that ends last before a place. */
    Keyword before(int start) {
      Word last = new Word(Keyword.NONE, 0, 0);
      for (Word each : keywords) {
        boolean isNamedBefore =
            each.kind() == Keyword.NUMBER
                && last.kind() != Keyword.NONE
                && each.start() - last.end() <= 40;
        if (each.end() <= start && !isNamedBefore) {
          last = each;
        }
      }
      return start - last.end() <= 40 ? last.kind() : Keyword.NONE;
    }
  }

  /** A keyword in a text. */
  record Word(Keyword kind, int start, int end) {}

  private SequentialDetector(
      List<Rule> rules, BiConsumer<ScannedText, Findings> words, boolean decodes) {
    this.rules = rules;
    this.words = words;
    this.decodes = decodes;
  }

  /** All patterns. */
  public static SequentialDetector standard() {
    return with(new SequentialWordRules(Lexicon.standard())::find);
  }

  /** The patterns of the structured types, and more. */
  static SequentialDetector with(BiConsumer<ScannedText, Findings> words) {
    List<Rule> rules = new ArrayList<>(SequentialPatterns.all());
    rules.addAll(SequentialNumbers.all());
    return new SequentialDetector(rules, words, true);
  }

  /** The spans in the text, in order and without overlaps. */
  public List<Span> detect(String text) {
    ScannedText scanned = ScannedText.of(text);
    List<Span> kept = new ArrayList<>();
    List<Span> found = new ArrayList<>(findings(scanned).all());
    found.sort(BEST_FIRST);
    for (Span each : found) {
      if (kept.stream().noneMatch(it -> it.start() < each.end() && each.start() < it.end())) {
        kept.add(each);
      }
    }
    return kept.stream()
        .map(it -> it.at(scanned.originalStart(it.start()), scanned.originalEnd(it.end())))
        .sorted(Comparator.comparing(Span::start))
        .toList();
  }

  private Findings findings(ScannedText scanned) {
    String text = scanned.substring(0, scanned.length());
    StringBuilder lower = new StringBuilder(text);
    for (int i = 0; i < text.length(); i++) {
      lower.setCharAt(i, Characters.lower(text.charAt(i)));
    }
    String searched = lower.toString();
    Input input =
        new Input(
            scanned, text, searched, SequentialPatterns.keywords(searched), new AtomicInteger());
    Findings findings = new Findings();
    for (Rule each : rules) {
      Matcher match = each.pattern.matcher(searched);
      for (int from = 0; from <= searched.length() && match.find(from); ) {
        int next = each.handler.found(match, input, findings);
        from = next == NEXT ? match.start() + 1 : Math.max(next, match.start() + 1);
      }
    }
    words.accept(scanned, findings);
    if (decodes) {
      decode(input, SequentialPatterns.ESCAPED, searched, findings);
      decode(input, SequentialPatterns.BASE64, text, findings);
    }
    return findings;
  }

  private void decode(Input input, Pattern pattern, String searched, Findings findings) {
    SequentialDetector inner = new SequentialDetector(rules, words, false);
    Matcher match = pattern.matcher(searched);
    while (match.find()) {
      SequentialPatterns.decoded(match, input)
          .flatMap(
              it ->
                  inner.findings(ScannedText.of(it)).all().stream()
                      .max(Comparator.comparing(Span::score).thenComparing(Span::type)))
          .ifPresent(it -> findings.add(it.type(), match.start(), match.end(), it.score() * 0.9));
    }
  }
}
