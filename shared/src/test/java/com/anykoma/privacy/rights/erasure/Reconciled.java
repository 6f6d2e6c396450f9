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
import com.anykoma.privacy.protection.vault.InterceptedPorts;
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

/**
 * A fake world that is reconciled every night, with an account service and a provider that may
 * fail.
 */
final class Reconciled implements AutoCloseable {
  final World world;
  final ErasureExecutionService erasing;
  final ReconcileService reconciliation;

  /** Changes the answers of {@link Accounts#getAll} and {@link Accounts#list}. */
  UnaryOperator<Map<SubjectId, Account>> answer = UnaryOperator.identity();

  UnaryOperator<Page<Account>> listed = UnaryOperator.identity();

  /** Runs before an operation of the payment provider. */
  Runnable billing = () -> {};

  /** Runs before a transaction that records, confirms or clears an absence. */
  Runnable noting = () -> {};

  /** The number of deliveries of every task. */
  int deliveries = 1;

  /** The number of reconciliation tasks. */
  int reconcileTasks;

  /** The number of them that failed. */
  final List<Task> failed = new ArrayList<>();

  private final Alarms alarms = new Alarms();

  Reconciled(Path directory) {
    world = new World(directory);
    Services services =
        world.on(
            Ports.of(world.cloud)
                .with(InterceptedPorts.wrap(Documents.class, world.cloud.documents(), notes()))
                .with(InterceptedPorts.wrap(Accounts.class, world.cloud.accounts(), answers()))
                .with(InterceptedPorts.wrap(Billing.class, world.cloud.billing(), failures())));
    erasing = services.erasureExecution();
    reconciliation = services.reconciliation();
  }

  private InterceptedPorts.Interceptor notes() {
    return new InterceptedPorts.Interceptor() {
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
  private InterceptedPorts.Interceptor answers() {
    return new InterceptedPorts.Interceptor() {
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

  private InterceptedPorts.Interceptor failures() {
    return new InterceptedPorts.Interceptor() {
      @Override
      public void before(String operation) {
        billing.run();
      }
    };
  }

  List<String> alarms() {
    return alarms.messages();
  }

  /** Starts the next night's scan and processes all of its tasks. */
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
        default -> {} // not relevant here
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
