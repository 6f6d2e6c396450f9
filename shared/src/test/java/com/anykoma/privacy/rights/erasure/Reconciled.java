package com.anykoma.privacy.rights.erasure;

import com.anykoma.privacy.Alarms;
import com.anykoma.privacy.Ports;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.platform.Account;
import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.Billing;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Page;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.TaskPayload.CertifyTask;
import com.anykoma.privacy.platform.TaskPayload.ReconcileTask;
import com.anykoma.privacy.platform.TaskPayload.RemovalTask;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.platform.embedded.SqliteTasks.Delivery;
import com.anykoma.privacy.protection.vault.Watched;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.services.Services;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A world that is reconciled every night, with an account service and a provider that may fail. */
final class Reconciled implements AutoCloseable {
  final World world;
  final ErasureExecutionService erasing;
  final ReconcileService reconciliation;

  /** What becomes of the answers of {@link Accounts#getAll} and {@link Accounts#list}. */
  UnaryOperator<Map<SubjectId, Account>> answer = UnaryOperator.identity();

  UnaryOperator<Page<Account>> listed = UnaryOperator.identity();

  /** Before an operation of the payment provider. */
  Runnable billing = () -> {};

  /** Before a transaction that notes, orders or ends an absence. */
  Runnable noting = () -> {};

  /** Every task is delivered so many times. */
  int deliveries = 1;

  /** How many tasks of reconciliation there were. */
  int reconcileTasks;

  /** Those of them whose handling failed. */
  final List<Task> failed = new ArrayList<>();

  private final Alarms alarms = new Alarms();

  Reconciled(Path directory) {
    world = new World(directory);
    Services services =
        world.on(
            Ports.of(world.cloud)
                .with(Watched.port(Documents.class, world.cloud.documents(), notes()))
                .with(Watched.port(Accounts.class, world.cloud.accounts(), answers()))
                .with(Watched.port(Billing.class, world.cloud.billing(), failures())));
    erasing = services.erasureExecution();
    reconciliation = services.reconciliation();
  }

  private Watched.Watch notes() {
    return new Watched.Watch() {
      @Override
      public void before(String operation) {
        if (operation.equals("transact") && isOfAbsences()) {
          noting.run();
        }
      }
    };
  }

  private static boolean isOfAbsences() {
    return StackWalker.getInstance()
        .walk(
            calls ->
                calls.anyMatch(
                    each -> each.getClassName().equals(MissingAccountRecords.class.getName())));
  }

  @SuppressWarnings("unchecked")
  private Watched.Watch answers() {
    return new Watched.Watch() {
      @Override
      public @Nullable Object after(String operation, @Nullable Object given) {
        return switch (operation) {
          case "getAll" -> answer.apply((Map<SubjectId, Account>) given);
          case "list" -> listed.apply((Page<Account>) given);
          default -> given;
        };
      }
    };
  }

  private Watched.Watch failures() {
    return new Watched.Watch() {
      @Override
      public void before(String operation) {
        billing.run();
      }
    };
  }

  List<String> alarms() {
    return alarms.messages();
  }

  /** The next night: the scan begins, and everything that follows from it is done. */
  void night() {
    world.clock.advance(Duration.ofDays(1));
    start();
    settle();
    world.services.dueErasures().dispatch(Instant.MAX);
    settle();
  }

  void start() {
    handle(
        new Task(
            Topic.RECONCILE.storedName(),
            "reconcile-" + world.clock.instant().getEpochSecond(),
            Map.of()));
  }

  void settle() {
    List<Delivery> leased = world.cloud.tasks().lease(50, Duration.ofMinutes(1));
    while (!leased.isEmpty()) {
      for (Delivery each : leased) {
        handle(each.task());
        world.cloud.tasks().settle(each.task().id());
      }
      leased = world.cloud.tasks().lease(50, Duration.ofMinutes(1));
    }
  }

  private void handle(Task task) {
    for (int i = 0; i < deliveries; i++) {
      switch (Topic.of(task.topic()).orElseThrow()) {
        case RECONCILE -> reconcile(task);
        case ERASE -> erasing.handle(RemovalTask.of(task));
        case CERTIFY -> world.certifying.handle(CertifyTask.of(task));
        default -> {} // not looked at here
      }
    }
  }

  private void reconcile(Task task) {
    reconcileTasks++;
    try {
      reconciliation.handle(ReconcileTask.of(task));
    } catch (RuntimeException e) {
      failed.add(task);
    }
  }

  Optional<RemovalOrder> order(SubjectId subject) {
    return world.erasures.status(subject);
  }

  List<Document> all(String collection) {
    return world.cloud.documents().find(Query.in(new CollectionPath(collection)));
  }

  boolean isNoted(SubjectId subject) {
    return world.subjects.get(subject).flatMap(it -> it.absentSince()).isPresent();
  }

  @Override
  public void close() {
    alarms.close();
    world.close();
  }
}
