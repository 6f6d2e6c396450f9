package com.anykoma.privacy.improvement.detection;

/** The names of hosts and their top-level domains. */
final class DomainNames {
  /** How sure a top-level domain makes that a name with dots is a host. */
  enum Top {
    UNKNOWN,
    /** A top-level domain that is no word and no suffix of files. */
    SURE,
    /** One that is also a word; it needs more labels or a path. */
    WORD
  }

  static final WordTable<Top> TOPS = WordTable.ofKinds(Top.UNKNOWN, Top.values());

  private DomainNames() {}

  /** The end of the label of letters, digits and inner hyphens; {@code start} if there is none. */
  static int labelEnd(ScannedText text, int start) {
    int end = Characters.end(text, start, Characters.ALPHANUMERIC);
    int at = end;
    while (at > start && text.at(at) == '-') {
      while (text.at(at) == '-') {
        at++;
      }
      int next = Characters.end(text, at, Characters.ALPHANUMERIC);
      if (next == at) {
        return end;
      }
      end = next;
      at = next;
    }
    return end;
  }

  /** The end of the host name with at least two labels and a plausible last one; -1 if none. */
  static int end(ScannedText text, int start) {
    int found = -1;
    int labelStart = start;
    while (true) {
      int labelEnd = labelEnd(text, labelStart);
      if (labelEnd == labelStart) {
        return found;
      }
      if (labelStart > start) {
        found = Math.max(found, topEnd(text, labelStart, labelEnd));
      }
      if (text.at(labelEnd) != '.') {
        return found;
      }
      labelStart = labelEnd + 1;
    }
  }

  /** The end of a top-level domain at the start of a label: two letters or more, or punycode. */
  private static int topEnd(ScannedText text, int start, int labelEnd) {
    if (Characters.matches(text, start, "xn--") && labelEnd > start + 4) {
      return labelEnd;
    }
    int end = Characters.end(text, start, Characters.LETTER);
    return end >= start + 2 && !Characters.isDigit(text.at(end)) ? end : -1;
  }
}
