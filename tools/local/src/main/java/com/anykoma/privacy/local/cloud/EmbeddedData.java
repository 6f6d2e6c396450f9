package com.anykoma.privacy.local.cloud;

import com.anykoma.privacy.functions.Config;
import com.anykoma.privacy.functions.Wiring;
import com.anykoma.privacy.functions.http.OrdersJson;
import com.anykoma.privacy.infra.InfraFiles;
import com.anykoma.privacy.local.console.Console;
import com.anykoma.privacy.platform.Cloud;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.TaskPayload.CertifyTask;
import com.anykoma.privacy.platform.TaskPayload.LateWrite;
import com.anykoma.privacy.platform.TaskPayload.RemovalTask;
import com.anykoma.privacy.platform.TaskPayload.RewrapTask;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import com.anykoma.privacy.platform.embedded.GuardedCloud;
import com.anykoma.privacy.platform.embedded.Indexes;
import com.anykoma.privacy.platform.embedded.SqliteTasks;
import com.anykoma.privacy.platform.embedded.SqliteTasks.Delivery;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.services.PrivacyFiles;
import com.anykoma.privacy.services.Services;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A directory's data and services, on running emulators or the embedded cloud. */
public record EmbeddedData(Cloud cloud, Wiring wiring, InstantSource clock, Runnable closing)
    implements AutoCloseable {
  private static final Duration LEASE = Duration.ofSeconds(5);
  private static final int AT_ONCE = 50;
  private static final Set<Topic> REMOVALS =
      Set.of(Topic.ERASE, Topic.LATE_WRITE, Topic.PURGE, Topic.CERTIFY, Topic.REWRAP);

  /** Thrown when the directory contains no data. */
  public static final class Missing extends RuntimeException {
    Missing(Path directory) {
      super(directory + " contains no data; ./run serve creates it");
    }
  }

  /** Thrown when the directory's data is not this product's, or not readable. */
  public static final class Unreadable extends RuntimeException {
    Unreadable(Path directory, Exception cause) {
      super(directory + " cannot be opened: " + Console.sentence(cause), cause);
    }
  }

  /** Opens the readable data of a directory that contains some. */
  public static EmbeddedData open(PrivacyFiles product, Path directory) {
    return open(product, directory, InfraFiles.indexes(product));
  }

  /** Opens the data with the given indexes. Rejects queries without an index, as Firestore does. */
  static EmbeddedData open(PrivacyFiles product, Path directory, Indexes indexes) {
    OffsetClock clock = OffsetClock.of(directory);
    Optional<RunningEmulators> emulators = RunningEmulators.of(directory);
    if (emulators.isPresent()) {
      EmulatorCloud running =
          EmulatorCloud.open(emulators.get().settings(), emulators.get().directory(), clock);
      return open(product, directory, running.ports(), indexes, running::close, clock);
    }
    if (Files.notExists(directory.resolve("cloud.db"))) {
      throw new Missing(directory);
    }
    EmbeddedCloud embedded = opened(directory, clock);
    return open(product, directory, embedded, indexes, embedded::close, clock);
  }

  private static EmbeddedData open(
      PrivacyFiles product,
      Path directory,
      Cloud cloud,
      Indexes indexes,
      Runnable closing,
      InstantSource clock) {
    try {
      Config config = LocalSecrets.open(directory).config();
      return new EmbeddedData(
          cloud,
          Wiring.checked(config, GuardedCloud.ofOperator(cloud, indexes), product, clock),
          clock,
          closing);
    } catch (RuntimeException e) {
      closing.run();
      throw e;
    }
  }

  public Services services() {
    return wiring.services();
  }

  /** The status of an order in the format of {@code OrdersJson}. */
  public JsonObject statusOf(RemovalOrder order) {
    return OrdersJson.of(services().orders().statusOf(order), clock.instant());
  }

  /** Opens a directory's embedded cloud, and creates it if needed. */
  static EmbeddedCloud opened(Path directory, InstantSource clock) {
    try {
      return EmbeddedCloud.open(directory, clock);
    } catch (RuntimeException e) {
      throw new Unreadable(directory, e);
    }
  }

  /**
   * Runs all pending tasks of removal, certification and key rewrapping, until none remain. Leaves
   * other tasks, and all tasks on emulators, to {@code ./run serve}.
   *
   * @return the number of erasure tasks run
   */
  @CanIgnoreReturnValue
  public int runRemovals() {
    return cloud instanceof EmbeddedCloud embedded ? runRemovals(embedded.tasks()) : 0;
  }

  private int runRemovals(SqliteTasks tasks) {
    int done = 0;
    List<Delivery> waiting = removals(tasks);
    while (!waiting.isEmpty()) {
      for (Delivery each : waiting) {
        runRemovals(each.task());
        tasks.settle(each.message());
        done += topicOf(each.task()) == Topic.ERASE ? 1 : 0;
      }
      waiting = removals(tasks);
    }
    return done;
  }

  private void runRemovals(Task task) {
    switch (topicOf(task)) {
      case ERASE -> services().erasureExecution().handle(RemovalTask.of(task));
      case LATE_WRITE -> services().lateWrites().handle(LateWrite.of(task));
      case PURGE -> services().retention().handle(RemovalTask.of(task));
      case REWRAP -> services().rewrap().handle(RewrapTask.of(task));
      default -> services().certifying().handle(CertifyTask.of(task));
    }
  }

  private static Topic topicOf(Task removal) {
    return Topic.of(removal.topic()).orElseThrow();
  }

  private static List<Delivery> removals(SqliteTasks tasks) {
    return tasks.lease(AT_ONCE, LEASE).stream()
        .filter(each -> Topic.of(each.task().topic()).filter(REMOVALS::contains).isPresent())
        .toList();
  }

  @Override
  public void close() {
    closing.run();
  }
}
