package com.anykoma.privacy.bench;

import com.anykoma.privacy.emulators.EmulatorProcess;
import com.anykoma.privacy.emulators.Started;
import com.anykoma.privacy.platform.google.GoogleCloud;
import com.anykoma.privacy.platform.google.GoogleSettings;
import com.anykoma.privacy.platform.google.GoogleSettings.Service;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A webhook in a process of its own, with all that it speaks to: freshly started and empty. What
 * was started ends with this process, even where the rest of it did not start.
 */
abstract class Contestant implements AutoCloseable {
  /** The path that ours listens at. */
  static final String FUNCTION = "StripeWebhook";

  private final Started started = new Started();

  /** Where events are posted. */
  abstract URI uri();

  /** The process that takes the events. */
  abstract EmulatorProcess process();

  /**
   * What is amiss in its stores after {@code events} different events about the users; empty when
   * every event has had its effect.
   */
  abstract Optional<String> amiss(EventLoad load) throws Exception;

  /** Has it ended with the rest. */
  final <T extends AutoCloseable> T closing(T one) {
    return started.add(one);
  }

  final Duration processorTime() {
    return process().processorTime();
  }

  /** Our adapters on its stores, to look into them with. */
  static GoogleCloud cloud(Map<Service, URI> endpoints) {
    return GoogleCloud.open(
        new GoogleSettings(
            FunctionEnvironment.PROJECT,
            "(default)",
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            endpoints));
  }

  @Override
  public final void close() {
    started.close();
  }
}
