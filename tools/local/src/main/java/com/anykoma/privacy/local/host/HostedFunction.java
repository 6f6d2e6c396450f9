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
 * Hosts existing function instances in the Functions Framework. The framework accepts only classes
 * and calls their constructors without arguments, so it constructs a delegate to the instance.
 */
public final class HostedFunction {
  private static final ThreadLocal<Optional<Object>> DELEGATE =
      ThreadLocal.withInitial(Optional::empty);

  private HostedFunction() {}

  /** Creates the framework's handler of an {@link HttpFunction} or {@link CloudEventsFunction}. */
  public static Handler handler(Object function) {
    DELEGATE.set(Optional.of(function));
    try {
      return function instanceof HttpFunction
          ? HttpFunctionExecutor.forClass(OfHttp.class)
          : new EventsOnly(BackgroundFunctionExecutor.forClass(OfEvents.class));
    } finally {
      DELEGATE.remove();
    }
  }

  /** Delegates requests. */
  public static final class OfHttp implements HttpFunction {
    private final HttpFunction function = (HttpFunction) DELEGATE.get().orElseThrow();

    @Override
    public void service(HttpRequest request, HttpResponse response) throws Exception {
      function.service(request, response);
    }
  }

  /** Delegates events. */
  public static final class OfEvents implements CloudEventsFunction {
    private final CloudEventsFunction function = (CloudEventsFunction) DELEGATE.get().orElseThrow();

    @Override
    public void accept(CloudEvent event) throws Exception {
      function.accept(event);
    }
  }
}
