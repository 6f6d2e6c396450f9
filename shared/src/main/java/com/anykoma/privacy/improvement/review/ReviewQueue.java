package com.anykoma.privacy.improvement.review;

import com.anykoma.privacy.BatchRunner;
import com.anykoma.privacy.StoredName;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.Owners;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.proof.audit.ReasonCode;
import com.anykoma.privacy.protection.vault.OpenedBlob;
import com.anykoma.privacy.retention.removal.Deletion;
import com.anykoma.privacy.subject.SubjectHash;
import com.anykoma.privacy.subject.SubjectTransaction;
import com.anykoma.privacy.subject.Subjects;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A queue of items that staff review, {@code reviews/{id}} or {@code safetyReviews/{id}} (P5, P33).
 * A reviewer leases items under random ids, views them de-identified and decides on them. Each step
 * is one transaction about the item's owner, which reads again whether the item may be in the
 * queue; an item that may not is removed. An item without a current lease may be leased: no event
 * and no schedule returns it to the queue.
 *
 * @param rules in which this queue differs from the other one
 * @param ids makes random ids
 * @param <D> the decisions of this queue, which no other queue accepts
 */
public record ReviewQueue<D extends Enum<D> & StoredName>(
    QueueRules<D> rules,
    Documents documents,
    Subjects subjects,
    Owners owners,
    SubjectHash hash,
    Views views,
    Supplier<String> ids,
    InstantSource clock) {
  /** The duration of a lease. */
  public static final Duration LEASE = Duration.ofHours(1);

  /** The largest number of items in one batch. */
  public static final int MAX_BATCH = 20;

  private static final int PAGE = 200;
  private static final ReasonCode SAMPLED = new ReasonCode("sampled");

  /** Returns the type of the decisions. */
  public Class<D> decisionType() {
    return rules.decisionType();
  }

  /**
   * Puts an item into the queue. Idempotent while the item waits; a decided item enters again.
   *
   * @return false if the item does not exist, is deleted or may not be in this queue
   */
  public boolean enter(SubjectId owner, DocumentPath content, ReasonCode reason) {
    Instant now = clock.instant();
    return subjects.transact(
        owner,
        reads(owner, content),
        tx -> {
          boolean isAdmitted = item(tx, owner, now).isPresent();
          boolean isWaiting =
              record(tx)
                  .filter(it -> it.owner().equals(owner) && !it.isDecided())
                  .filter(it -> !hasExpired(it, now))
                  .isPresent();
          if (isAdmitted && !isWaiting) {
            tx.set(pathOf(content), ReviewRecord.entered(owner, content, reason, now));
          }
          return isAdmitted;
        });
  }

  /**
   * Leases items to a reviewer, each under a new random id. Draws candidates if fewer are waiting.
   *
   * @param count 1 to {@link #MAX_BATCH}
   */
  public List<Lease> lease(SubjectId reviewer, int count) {
    if (count < 1 || count > MAX_BATCH) {
      throw new IllegalArgumentException("a batch has 1 to " + MAX_BATCH + " items");
    }
    BatchRunner batch = new BatchRunner(rules.collection().id());
    List<Lease> leases = new ArrayList<>(leaseWaiting(reviewer, count, batch));
    if (leases.size() < count) {
      draw(count - leases.size(), batch);
      leases.addAll(leaseWaiting(reviewer, count - leases.size(), batch));
    }
    if (leases.isEmpty()) {
      batch.throwTransient();
    }
    return List.copyOf(leases);
  }

  private List<Lease> leaseWaiting(SubjectId reviewer, int count, BatchRunner batch) {
    Query waiting =
        Query.in(rules.collection())
            .where(ReviewRecord.AVAILABLE_AT, Query.Operator.LESS_OR_EQUAL, clock.instant())
            .limit(PAGE);
    List<Lease> leases = new ArrayList<>();
    batch.forEach(
        documents.find(waiting),
        each -> each.path().id(),
        each -> {
          if (leases.size() < count) {
            lease(reviewer, new ReviewRecord(each)).ifPresent(leases::add);
          }
        });
    return leases;
  }

  private Optional<Lease> lease(SubjectId reviewer, ReviewRecord found) {
    Instant now = clock.instant();
    Lease lease = new Lease(ids.get(), now.plus(LEASE));
    return touch(
        found,
        now,
        it -> it.isAvailable(now),
        item -> {
          ReviewRecord record = record(item.tx()).orElseThrow();
          item.tx().set(pathOf(found.content()), record.leased(views.actor(reviewer), lease));
          return lease;
        });
  }

  /** Lets candidates enter that have no record: those with one are waiting, leased or decided. */
  private void draw(int count, BatchRunner batch) {
    List<QueueRules.Candidate> candidates = rules.candidates();
    List<Optional<Document>> records =
        documents.getAll(candidates.stream().map(it -> pathOf(it.content())).toList());
    List<QueueRules.Candidate> entered = new ArrayList<>();
    batch.forEach(
        IntStream.range(0, candidates.size())
            .filter(i -> records.get(i).isEmpty())
            .mapToObj(candidates::get)
            .toList(),
        each -> {
          if (entered.size() < count && enter(each.owner(), each.content(), SAMPLED)) {
            entered.add(each);
          }
        });
  }

  /** Shows an item to the holder of its lease; empty if the lease or the item has ended. */
  public Optional<ReviewedItem> view(SubjectId reviewer, String id) {
    Optional<QueuedItem> viewed = recordView(reviewer, id);
    Optional<ReviewedItem> shown = viewed.flatMap(it -> rules.show(it.owner(), it.content()));
    if (viewed.isPresent() && shown.isEmpty()) {
      onLease(
          reviewer,
          id,
          item -> {
            remove(item.tx());
            return item;
          });
    }
    return shown;
  }

  /** Opens an item's image for the holder of its lease; empty if there is none to show. */
  public Optional<OpenedBlob> image(SubjectId reviewer, String id) {
    return recordView(reviewer, id).flatMap(it -> rules.image(it.owner(), it.content().path()));
  }

  /** Records the view before any content is read, also if no content can be shown then. */
  private Optional<QueuedItem> recordView(SubjectId reviewer, String id) {
    return onLease(
        reviewer,
        id,
        item -> {
          ReasonCode reason = record(item.tx()).orElseThrow().reason();
          View view = View.at(item.now(), rules.purpose(), reason, false);
          views.record(item.tx(), id, item.now(), views.actor(reviewer), view);
          return item;
        });
  }

  /**
   * Records the decision of the holder of an item's lease, which ends with it. Idempotent.
   *
   * @return false if the lease or the item has ended, or another decision was made
   */
  public boolean decide(SubjectId reviewer, String id, D decision) {
    Optional<Boolean> decided =
        onLease(
            reviewer,
            id,
            item -> {
              ReviewRecord record = record(item.tx()).orElseThrow();
              item.tx().set(record.document().path(), record.decided(decision, item.now()));
              return true;
            });
    return decided.isPresent()
        || find(id).filter(it -> it.isDecided(views.actor(reviewer), id, decision)).isPresent();
  }

  /** Does work in a transaction about an item's owner, if the reviewer holds the item's lease. */
  public <T> Optional<T> onLease(SubjectId reviewer, String id, Function<QueuedItem, T> work) {
    Instant now = clock.instant();
    return find(id)
        .flatMap(it -> touch(it, now, at -> at.isLeasedTo(views.actor(reviewer), id, now), work));
  }

  private Optional<ReviewRecord> find(String id) {
    Query withId = Query.in(rules.collection()).whereEqual(ReviewRecord.ITEM, id).limit(1);
    return documents.find(withId).stream().map(ReviewRecord::new).findFirst();
  }

  /** Does work on an item whose current record matches; removes an item that must leave. */
  private <T> Optional<T> touch(
      ReviewRecord found,
      Instant now,
      Predicate<ReviewRecord> matches,
      Function<QueuedItem, T> work) {
    SubjectId owner = found.owner();
    return subjects.transact(
        owner,
        reads(owner, found.content()),
        tx -> {
          if (record(tx).filter(matches).isEmpty()) {
            return Optional.<T>empty();
          }
          Optional<QueuedItem> item =
              item(tx, owner, now).filter(it -> !hasExpired(record(tx).orElseThrow(), now));
          if (item.isEmpty()) {
            remove(tx);
          }
          return item.map(work);
        });
  }

  private static Optional<ReviewRecord> record(SubjectTransaction tx) {
    return tx.alsoRead(0).map(ReviewRecord::new);
  }

  /** Removes the record; leaves that of an erased person to the erasure. */
  private static void remove(SubjectTransaction tx) {
    if (!tx.erased()) {
      tx.alsoRead(0).ifPresent(tx::delete);
    }
  }

  private Optional<QueuedItem> item(SubjectTransaction tx, SubjectId owner, Instant now) {
    return tx.alsoRead(1)
        .filter(it -> !tx.erased() && !tx.subject().isUseBarred() && !Deletion.isMarked(it))
        .filter(it -> isForPurpose(it.path()))
        .filter(it -> owners.reading(tx::read).of(it).contains(owner))
        .map(it -> new QueuedItem(tx, owner, it, now))
        .filter(rules::admits);
  }

  private boolean isForPurpose(DocumentPath content) {
    return owners
        .dataMap()
        .locationOf(content)
        .filter(it -> it.stamped() && it.purposes().contains(rules.purpose()))
        .isPresent();
  }

  private boolean hasExpired(ReviewRecord record, Instant now) {
    return owners
        .dataMap()
        .location(rules.collection().id())
        .flatMap(Location::expiry)
        .flatMap(it -> it.lastDue(now))
        .filter(record::hasExpired)
        .isPresent();
  }

  private DocumentPath pathOf(DocumentPath content) {
    return rules.collection().document(hash.of(rules.collection().id(), content.value()));
  }

  private List<DocumentPath> reads(SubjectId owner, DocumentPath content) {
    List<DocumentPath> reads = new ArrayList<>(List.of(pathOf(content), content));
    reads.addAll(rules.reads(owner, content));
    return reads;
  }
}
