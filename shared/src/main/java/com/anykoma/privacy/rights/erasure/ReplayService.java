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
 * Repeats erasures after a backup with erased subjects was restored (P20; E18). Each erasure is
 * recorded in two databases that are never restored together: as a tombstone in the main database,
 * and as the marker of a destroyed key in the key database. Each can be found from the other
 * without an identifier, so the database that was not restored proves the erasure. Idempotent;
 * pages through everything.
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

  /** The numbers of keys destroyed again, and of subjects erased again, once per phase. */
  public record Replayed(long keys, long subjects) {
    private static final Replayed NOTHING = new Replayed(0, 0);

    private Replayed plus(Replayed other) {
      return new Replayed(keys + other.keys, subjects + other.subjects);
    }
  }

  /** Replays one page, or one subject whose replay failed. */
  public void handle(ReplayTask task) {
    if (task instanceof ReplaySubject one) {
      keys.shreddedAmong(Set.of(one.subject())).forEach(erasures::eraseAgain);
    } else if (task instanceof ScanTask scan) {
      scans().handle(scan, step -> page(step, replayed -> {}));
    }
  }

  /** Replays all pages, one after the other; task ids name the run. */
  public Replayed replayAll(String run) {
    Replayed[] all = {Replayed.NOTHING};
    scans().runAll(run, step -> page(step, replayed -> all[0] = all[0].plus(replayed)));
    return all[0];
  }

  private Optional<ScanPosition> page(ScanStep step, Consumer<Replayed> results) {
    List<String> phases = new ArrayList<>(List.of(TOMBSTONES));
    phases.addAll(roots.collections());
    phases.add(ACCOUNTS);
    ScanPosition position = step.position();
    if (position.phase().equals(TOMBSTONES)) {
      Page<Document> page = position.documents(documents, PAGE);
      results.accept(new Replayed(keys.shredAgain(carriedOut(page.items())), 0));
      return position.after(page, phases);
    }
    Page<SubjectId> page =
        position.phase().equals(ACCOUNTS)
            ? subjects(accounts.list(position.token(), PAGE))
            : roots.page(position.phase(), position.token(), PAGE);
    Set<SubjectId> erased = keys.shreddedAmong(page.items());
    step.forEach(erased, erasures::eraseAgain, ReplaySubject::new);
    results.accept(new Replayed(0, erased.size()));
    return position.after(page, phases);
  }

  private static Page<SubjectId> subjects(Page<Account> accounts) {
    return new Page<>(accounts.items().stream().map(Account::subject).toList(), accounts.next());
  }

  /** The ids of tombstones whose erasure has begun or finished, so that keys must be destroyed. */
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
