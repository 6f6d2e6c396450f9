package com.anykoma.privacy.local.host;

import com.anykoma.privacy.functions.DeployedFunction;
import com.anykoma.privacy.functions.Trigger;
import com.anykoma.privacy.local.cloud.FunctionCalls;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;

/**
 * Logs one line for each request and event that a local server has answered, and remembers the
 * latest events. Logs only the fixed parts of a path and replaces the rest, which may identify a
 * person, by {@code *}.
 */
public final class ServedLog implements RequestLog {
  private static final Logger LOG = Logger.getLogger(ServedLog.class.getName());
  private static final int MAX_LATEST = 20;
  private static final int ERRORS_FROM = 300;
  private static final int SERVER_ERRORS_FROM = 500;

  private static final Map<String, Trigger> FUNCTIONS =
      Arrays.stream(DeployedFunction.values())
          .collect(Collectors.toMap(DeployedFunction::functionName, DeployedFunction::trigger));

  private final InstantSource clock;
  private final Set<String> calls;
  private final Deque<Event> latest = new ArrayDeque<>();

  /** Logs the calls of the fake app, under {@code /app}. */
  public ServedLog(InstantSource clock, Set<String> calls) {
    this.clock = clock;
    this.calls = Set.copyOf(calls);
  }

  /** An event that was delivered to a function. */
  public record Event(Instant at, String function, String outcome, String attempt, long millis) {
    /** Whether the function has accepted the event. */
    public boolean isTaken() {
      return outcome.equals("taken");
    }
  }

  /** The latest events, newest first, without successful runs of schedules. */
  public List<Event> latest() {
    synchronized (latest) {
      return List.copyOf(latest);
    }
  }

  @Override
  public void log(Request request, Response response) {
    String[] path = request.getHttpURI().getCanonicalPath().split("/", -1);
    String first = path.length > 1 ? path[1] : "";
    int status = response.getStatus();
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - request.getBeginNanoTime());
    Trigger trigger = FUNCTIONS.get(first);
    if (trigger == null || trigger instanceof Trigger.Http) {
      LOG.info(
          "request method=%s path=%s status=%d ms=%d"
              .formatted(request.getMethod(), pattern(first, path), status, millis));
      return;
    }
    Event event = new Event(clock.instant(), first, outcome(status), attempt(request), millis);
    LOG.info(
        "event function=%s outcome=%s attempt=%s status=%d ms=%d"
            .formatted(first, event.outcome(), event.attempt(), status, millis));
    if (!(trigger instanceof Trigger.Scheduled) || status >= ERRORS_FROM) {
      remember(event);
    }
  }

  private void remember(Event event) {
    synchronized (latest) {
      latest.addFirst(event);
      if (latest.size() > MAX_LATEST) {
        latest.removeLast();
      }
    }
  }

  private String pattern(String first, String[] path) {
    if (path.length <= 2 && first.isEmpty()) {
      return "/";
    }
    if (first.equals("app") && path.length > 2 && calls.contains(path[2])) {
      return "/app/" + path[2] + (path.length > 3 ? "/*" : "");
    }
    return FUNCTIONS.containsKey(first) || Set.of("app", "healthz").contains(first)
        ? "/" + first + (path.length > 2 ? "/*" : "")
        : "/*";
  }

  private static String outcome(int status) {
    if (status < ERRORS_FROM) {
      return "taken";
    }
    return status < SERVER_ERRORS_FROM ? "refused" : "failed";
  }

  private static String attempt(Request request) {
    return Optional.ofNullable(request.getHeaders().get(FunctionCalls.ATTEMPT))
        .filter(it -> it.matches("[0-9]{1,9}"))
        .orElse("unknown");
  }
}
