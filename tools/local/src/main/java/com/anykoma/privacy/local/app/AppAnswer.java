package com.anykoma.privacy.local.app;

import com.anykoma.privacy.local.console.Console;
import com.google.gson.JsonObject;
import java.util.Objects;

/**
 * What the stand-in for the app answers.
 *
 * @param status of HTTP
 * @param type of the text
 * @param text for a person to read, without the last line's end
 */
record AppAnswer(int status, String type, String text) {
  static final int OK = 200;
  static final int MALFORMED = 400;
  static final int REFUSED = 403;
  static final int UNKNOWN = 404;
  static final int TOO_LARGE = 413;
  static final int NO_ANSWER = 502;
  static final int UNAVAILABLE = 503;

  AppAnswer {
    Objects.requireNonNull(type);
    Objects.requireNonNull(text);
  }

  /** Plain text. */
  AppAnswer(int status, String text) {
    this(status, "text/plain; charset=utf-8", text);
  }

  static AppAnswer json(JsonObject answer) {
    return new AppAnswer(OK, "application/json", Console.text(answer));
  }

  static AppAnswer ok(String text) {
    return new AppAnswer(OK, text);
  }

  /** Of what the data map does not name. */
  static AppAnswer unnamed() {
    return new AppAnswer(REFUSED, "datamap.yaml names no such place");
  }
}
