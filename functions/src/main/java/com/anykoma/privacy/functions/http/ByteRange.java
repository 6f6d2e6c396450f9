package com.anykoma.privacy.functions.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A single byte range of a {@code Range} header.
 *
 * @param from the offset of the first byte, at least 0
 * @param length in bytes, at least 1
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-14">RFC 9110, section 14</a>
 */
record ByteRange(long from, long length) {
  private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /** The meaning of a {@code Range} header. */
  sealed interface Requested {
    /** The whole: the header is missing, malformed or has several ranges. */
    record Whole() implements Requested {}

    /** One range. */
    record Part(ByteRange range) implements Requested {}

    /** A range beyond the end. */
    record Unsatisfiable() implements Requested {}
  }

  /** Reads a header for a body of {@code size} bytes. */
  static Requested of(Optional<String> header, long size) {
    Matcher one = ONE.matcher(header.map(String::strip).orElse(""));
    if (!one.matches() || (one.group(1).isEmpty() && one.group(2).isEmpty())) {
      return new Requested.Whole();
    }
    if (one.group(1).isEmpty()) {
      return part(Math.max(0, size - Long.parseLong(one.group(2))), size - 1, size);
    }
    long from = Long.parseLong(one.group(1));
    long to = one.group(2).isEmpty() ? size - 1 : Long.parseLong(one.group(2));
    // RFC 9110: a last byte before the first makes the header invalid
    return to < from && !one.group(2).isEmpty() ? new Requested.Whole() : part(from, to, size);
  }

  private static Requested part(long from, long to, long size) {
    return from >= size
        ? new Requested.Unsatisfiable()
        : new Requested.Part(new ByteRange(from, Math.min(to, size - 1) - from + 1));
  }

  /** The value of the {@code Content-Range} header. */
  String contentRange(long size) {
    return "bytes " + from + "-" + (from + length - 1) + "/" + size;
  }
}
