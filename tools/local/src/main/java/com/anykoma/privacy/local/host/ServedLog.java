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
 * One line of the log for each request and each event that a local server has answered, and the
 * latest events. Of a path it tells only words of ours: the rest, which may name a person, is
 * {@code *}.
 */
public final class ServedLog implements RequestLog {
  private static final Logger LOG = Logger.getLogger(ServedLog.class.getName());
  private static final int MAX_KEPT = 20;
  private static final int ERRORS_FROM = 300;
  private static final int OUR_FAILURES_FROM = 500;

  private static final Map<String, Trigger> FUNCTIONS =
      Arrays.stream(DeployedFunction.values())
          .collect(Collectors.toMap(DeployedFunction::functionName, DeployedFunction::trigger));

  private final InstantSource clock;
  private final Set<String> calls;
  private final Deque<Event> latest = new ArrayDeque<>();

  /**
   * @param calls of the app's stand-in, under {@code /app}
   */
  public ServedLog(InstantSource clock, Set<String> calls) {
    this.clock = clock;
    this.calls = Set.copyOf(calls);
  }

  /** An event that a function was told of. */
  public record Event(Instant at, String function, String outcome, String attempt, long millis) {}

  /** The latest events, the last one first; without what a schedule did as it should. */
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
      keep(event);
    }
  }

  private void keep(Event event) {
    synchronized (latest) {
      latest.addFirst(event);
      if (latest.size() > MAX_KEPT) {
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
    return status < OUR_FAILURES_FROM ? "refused" : "failed";
  }

  private static String attempt(Request request) {
    return Optional.ofNullable(request.getHeaders().get(FunctionCalls.ATTEMPT))
        .filter(it -> it.matches("[0-9]{1,9}"))
        .orElse("unknown");
  }
}
