package com.anykoma.privacy.local.host;

import com.google.cloud.functions.CloudEventsFunction;
import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import com.google.cloud.functions.invoker.BackgroundFunctionExecutor;
import com.google.cloud.functions.invoker.HttpFunctionExecutor;
import io.cloudevents.CloudEvent;
import java.util.Optional;
import org.eclipse.jetty.server.Handler;

/**
 * Hands the Functions Framework functions that exist already. The framework only takes classes, and
 * constructs them without arguments: it constructs one of these, which passes everything on.
 */
public final class HostedFunction {
  private static final ThreadLocal<Optional<Object>> CONSTRUCTED =
      ThreadLocal.withInitial(Optional::empty);

  private HostedFunction() {}

  /**
   * The framework's handler of a function.
   *
   * @param function an {@link HttpFunction} or a {@link CloudEventsFunction}
   */
  public static Handler handler(Object function) {
    CONSTRUCTED.set(Optional.of(function));
    try {
      return function instanceof HttpFunction
          ? HttpFunctionExecutor.forClass(OfHttp.class)
          : new EventsOnly(BackgroundFunctionExecutor.forClass(OfEvents.class));
    } finally {
      CONSTRUCTED.remove();
    }
  }

  /** Passes requests on. */
  public static final class OfHttp implements HttpFunction {
    private final HttpFunction function = (HttpFunction) CONSTRUCTED.get().orElseThrow();

    @Override
    public void service(HttpRequest request, HttpResponse response) throws Exception {
      function.service(request, response);
    }
  }

  /** Passes events on. */
  public static final class OfEvents implements CloudEventsFunction {
    private final CloudEventsFunction function =
        (CloudEventsFunction) CONSTRUCTED.get().orElseThrow();

    @Override
    public void accept(CloudEvent event) throws Exception {
      function.accept(event);
    }
  }
}
