package com.anykoma.privacy.rights.erasure;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.retention.removal.OrderState;
import com.anykoma.privacy.retention.removal.OthersDocuments;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.retention.residency.Residency;
import com.anykoma.privacy.subject.SubjectHash;
import com.anykoma.privacy.subject.SubjectTransaction;
import com.anykoma.privacy.subject.Subjects;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The orders to erase a subject, {@code erasures/{id}}: the first, and one more for whatever a late
 * writer or a restored backup brings back. Their ids name nobody.
 *
 * <p>Besides what every {@link RemovalOrder} has: {@code round}, which a late writer raises so that
 * what it left is looked for once more; {@code customers} of the payment provider that were found;
 * {@code redactions}, the provider's requests to redact them; {@code removedAt}, when nothing was
 * left in our hands; {@code pending} and {@code retained}, which say of what is not gone where it
 * is, on what ground and until when.
 */
public record ErasureRequests(SubjectHash hash, Residency residency) {
  /** The section of the subject's record that tells of a request, and its number in it. */
  static final String SECTION = "erasure";

  static final String NUMBER = "number";

  static final String CUSTOMERS = "customers";
  static final String REDACTIONS = "redactions";

  /** The subject's documents beneath which something is that is not theirs; go with the uid. */
  static final String PLACES = "places";

  /** How much that is, by location and what becomes of it: {@code notes stays}. */
  static final String OTHERS = "others";

  private static final String CUSTOMER = "customer";
  private static final String REQUEST = "request";

  /**
   * @param number of the subject's orders, from 1
   */
  DocumentPath path(SubjectId subject, long number) {
    return path(hash.tombstone(subject), number);
  }

  /**
   * Where the latest order of a subject is kept that only their tombstone tells of.
   *
   * @throws PermanentFailure when the tombstone names no order
   */
  DocumentPath path(Document tombstone) {
    long number = Subjects.orderOf(tombstone);
    if (number == 0) {
      throw new PermanentFailure("a tombstone names no order");
    }
    return path(tombstone.path().id(), number);
  }

  private DocumentPath path(String tombstone, long number) {
    return OwnCollections.ERASURES.document(hash.of("erasure", tombstone) + "-" + number);
  }

  static DocumentPath path(String id) {
    return OwnCollections.ERASURES.document(id);
  }

  /** An order that its subject can take back for a while. */
  RemovalOrder restorable(SubjectId subject, long number, String cause, Instant now) {
    return RemovalOrder.open(
        path(subject, number),
        subject,
        cause,
        now,
        residency.restorableUntil(now),
        Residency.deadline(now));
  }

  /**
   * An order because an account was missed: it can be taken back for a while too. The time of what
   * is promised runs from the first miss.
   */
  RemovalOrder inferred(SubjectId subject, long number, Instant missedAt, Instant now) {
    return RemovalOrder.open(
        path(subject, number),
        subject,
        ErasureCause.ACCOUNT_GONE.storedName(),
        now,
        residency.restorableUntil(now),
        Residency.deadline(missedAt));
  }

  /** An order to be carried out at once. */
  RemovalOrder immediate(SubjectId subject, long number, String cause, Instant now) {
    return RemovalOrder.open(
        path(subject, number), subject, cause, now, now, Residency.deadline(now));
  }

  /** An order that repeats one that is done, after a restore: a person has decided that already. */
  RemovalOrder again(SubjectId subject, long number, String cause, Instant now) {
    return immediate(subject, number, cause, now).confirmed(now);
  }

  /** Which of its subject's orders it is, from 1. */
  static long number(RemovalOrder order) {
    return Long.parseLong(order.id().substring(order.id().lastIndexOf('-') + 1));
  }

  /** The same order, with one thing more to look for. */
  static RemovalOrder anotherRound(RemovalOrder order, Set<String> customers, Instant now) {
    return withCustomers(order.nextRound().next(now), customers);
  }

  static Set<DocumentPath> places(RemovalOrder order) {
    Set<DocumentPath> places = new LinkedHashSet<>();
    order.fields().strings(PLACES).forEach(each -> places.add(new DocumentPath(each)));
    return places;
  }

  static RemovalOrder withOthers(
      RemovalOrder order, Set<DocumentPath> places, List<OthersDocuments> others) {
    return order
        .with(PLACES, places.stream().map(DocumentPath::value).toList())
        .with(OTHERS, others.stream().map(OthersDocuments::toString).toList());
  }

  static Set<String> customers(RemovalOrder order) {
    return new LinkedHashSet<>(order.fields().strings(CUSTOMERS));
  }

  static RemovalOrder withCustomers(RemovalOrder order, Set<String> more) {
    Set<String> all = customers(order);
    all.addAll(more);
    return all.isEmpty() ? order : order.with(CUSTOMERS, new ArrayList<>(all));
  }

  /** The ids of the payment provider's requests to redact customers, by customer. */
  static Map<String, String> redactions(RemovalOrder order) {
    Map<String, String> requests = new LinkedHashMap<>();
    for (Fields each : order.fields().maps(REDACTIONS)) {
      requests.put(each.string(CUSTOMER).orElseThrow(), each.string(REQUEST).orElseThrow());
    }
    return requests;
  }

  /** The same order with these requests. */
  static RemovalOrder withRedactions(RemovalOrder order, Map<String, String> requests) {
    List<Map<String, String>> each = new ArrayList<>();
    requests.forEach((customer, request) -> each.add(Map.of(CUSTOMER, customer, REQUEST, request)));
    return each.isEmpty() ? order.without(REDACTIONS) : order.with(REDACTIONS, each);
  }

  static boolean isInferred(RemovalOrder order) {
    return ErasureCause.of(order).isInferred();
  }

  /** Whether an order was inferred and has removed nothing yet. */
  static boolean isOpenAndInferred(RemovalOrder order) {
    return order.isOpen() && isInferred(order);
  }

  /** Revokes an order that has removed nothing yet: the subject goes on as before. */
  static RemovalOrder revoke(SubjectTransaction tx, RemovalOrder open, Instant now) {
    lowerFence(tx);
    RemovalOrder revoked = open.closed(OrderState.REVOKED, now).without(RemovalOrder.UID);
    revoked.write(tx.ordering(), Optional.of(open), now);
    return revoked;
  }

  /** Lowers the fence, if it is up, of a subject of whom nothing was removed yet. */
  static void lowerFence(SubjectTransaction tx) {
    long number = number(tx);
    if (tx.erased()) {
      tx.lowerTombstone();
    }
    putNumber(tx, number);
  }

  /** Keeps the number of the latest order on the subject's record, and that none was asked for. */
  static void putNumber(SubjectTransaction tx, long number) {
    tx.put(SECTION, Fields.empty().with(NUMBER, number));
  }

  /** The number of the subject's latest order, 0 before the first. */
  static long number(SubjectTransaction tx) {
    return tx.tombstoneOrder()
        .orElseGet(() -> tx.subject().section(SECTION).number(NUMBER).orElse(0L));
  }

  /** The subject's latest order. */
  Optional<RemovalOrder> current(SubjectTransaction tx, SubjectId subject) {
    long number = number(tx);
    return number == 0 ? Optional.empty() : tx.read(path(subject, number)).map(RemovalOrder::of);
  }
}
