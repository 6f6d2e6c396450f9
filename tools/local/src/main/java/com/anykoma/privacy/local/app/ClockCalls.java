package com.anykoma.privacy.local.app;

import com.anykoma.privacy.local.host.ClockMover;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.retention.residency.IsoDuration;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.jetty.http.HttpStatus;

/** The calls of {@code /app/clock}: read the time of a served cloud and move it forward. */
record ClockCalls(ClockMover mover) {
  private static final String FORMS =
      "the clock accepts {\"to\": an instant such as 2026-12-24T18:00:00Z}"
          + " or {\"forward\": a duration such as P30D or PT1H}";

  /** Returns the time and its offset from this machine's clock. */
  AppAnswer time() {
    return AppAnswer.json(
        new Time(mover.clock().instant(), IsoDuration.text(mover.clock().offset())));
  }

  /** Moves the clock forward, if the body describes a valid move. */
  AppAnswer move(byte[] body) {
    Fields asked = FakeApp.fields(body);
    Optional<String> to = text(asked, "to");
    Optional<String> by = text(asked, "forward");
    if (asked.asMap().size() != 1 || to.or(() -> by).isEmpty()) {
      throw new IllegalArgumentException(FORMS);
    }
    try {
      to.map(Instant::parse).ifPresent(mover::moveTo);
      by.map(Duration::parse).ifPresent(mover::forward);
      return time();
    } catch (DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException(FORMS, e);
    } catch (ClockMover.Stopped e) {
      return new AppAnswer(HttpStatus.SERVICE_UNAVAILABLE_503, String.valueOf(e.getMessage()));
    }
  }

  private static Optional<String> text(Fields asked, String name) {
    return asked.value(name).filter(String.class::isInstance).map(String.class::cast);
  }

  record Time(Instant now, String ahead) {}
}
