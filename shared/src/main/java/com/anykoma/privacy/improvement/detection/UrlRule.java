package com.anykoma.privacy.improvement.detection;

import java.util.regex.Pattern;

/**
 * URLs with a scheme, and host names with a known top-level domain, with their paths. One instance
 * serves one text: what belongs to one URL is not searched for another.
 */
final class UrlRule {
  private static final double SCHEME = 0.96;
  private static final double HOST = 0.75;
  private static final int MIN_SCHEME = 2;
  private static final int MAX_SCHEME = 12;
  private static final Pattern PORT =
      Pattern.compile(":\\d{1,5}(?![\\d" + Characters.ALPHABETIC + "])");
  private static final String TRAILING = ".,;:!?'\")]";

  private final ScannedText text;
  private final Findings findings;
  private int schemeEnd;
  private int hostEnd;

  UrlRule(ScannedText text, Findings findings) {
    this.text = text;
    this.findings = findings;
  }

  /** Adds the URL whose scheme ends before this colon. */
  void findAtColon(int colon) {
    if (colon < schemeEnd || text.at(colon + 1) != '/' || text.at(colon + 2) != '/') {
      return;
    }
    int start = Characters.start(text, colon, Math.max(0, colon - MAX_SCHEME), Characters.LETTER);
    int end = Characters.end(text, colon + 3, Characters.URL);
    int last = trimmed(colon + 3, end);
    if (colon - start >= MIN_SCHEME
        && !Characters.isAlphanumeric(text.at(start - 1))
        && last > colon + 3) {
      schemeEnd = end;
      findings.add(SpanType.URL, start, last, SCHEME);
    }
  }

  /** Adds the host name of which this word after a dot may be the last label. */
  void findAtWord(int start, int end) {
    if (start < hostEnd || !isOneCase(start, end) || isContinued(end)) {
      return;
    }
    DomainNames.Top top = DomainNames.TOPS.find(text, start, end);
    if (top == DomainNames.Top.UNKNOWN) {
      return;
    }
    int from = hostStart(start);
    if (from == start
        || text.substring(from, start - 1)
            .chars()
            .noneMatch(it -> Characters.isLetter((char) it))) {
      return;
    }
    int port = Math.max(end, text.matchEnd(PORT, end));
    boolean path = "/?#".indexOf(text.at(port)) >= 0;
    boolean sure =
        top == DomainNames.Top.SURE
            || text.at(port) == '/'
            || Characters.matches(text, from, "www.")
            || DomainNames.labelEnd(text, from) + 1 < start;
    if (sure) {
      hostEnd = path ? Characters.end(text, port, Characters.URL) : port;
      findings.add(SpanType.URL, from, trimmed(end, hostEnd), HOST);
    }
  }

  private boolean isOneCase(int start, int end) {
    String label = text.substring(start, end);
    return label.chars().allMatch(Character::isUpperCase)
        || label.chars().noneMatch(Character::isUpperCase);
  }

  /** Whether the name goes on after the word, or is the local part of an e-mail address. */
  private boolean isContinued(int end) {
    char next = text.at(end);
    return next == '@'
        || next == '_'
        || Characters.isAlphanumeric(next)
        || ((next == '.' || next == '-') && Characters.isAlphanumeric(text.at(end + 1)));
  }

  /** The start of the labels before this one. */
  private int hostStart(int label) {
    int start = label;
    while (text.at(start - 1) == '.' && start > hostEnd) {
      int from = start - 1;
      while (from > hostEnd
          && (Characters.isAlphanumeric(text.at(from - 1)) || text.at(from - 1) == '-')) {
        from--;
      }
      boolean hyphen = text.at(from) == '-';
      while (from < start - 1 && text.at(from) == '-') {
        from++;
      }
      if (from == start - 1 || text.at(start - 2) == '-') {
        return start;
      }
      start = from;
      if (hyphen) {
        return start;
      }
    }
    return start;
  }

  private int trimmed(int from, int end) {
    int last = end;
    while (last > from && TRAILING.indexOf(text.at(last - 1)) >= 0) {
      last--;
    }
    return last;
  }
}
