package com.anykoma.privacy.functions.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of something that a {@code Range} header asks for.
 *
 * @param from the first byte, from 0
 * @param length in bytes, at least 1
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-14">RFC 9110, section 14</a>
 */
record ByteRange(long from, long length) {
  private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /** What a header may come to. */
  sealed interface Asked {
    /** All of it: the header is missing, malformed or asks for several parts. */
    record Whole() implements Asked {}

    /** One part of it. */
    record Part(ByteRange range) implements Asked {}

    /** A part that does not exist. */
    record Unsatisfiable() implements Asked {}
  }

  /**
   * @param size of what it is a part of
   */
  static Asked of(Optional<String> header, long size) {
    Matcher one = ONE.matcher(header.map(String::strip).orElse(""));
    if (!one.matches() || (one.group(1).isEmpty() && one.group(2).isEmpty())) {
      return new Asked.Whole();
    }
    if (one.group(1).isEmpty()) {
      return part(Math.max(0, size - Long.parseLong(one.group(2))), size - 1, size);
    }
    long from = Long.parseLong(one.group(1));
    long to = one.group(2).isEmpty() ? size - 1 : Long.parseLong(one.group(2));
    // a last byte before the first makes the header malformed, not the part
    return to < from && !one.group(2).isEmpty() ? new Asked.Whole() : part(from, to, size);
  }

  private static Asked part(long from, long to, long size) {
    return from >= size
        ? new Asked.Unsatisfiable()
        : new Asked.Part(new ByteRange(from, Math.min(to, size - 1) - from + 1));
  }

  /** As a {@code Content-Range} header tells it. */
  String of(long size) {
    return "bytes " + from + "-" + (from + length - 1) + "/" + size;
  }
}
