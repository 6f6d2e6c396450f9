package com.anykoma.privacy.log;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The trace of the request or event that the current thread handles; log lines name it. */
public final class Trace {
  /** The headers {@code traceparent} (W3C) and {@code X-Cloud-Trace-Context} contain the id. */
  private static final Pattern HEADER =
      Pattern.compile("(?:[0-9a-f]{2}-)?([0-9a-f]{32})(?:[-/;].*)?");

  private static final ThreadLocal<Optional<String>> CURRENT =
      ThreadLocal.withInitial(Optional::empty);

  private Trace() {}

  /** Sets the trace from a header; a malformed header counts as none, because it may say much. */
  public static void begin(Optional<String> header) {
    CURRENT.set(header.map(HEADER::matcher).filter(Matcher::matches).map(it -> it.group(1)));
  }

  /** Ends the trace, because threads are reused. */
  public static void end() {
    CURRENT.remove();
  }

  static Optional<String> current() {
    return CURRENT.get();
  }
}
