package com.anykoma.privacy.subject;

import com.anykoma.privacy.BatchRunner;
import com.anykoma.privacy.Sha256;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Pages;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.TaskPayload.AccountKnown;
import com.anykoma.privacy.platform.TaskPayload.LateWrite;
import com.anykoma.privacy.platform.Tasks;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.proof.audit.AuditLog;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Our records of the subjects: {@code subjects/{uid}} with a section per feature, the consent
 * history beneath it, and the tombstones and fences of erased subjects. All writes about a subject
 * go through this class.
 *
 * @param audit the log that records every change of a subject's records
 */
public record Subjects(
    Documents documents, SubjectHash hash, Tasks tasks, AuditLog audit, InstantSource clock) {
  public static final String AWAITS = "awaits";

  /** The age at which an erasure in progress raises its fence for clients again. */
  public static final Duration FENCE_RENEWED_AFTER = Duration.ofHours(6);

  /** Runs {@code work} as one transaction about the subject; see {@link Documents#transact}. */
  @CanIgnoreReturnValue
  public <T> T transact(SubjectId subject, Function<SubjectTransaction, T> work) {
    return transact(subject, List.of(), work);
  }

  /** Same, with further documents; an {@link ErasedSubject} also queues a check for late writes. */
  @CanIgnoreReturnValue
  public <T> T transact(
      SubjectId subject, List<DocumentPath> alsoRead, Function<SubjectTransaction, T> work) {
    try {
      return documents.transact(
          tx -> {
            SubjectTransaction transaction = enter(tx, subject, alsoRead);
            T result = work.apply(transaction);
            transaction.flush();
            return result;
          });
    } catch (ErasedSubject e) {
      queueLateWrite(subject, Optional.empty());
      throw e;
    }
  }

  /** Queues a check for a late writer's data, also at this customer (E11, E13, E17). */
  public void queueLateWrite(SubjectId subject, Optional<String> customer) {
    String id = Topic.LATE_WRITE.storedName() + "-" + opaqueId(subject) + "-" + clock.millis();
    tasks.publish(List.of(new Task(Topic.LATE_WRITE, id, new LateWrite(subject, customer))));
  }

  /**
   * Enters the fence in a transaction that has already read other documents. The caller must call
   * {@link SubjectTransaction#flush} after its last write.
   */
  public SubjectTransaction enter(Documents.Transaction tx, SubjectId subject) {
    return enter(tx, subject, List.of());
  }

  /** The paths that the fence reads, for a caller that reads them together with other documents. */
  public List<DocumentPath> fence(SubjectId subject) {
    return List.of(tombstone(subject), path(subject));
  }

  /** Enters the fence with the documents of {@link #fence}, which the transaction has read. */
  public SubjectTransaction entered(
      Documents.Transaction tx, SubjectId subject, List<Optional<Document>> fence) {
    return entered(tx, subject, fence, List.of());
  }

  private SubjectTransaction enter(
      Documents.Transaction tx, SubjectId subject, List<DocumentPath> alsoRead) {
    List<DocumentPath> paths = new ArrayList<>(fence(subject));
    paths.addAll(alsoRead);
    List<Optional<Document>> read = tx.read(paths);
    return entered(tx, subject, read.subList(0, 2), read.subList(2, read.size()));
  }

  private SubjectTransaction entered(
      Documents.Transaction tx,
      SubjectId subject,
      List<Optional<Document>> fence,
      List<Optional<Document>> alsoRead) {
    return new SubjectTransaction(
        tx,
        audit,
        path(subject),
        tombstone(subject),
        clientFence(subject),
        fence.get(0),
        fence.get(1),
        alsoRead);
  }

  public Optional<SubjectRecord> get(SubjectId subject) {
    return documents.get(path(subject)).map(found -> new SubjectRecord(found.fields()));
  }

  public boolean erased(SubjectId subject) {
    return documents.get(tombstone(subject)).isPresent();
  }

  /**
   * Renews the fence for clients of an erasure in progress, so that it does not expire first:
   * raises it again if it is older than {@link #FENCE_RENEWED_AFTER} or was deleted. Does nothing
   * without a tombstone. Idempotent.
   */
  public void renewFence(SubjectId subject) {
    Instant now = clock.instant();
    boolean isFresh =
        documents
            .get(clientFence(subject))
            .flatMap(it -> it.fields().instant(SubjectTransaction.RAISED_AT))
            .filter(at -> now.isBefore(at.plus(FENCE_RENEWED_AFTER)))
            .isPresent();
    if (!isFresh) {
      transact(
          subject,
          tx -> {
            if (tx.erased()) {
              tx.raiseFence(now);
            }
            return tx.erased();
          });
    }
  }

  /** The subject's readable consent records, as appended; unreadable ones are reported. */
  public <R> List<R> consents(SubjectId subject, Function<Fields, R> reader) {
    List<R> records = new ArrayList<>();
    BatchRunner aside = new BatchRunner(OwnCollections.CONSENTS);
    Query query =
        Query.in(path(subject).collection(OwnCollections.CONSENTS))
            .orderBy("recordNumber")
            .limit(500);
    for (List<Document> page : Pages.of(documents, query)) {
      records.addAll(
          aside.read(page, each -> opaqueId(subject), each -> reader.apply(each.fields())));
    }
    return List.copyOf(records);
  }

  /** The erased among these subjects, in one round trip. */
  public Set<SubjectId> erasedAmong(Collection<SubjectId> some) {
    List<SubjectId> asked = List.copyOf(some);
    List<Optional<Document>> read = documents.getAll(asked.stream().map(this::tombstone).toList());
    return IntStream.range(0, read.size())
        .filter(i -> read.get(i).isPresent())
        .mapToObj(asked::get)
        .collect(Collectors.toSet());
  }

  /** Whether a tombstone belongs to a subject, not to a customer. */
  public static boolean isOfSubject(Document tombstone) {
    return tombstone.fields().has("epoch");
  }

  /** The number of the erasure request of a tombstone; 0 if it has none. */
  public static long orderOf(Document tombstone) {
    return tombstone.fields().number(SubjectTransaction.ORDER).orElse(0L);
  }

  /** The path of the tombstone for a customer of an erased subject. */
  public DocumentPath customerTombstone(String customer) {
    return OwnCollections.TOMBSTONES.document(opaqueCustomer(customer));
  }

  /** An opaque id of the subject for task ids and log lines. */
  public String opaqueId(SubjectId subject) {
    return hash.of("task", subject);
  }

  public String opaqueCustomer(String customer) {
    return hash.of("customer", customer);
  }

  /** Stripe's events that are parked until the subject's account is known. */
  public Query awaiting(SubjectId subject) {
    return Query.in(OwnCollections.STRIPE_EVENTS).whereEqual(AWAITS, opaqueId(subject));
  }

  /** A task that applies the parked events of the subject; empty if none are parked. */
  public Optional<Task> redrive(SubjectId subject) {
    return documents.find(awaiting(subject).limit(1)).isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Task(
                Topic.REDRIVE,
                Topic.REDRIVE.storedName() + "-" + opaqueId(subject) + "-" + clock.millis(),
                new AccountKnown(subject)));
  }

  /** The subjects whose records have a timestamp at this dotted path. */
  public Set<SubjectId> havingTimeAt(String path) {
    Query having =
        Query.in(OwnCollections.SUBJECTS)
            .where(path, Query.Operator.GREATER_OR_EQUAL, Instant.EPOCH);
    Set<SubjectId> found = new HashSet<>();
    for (List<Document> page : Pages.untilShort(documents, having)) {
      page.forEach(it -> SubjectId.ofDocumentId(it.path().id()).ifPresent(found::add));
    }
    return found;
  }

  public static DocumentPath path(SubjectId subject) {
    return OwnCollections.SUBJECTS.existingDocument(subject.documentId());
  }

  /** Returns the path of the stamp of a content document under one of its owners. */
  public static DocumentPath stampPath(SubjectId subject, DocumentPath content) {
    return path(subject).child(OwnCollections.ITEMS, Sha256.hex(content.value()));
  }

  private static DocumentPath clientFence(SubjectId subject) {
    return OwnCollections.FENCES.document(SubjectHash.fence(subject));
  }

  private DocumentPath tombstone(SubjectId subject) {
    return OwnCollections.TOMBSTONES.document(hash.tombstone(subject));
  }
}
