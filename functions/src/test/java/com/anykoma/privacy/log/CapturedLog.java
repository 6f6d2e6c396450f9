package com.anykoma.privacy.log;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The lines that a deployed function would print, of all loggers, while it is open. */
public final class CapturedLog implements AutoCloseable {
  private static final Logger ROOT = Logger.getLogger("");
  private static final String OURS = "com.anykoma.privacy.Leak";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Handler handler =
      new CloudLog(new PrintStream(out, true, StandardCharsets.UTF_8), Map.of());

  public CapturedLog() {
    ROOT.addHandler(handler);
  }

  /** The lines so far. */
  public List<String> lines() {
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  /** Writes a line as a class would that composes its text at run time. */
  public void leak(String text) {
    LogRecord record = new LogRecord(Level.SEVERE, text);
    record.setLoggerName(OURS);
    ROOT.log(record);
  }

  /** Drops the lines so far. */
  public void forget() {
    out.reset();
  }

  @Override
  public void close() {
    ROOT.removeHandler(handler);
  }
}
