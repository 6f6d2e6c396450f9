package com.anykoma.privacy.functions.edge;

import com.anykoma.privacy.PermanentFailure;
import com.google.cloud.functions.CloudEventsFunction;
import io.cloudevents.CloudEvent;
import java.io.IOException;
import java.util.function.Function;
import java.util.logging.Logger;

/**
 * The receiving side of a CloudEvent: decodes it and hands it on. A permanent failure is recorded
 * and settled, because delivering it again cannot help; anything else is thrown, so that the
 * platform delivers the event again.
 */
public abstract class EventEdge<T> implements CloudEventsFunction {
  private static final Logger LOG = Logger.getLogger(EventEdge.class.getName());

  private final Function<CloudEvent, T> decoder;

  protected EventEdge(Function<CloudEvent, T> decoder) {
    this.decoder = decoder;
  }

  /** Handles what the event tells; at least once, in any order. */
  protected abstract void handle(T told) throws IOException;

  @Override
  public final void accept(CloudEvent event) throws IOException {
    try {
      handle(decoder.apply(event));
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
