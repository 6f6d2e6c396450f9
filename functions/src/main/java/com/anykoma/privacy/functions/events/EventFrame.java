package com.anykoma.privacy.functions.events;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.StepRunner;
import com.google.cloud.functions.CloudEventsFunction;
import io.cloudevents.CloudEvent;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.logging.Logger;

/**
 * The frame of every function of events: decodes a CloudEvent once and hands it to the handler. A
 * permanent failure is recorded and settled, because delivering the event again cannot help;
 * anything else is thrown, so that the platform delivers it again. A function extends it by
 * constructors alone, because the platform constructs functions by the names of their classes.
 *
 * @param <T> what the event is decoded to
 */
public class EventFrame<T> implements CloudEventsFunction {
  private static final Logger LOG = Logger.getLogger(EventFrame.class.getName());

  private final Function<CloudEvent, T> decoder;
  private final Handler<T> handler;

  /** Handles decoded events; at least once, in any order. */
  public interface Handler<T> {
    /** Handles one event; again, when it has thrown anything but a permanent failure. */
    void handle(T event) throws IOException;

    /** Does the same work for every event. */
    static <T> Handler<T> of(Runnable work) {
      return event -> work.run();
    }

    /** Hands each event to all three in turn; one that fails stops no other. */
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
    try {
      handler.handle(decoder.apply(event));
    } catch (PermanentFailure e) {
      LOG.severe(
          getClass().getSimpleName()
              + " gave up on an event for good type="
              + event.getType()
              + " reason="
              + e.getMessage());
    }
  }
}
