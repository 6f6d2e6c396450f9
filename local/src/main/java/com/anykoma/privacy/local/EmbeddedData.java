package com.anykoma.privacy.local;

import com.anykoma.privacy.consent.Subjects;
import com.anykoma.privacy.functions.Wiring;
import com.anykoma.privacy.local.infra.InfraFiles;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import com.anykoma.privacy.platform.embedded.GuardedCloud;
import com.anykoma.privacy.platform.embedded.Indexes;
import com.anykoma.privacy.platform.embedded.SqliteTasks.Delivery;
import com.anykoma.privacy.retention.Certificates;
import com.anykoma.privacy.retention.RetentionService;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The data of a directory, with the services on it, for a command that works on it directly. */
record EmbeddedData(EmbeddedCloud cloud, Wiring wiring) implements AutoCloseable {
  private static final Duration LEASE = Duration.ofSeconds(5);
  private static final int AT_ONCE = 50;
  private static final Set<String> REMOVALS =
      Set.of(Subjects.ERASE, Subjects.LATE_WRITE, RetentionService.PURGE, Certificates.CERTIFY);

  /** There is no data in the directory. */
  static final class Missing extends RuntimeException {
    Missing(Path directory) {
      super(directory + " holds no data; ./run serve begins some");
    }
  }

  /**
   * Opens it.
   *
   * @throws Missing when there is none
   */
  static EmbeddedData open(Path directory) {
    return open(directory, InfraFiles.deployedIndexes());
  }

  /** The same with these indexes: what none of them serves is refused, as Firestore refuses it. */
  static EmbeddedData open(Path directory, Indexes indexes) {
    if (Files.notExists(directory.resolve("cloud.db"))) {
      throw new Missing(directory);
    }
    Clock clock = Clock.systemUTC();
    EmbeddedCloud cloud = EmbeddedCloud.open(directory, clock);
    try {
      return new EmbeddedData(
          cloud,
          Wiring.checked(
              LocalSecrets.open(directory).config(),
              GuardedCloud.ofOperator(cloud, indexes),
              clock));
    } catch (RuntimeException e) {
      cloud.close();
      throw e;
    }
  }

  /**
   * Does the tasks to remove and to certify that wait, until none is left; the others are for
   * whoever serves.
   *
   * @return how many erasures were looked after
   */
  int carryOut() {
    int done = 0;
    List<Delivery> waiting = removals();
    while (!waiting.isEmpty()) {
      for (Delivery each : waiting) {
        carryOut(each.task());
        cloud.tasks().settle(each.message());
        done += each.task().topic().equals(Subjects.ERASE) ? 1 : 0;
      }
      waiting = removals();
    }
    return done;
  }

  private void carryOut(Task task) {
    switch (task.topic()) {
      case Subjects.ERASE -> wiring.erasing().handle(task);
      case Subjects.LATE_WRITE -> wiring.erasing().handleLateWrite(task);
      case RetentionService.PURGE -> wiring.retention().handle(task);
      default -> wiring.certifying().handle(task);
    }
  }

  private List<Delivery> removals() {
    return cloud.tasks().lease(AT_ONCE, LEASE).stream()
        .filter(each -> REMOVALS.contains(each.task().topic()))
        .toList();
  }

  @Override
  public void close() {
    cloud.close();
  }
}
