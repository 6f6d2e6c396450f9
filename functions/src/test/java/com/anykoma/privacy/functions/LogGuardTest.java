package com.anykoma.privacy.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.functions.events.EventFrame;
import com.anykoma.privacy.functions.events.TestEvent;
import io.cloudevents.CloudEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;
import org.junit.jupiter.api.Test;

/** Tests that control characters of events are escaped in logs. */
class LogGuardTest {
  private static final CloudEvent EVENT =
      new TestEvent(
          "a.type\u001b[2K\u202e\nsevere: forged", Optional.empty(), "text/plain", new byte[0]);

  private static final class Refusing extends EventFrame<CloudEvent> {
    Refusing() {
      super(
          event -> event,
          event -> {
            throw new PermanentFailure("no\u009bgood");
          });
    }
  }

  /** Installed like the platform's handler. */
  private static String logged() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Handler handler = new StreamHandler(out, new SimpleFormatter());
    handler.setEncoding("UTF-8");
    Logger root = Logger.getLogger("");
    root.addHandler(handler);
    try {
      LogGuard.install();
      LogGuard.install();
      new Refusing().accept(EVENT);
    } finally {
      root.removeHandler(handler);
      handler.close();
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void escapesTextOfEventsAndFailures() throws IOException {
    assertThat(logged())
        .contains("a.type\\u001b[2K\\u202e\\u000asevere: forged reason=no\\u009bgood")
        .doesNotContain("\u001b", "\u202e", "\u009b", "\nsevere: forged");
  }
}
