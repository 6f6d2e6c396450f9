package com.anykoma.privacy.rights.erasure;

import com.anykoma.privacy.BatchRunner;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Account;
import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Page;
import com.anykoma.privacy.platform.TaskPayload.ReplaySubject;
import com.anykoma.privacy.platform.TaskPayload.ReplayTask;
import com.anykoma.privacy.platform.TaskPayload.ScanTask;
import com.anykoma.privacy.platform.Tasks;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.protection.vault.ShreddingService;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.subject.Subjects;
import com.anykoma.privacy.work.ScanPosition;
import com.anykoma.privacy.work.ScanStep;
import com.anykoma.privacy.work.Scans;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Erases again whoever was erased before a backup was restored that still knew them (P20; E18). Who
 * that is stands in two databases that are never restored together: a tombstone in the main one, a
 * destroyed key's mark in that of the keys, each found from the other's without a name. So
 * whichever was restored, the other tells. Safe to repeat; pages through everything.
 */
public record ReplayService(
    Documents documents,
    Accounts accounts,
    ShreddingService keys,
    ErasureService erasures,
    ErasureRequests orders,
    SubjectCollections roots,
    Tasks tasks,
    InstantSource clock) {
  private static final String TOMBSTONES = OwnCollections.TOMBSTONES.id();
  private static final String ACCOUNTS = "accounts";
  private static final int PAGE = 300;

  private Scans scans() {
    return Scans.ofStore(
        Topic.REPLAY_TOMBSTONES, TOMBSTONES, Duration.ZERO, documents, tasks, clock);
  }

  /**
   * What was replayed.
   *
   * @param keys that had come back and are destroyed again
   * @param subjects that had come back, in one of the places that were looked at, and are erased
   *     again
   */
  public record Replayed(long keys, long subjects) {
    private static final Replayed NOTHING = new Replayed(0, 0);

    private Replayed plus(Replayed other) {
      return new Replayed(keys + other.keys, subjects + other.subjects);
    }
  }

  /** Replays one page, or one subject whose replay failed before. */
  public void handle(ReplayTask task) {
    if (task instanceof ReplaySubject one) {
      keys.shreddedAmong(Set.of(one.subject())).forEach(erasures::again);
    } else if (task instanceof ScanTask scan) {
      scans().handle(scan, step -> page(step, replayed -> {}));
    }
  }

  /**
   * Replays all pages, one after the other.
   *
   * @param run names the run in tasks
   */
  public Replayed replayAll(String run) {
    Replayed[] all = {Replayed.NOTHING};
    scans().runAll(run, step -> page(step, replayed -> all[0] = all[0].plus(replayed)));
    return all[0];
  }

  private Optional<ScanPosition> page(ScanStep step, Consumer<Replayed> tell) {
    List<String> phases = new ArrayList<>(List.of(TOMBSTONES));
    phases.addAll(roots.collections());
    phases.add(ACCOUNTS);
    ScanPosition position = step.position();
    if (position.phase().equals(TOMBSTONES)) {
      Page<Document> page = position.documents(documents, PAGE);
      tell.accept(new Replayed(keys.shredAgain(carriedOut(page.items())), 0));
      return position.after(page, phases);
    }
    Page<SubjectId> page =
        position.phase().equals(ACCOUNTS)
            ? subjects(accounts.list(position.token(), PAGE))
            : roots.page(position.phase(), position.token(), PAGE);
    Set<SubjectId> erased = keys.shreddedAmong(page.items());
    step.each(erased, erasures::again, ReplaySubject::new);
    tell.accept(new Replayed(0, erased.size()));
    return position.after(page, phases);
  }

  private static Page<SubjectId> subjects(Page<Account> accounts) {
    return new Page<>(accounts.items().stream().map(Account::subject).toList(), accounts.next());
  }

  /** The ids of those whose order has come to the destruction of keys, and was not denied. */
  private List<String> carriedOut(List<Document> tombstones) {
    BatchRunner aside = new BatchRunner(TOMBSTONES);
    Map<String, DocumentPath> orderOf = new LinkedHashMap<>();
    aside.forEach(
        tombstones.stream().filter(Subjects::isOfSubject).toList(),
        each -> each.path().id(),
        each -> orderOf.put(each.path().id(), orders.path(each)));
    List<String> ids = List.copyOf(orderOf.keySet());
    List<Optional<Document>> read = documents.getAll(List.copyOf(orderOf.values()));
    List<String> carriedOut = new ArrayList<>();
    aside.forEach(
        IntStream.range(0, ids.size()).boxed().toList(),
        ids::get,
        i -> {
          if (read.get(i).map(RemovalOrder::of).filter(RemovalOrder::isOpen).isEmpty()) {
            carriedOut.add(ids.get(i));
          }
        });
    aside.throwTransient();
    return carriedOut;
  }
}
