package com.anykoma.privacy.local;

import java.util.Objects;

/**
 * What the stand-in for the app answers.
 *
 * @param status of HTTP
 * @param text for a person to read, without the last line's end
 */
record AppAnswer(int status, String text) {
  static final int OK = 200;
  static final int MALFORMED = 400;
  static final int REFUSED = 403;
  static final int UNKNOWN = 404;
  static final int TOO_LARGE = 413;
  static final int NO_ANSWER = 502;

  AppAnswer {
    Objects.requireNonNull(text);
  }

  static AppAnswer ok(String text) {
    return new AppAnswer(OK, text);
  }

  /** Of what the data map does not name. */
  static AppAnswer unnamed() {
    return new AppAnswer(REFUSED, "datamap.yaml names no such place");
  }
}
