package com.anykoma.privacy.emulators;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code Content-Range} header of an upload request.
 *
 * @param first position of the request's first byte; empty if it carries no bytes
 * @param total length of the whole upload; empty if it is not known yet
 */
record ContentRange(OptionalLong first, OptionalLong total) {
  private static final Pattern FORM = Pattern.compile("bytes (?:\\*|(\\d+)-\\d+)/(?:\\*|(\\d+))");

  static ContentRange of(String header) {
    Matcher matcher = FORM.matcher(header);
    if (!matcher.matches()) {
      throw StorageError.invalid("Failed to parse Content-Range header.");
    }
    return new ContentRange(number(matcher, 1), number(matcher, 2));
  }

  private static OptionalLong number(Matcher matcher, int group) {
    return matcher.group(group) == null
        ? OptionalLong.empty()
        : OptionalLong.of(Long.parseLong(matcher.group(group)));
  }
}
