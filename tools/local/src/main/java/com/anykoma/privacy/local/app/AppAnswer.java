package com.anykoma.privacy.local.app;

import com.anykoma.privacy.local.console.Console;
import java.util.Objects;
import org.eclipse.jetty.http.HttpStatus;

/**
 * A response of the fake app.
 *
 * @param status the HTTP status
 * @param type the content type
 * @param text the body, without a final line feed
 */
record AppAnswer(int status, String type, String text) {

  AppAnswer {
    Objects.requireNonNull(type);
    Objects.requireNonNull(text);
  }

  /** Plain text. */
  AppAnswer(int status, String text) {
    this(status, "text/plain; charset=utf-8", text);
  }

  static AppAnswer json(Object answer) {
    return new AppAnswer(HttpStatus.OK_200, "application/json", Console.text(answer));
  }

  static AppAnswer ok(String text) {
    return new AppAnswer(HttpStatus.OK_200, text);
  }

  /** The response for a path that the data map does not name. */
  static AppAnswer unnamed() {
    return new AppAnswer(HttpStatus.FORBIDDEN_403, "datamap.yaml has no location for this path");
  }
}
