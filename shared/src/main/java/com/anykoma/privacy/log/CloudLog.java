package com.anykoma.privacy.log;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * Prints log entries as Cloud Logging reads them: one JSON object per line (P15). Messages of
 * libraries and of exceptions may quote a request, so only names of classes and places in our code
 * are printed instead of them.
 */
public final class CloudLog extends Handler {
  private static final String OURS = "com.anykoma.privacy.";
  private static final String KEYS = "logging.googleapis.com/";
  private static final int MAX_CAUSES = 10;

  /** The libraries' loggers whose messages are printed: the platform's, which names its port. */
  private static final Set<String> ALLOWED =
      Set.of("com.google.cloud.functions.invoker.runner.Invoker");

  private final PrintStream out;
  private final Map<String, String> environment;

  CloudLog(PrintStream out, Map<String, String> environment) {
    this.out = out;
    this.environment = Map.copyOf(environment);
  }

  /**
   * Makes this the only handler of all loggers, on standard output. Idempotent.
   *
   * @param environment of a deployed function, which names the project, function and version
   */
  public static void install(Map<String, String> environment) {
    install(new CloudLog(System.out, environment));
  }

  static void install(CloudLog log) {
    Logger root = LogManager.getLogManager().getLogger("");
    for (Handler each : root.getHandlers()) {
      root.removeHandler(each);
    }
    root.addHandler(log);
  }

  @Override
  public void publish(LogRecord entry) {
    if (isLoggable(entry)) {
      out.println(json(entry));
    }
  }

  private JsonObject json(LogRecord entry) {
    String logger = String.valueOf(entry.getLoggerName());
    boolean isOurs = logger.startsWith(OURS);
    JsonObject json = new JsonObject();
    json.addProperty("severity", severity(entry.getLevel()));
    if (isOurs || ALLOWED.contains(logger)) {
      json.addProperty("message", entry.getMessage());
    } else {
      json.addProperty("message", "a library logged a line");
      json.addProperty("logger", logger);
    }
    if (isOurs && entry.getParameters() != null) {
      Stream.of(entry.getParameters()).map(LogEntry.class::cast).forEach(it -> it.addTo(json));
    }
    Optional.ofNullable(entry.getThrown()).ifPresent(it -> addFailure(json, it));
    Trace.current()
        .ifPresent(
            it ->
                json.addProperty(
                    KEYS + "trace",
                    "projects/" + variable("GOOGLE_CLOUD_PROJECT") + "/traces/" + it));
    JsonObject labels = new JsonObject();
    labels.addProperty("function", variable("K_SERVICE"));
    labels.addProperty("version", variable("K_REVISION"));
    json.add(KEYS + "labels", labels);
    return json;
  }

  private String variable(String name) {
    return environment.getOrDefault(name, "unknown");
  }

  private static void addFailure(JsonObject json, Throwable failure) {
    JsonArray classes = new JsonArray();
    Stream.iterate(Optional.of(failure), Optional::isPresent, it -> it.map(Throwable::getCause))
        .limit(MAX_CAUSES)
        .forEach(it -> classes.add(it.orElseThrow().getClass().getName()));
    JsonArray places = new JsonArray();
    Places.of(failure).forEach(places::add);
    json.add("exception", classes);
    json.add("places", places);
  }

  /** The severity in Cloud Logging of a level. */
  private static String severity(Level level) {
    if (level.intValue() >= Level.SEVERE.intValue()) {
      return "ERROR";
    }
    if (level.intValue() >= Level.WARNING.intValue()) {
      return "WARNING";
    }
    return level.intValue() >= Level.CONFIG.intValue() ? "INFO" : "DEBUG";
  }

  @Override
  public void flush() {
    out.flush();
  }

  @Override
  public void close() {
    flush(); // standard output stays open
  }
}
