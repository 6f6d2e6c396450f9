package com.anykoma.privacy.improvement.detection;

import java.util.Objects;

/**
 * Personal data found in a text: its kind and place, without the text itself.
 *
 * @param start the offset of the first UTF-16 code unit
 * @param end the offset after the last UTF-16 code unit
 * @param score the confidence, above 0 and at most 1
 */
public record Span(SpanType type, int start, int end, double score) {
  public Span {
    Objects.requireNonNull(type);
    if (start < 0 || end <= start || !(score > 0 && score <= 1)) {
      throw new IllegalArgumentException(
          "a span needs 0 <= start < end and 0 < score <= 1, not [" + start + ", " + end + ")");
    }
  }

  /** The same finding at another place. */
  Span at(int newStart, int newEnd) {
    return newStart == start && newEnd == end ? this : new Span(type, newStart, newEnd, score);
  }

  /** The number of UTF-16 code units. */
  public int length() {
    return end - start;
  }
}
