package com.anykoma.privacy.functions.events;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.StepRunner;
import com.anykoma.privacy.log.Log;
import com.anykoma.privacy.log.LogField;
import com.anykoma.privacy.log.Trace;
import com.google.cloud.functions.CloudEventsFunction;
import io.cloudevents.CloudEvent;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The base of all event functions: decodes a CloudEvent and passes it to the handler. A permanent
 * failure is logged and the event acknowledged, because redelivery cannot help. Any other failure
 * is thrown, so that the platform redelivers the event. Functions are subclasses with only
 * constructors, because the platform instantiates functions by class name.
 *
 * @param <T> the decoded event
 */
public class EventFrame<T> implements CloudEventsFunction {
  private static final Log LOG = Log.of(EventFrame.class);

  private final Function<CloudEvent, T> decoder;
  private final Handler<T> handler;

  /** Handles decoded events, which arrive at least once and in any order. */
  public interface Handler<T> {
    /** Handles one event. It is called again unless it returns or throws a permanent failure. */
    void handle(T event) throws IOException;

    /** Runs the same work for every event. */
    static <T> Handler<T> of(Runnable work) {
      return event -> work.run();
    }

    /** Passes each event to all three in turn, even if one of them fails. */
    static <T> Handler<T> each(Consumer<T> first, Consumer<T> second, Consumer<T> third) {
      return event -> {
        StepRunner steps = new StepRunner();
        List.of(first, second, third).forEach(each -> steps.run(() -> each.accept(event)));
        steps.throwFailure();
      };
    }
  }

  protected EventFrame(Function<CloudEvent, T> decoder, Handler<T> handler) {
    this.decoder = decoder;
    this.handler = handler;
  }

  @Override
  public final void accept(CloudEvent event) throws IOException {
    Trace.begin(Optional.ofNullable(event.getExtension("traceparent")).map(String::valueOf));
    try {
      handler.handle(decoder.apply(event));
    } catch (PermanentFailure e) {
      LOG.failed(
          e,
          "event failed permanently",
          LogField.FUNCTION.of(getClass().getSimpleName()),
          LogField.TYPE.of(event.getType()),
          LogField.REASON.of(e));
    } finally {
      Trace.end();
    }
  }
}
