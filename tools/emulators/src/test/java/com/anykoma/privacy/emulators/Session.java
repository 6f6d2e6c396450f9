package com.anykoma.privacy.emulators;

import com.anykoma.privacy.platform.google.GoogleSettings;
import com.anykoma.privacy.platform.google.GoogleSettings.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * The emulators of one test run: started on first use, ended with the run. Tests whose emulator is
 * missing are skipped with the reason; with {@code -Pemulators} they fail.
 */
public final class Session {
  static final String PROJECT = "demo-contracts";

  private static final StartedResources<FirestoreEmulator> FIRESTORE =
      new StartedResources<>(
          "Firestore",
          () ->
              FirestoreEmulator.start(
                  EmulatorJar.FIRESTORE.findOrDownload(), Optional.empty(), logs()));
  private static final StartedResources<PubSubEmulator> PUBSUB =
      new StartedResources<>(
          "Pub/Sub", () -> PubSubEmulator.start(EmulatorJar.PUBSUB.findOrDownload(), logs()));
  private static final AtomicInteger NAMES = new AtomicInteger();

  private Session() {}

  private static Path logs() {
    try {
      // Failsafe numbers the processes that run tests at the same time
      String process = System.getProperty("surefire.forkNumber", "1");
      return Files.createDirectories(Path.of("target", "emulators", process));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static FirestoreEmulator firestore() {
    return FIRESTORE.get();
  }

  public static PubSubEmulator pubSub() {
    return PUBSUB.get();
  }

  /** A name that no other test of this run uses. */
  public static String unique(String stem) {
    return stem + "-" + NAMES.incrementAndGet();
  }

  /** Settings for a single emulated service. */
  static GoogleSettings settings(Service service, URI endpoint) {
    return new GoogleSettings(
        PROJECT,
        "(default)",
        Optional.of("keys"),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of(service, endpoint),
        0);
  }

  /** A resource that is started once, or is missing. */
  private static final class StartedResources<T extends AutoCloseable> {
    private final String name;
    private final Supplier<T> start;
    private @Nullable T running;
    private @Nullable String missing;

    StartedResources(String name, Supplier<T> start) {
      this.name = name;
      this.start = start;
    }

    synchronized T get() {
      if (running == null && missing == null) {
        start();
      }
      if (running == null) {
        throw new TestAbortedException(missing);
      }
      return running;
    }

    private void start() {
      try {
        T started = start.get();
        running = started;
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(started)));
      } catch (IllegalStateException e) {
        missing = name + "'s emulator is missing: " + e.getMessage();
        if (Boolean.getBoolean("emulators.required")) {
          throw new AssertionError(missing, e);
        }
        System.err.println("NOT RUN: " + missing);
      }
    }

    private static void close(AutoCloseable started) {
      try {
        started.close();
      } catch (Exception e) {
        System.err.println("an emulator did not end: " + e);
      }
    }
  }
}
