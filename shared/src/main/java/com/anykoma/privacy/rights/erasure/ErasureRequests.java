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
import java.util.function.Supplier;

/**
 * The erasure requests of a subject, {@code erasures/{id}}: the first, and one more each time a
 * late write or a restored backup brings data back. Their ids contain no identifiers.
 *
 * <p>Fields in addition to {@link RemovalOrder}: {@code round}, which a late write increases so
 * that its data is verified too; {@code customers}, the payment provider's customers that were
 * found; {@code redactions}, the provider's requests to redact them; {@code removedAt}, when we no
 * longer held any data; {@code pending} and {@code retained}, the remaining data with its place,
 * ground and end.
 *
 * @param nonces supplies 32 random bytes in base64url for each order, which its person is given
 */
public record ErasureRequests(SubjectHash hash, Residency residency, Supplier<String> nonces) {
  /** The section of the subject's record about a request, and the field with its number. */
  static final String SECTION = "erasure";

  static final String NUMBER = "number";

  static final String CUSTOMERS = "customers";
  static final String REDACTIONS = "redactions";

  /** The subject's documents with other people's beneath them; removed with the uid. */
  static final String PLACES = "places";

  /** The counts of those documents, by location and outcome: {@code notes stays}. */
  static final String OTHERS = "others";

  private static final String CUSTOMER = "customer";
  private static final String REQUEST = "request";

  /** The path of the subject's request with this number, from 1. */
  DocumentPath path(SubjectId subject, long number) {
    return path(hash.tombstone(subject), number);
  }

  /** The path of the latest request of a subject of whom only the tombstone is known. */
  DocumentPath path(Document tombstone) {
    long number = Subjects.orderOf(tombstone);
    if (number == 0) {
      throw new PermanentFailure("a tombstone has no request number");
    }
    return path(tombstone.path().id(), number);
  }

  private DocumentPath path(String tombstone, long number) {
    return OwnCollections.ERASURES.document(hash.of("erasure", tombstone) + "-" + number);
  }

  static DocumentPath path(String id) {
    return OwnCollections.ERASURES.document(id);
  }

  /** Opens a request that its subject can revoke for a while. */
  RemovalOrder openRestorable(SubjectId subject, long number, String cause, Instant now) {
    return open(
        subject, number, cause, now, residency.restorableUntil(now), Residency.deadline(now));
  }

  /** Opens a revocable request for a missing account; its date counts from the first miss. */
  RemovalOrder openInferred(SubjectId subject, long number, Instant missedAt, Instant now) {
    return open(
        subject,
        number,
        ErasureCause.ACCOUNT_GONE.storedName(),
        now,
        residency.restorableUntil(now),
        Residency.deadline(missedAt));
  }

  RemovalOrder openImmediate(SubjectId subject, long number, String cause, Instant now) {
    return open(subject, number, cause, now, now, Residency.deadline(now));
  }

  private RemovalOrder open(
      SubjectId subject,
      long number,
      String cause,
      Instant now,
      Instant restorableUntil,
      Instant dueAt) {
    return RemovalOrder.open(path(subject, number), subject, cause, now, restorableUntil, dueAt)
        .with(RemovalOrder.NONCE, nonces.get());
  }

  /** The request's number among those of its subject, from 1. */
  static long number(RemovalOrder order) {
    return Long.parseLong(order.id().substring(order.id().lastIndexOf('-') + 1));
  }

  /** Returns the request with another verification round and these customers, due at once. */
  static RemovalOrder withAnotherRound(RemovalOrder order, Set<String> customers, Instant now) {
    return withCustomers(order.nextVerificationRound().withNextAttempt(now), customers);
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

  /** The ids of the payment provider's redaction requests, by customer. */
  static Map<String, String> redactions(RemovalOrder order) {
    Map<String, String> requests = new LinkedHashMap<>();
    for (Fields each : order.fields().maps(REDACTIONS)) {
      requests.put(each.string(CUSTOMER).orElseThrow(), each.string(REQUEST).orElseThrow());
    }
    return requests;
  }

  static RemovalOrder withRedactions(RemovalOrder order, Map<String, String> requests) {
    List<Map<String, String>> each = new ArrayList<>();
    requests.forEach((customer, request) -> each.add(Map.of(CUSTOMER, customer, REQUEST, request)));
    return each.isEmpty() ? order.without(REDACTIONS) : order.with(REDACTIONS, each);
  }

  static boolean isInferred(RemovalOrder order) {
    return ErasureCause.of(order).isInferred();
  }

  /** Whether the request was inferred and has removed nothing yet. */
  static boolean isOpenAndInferred(RemovalOrder order) {
    return order.isOpen() && isInferred(order);
  }

  /** Revokes a request that has removed nothing yet; the subject can use the product again. */
  static RemovalOrder revoke(SubjectTransaction tx, RemovalOrder open, Instant now) {
    lowerFence(tx);
    RemovalOrder revoked = open.closed(OrderState.REVOKED, now).unnamed();
    revoked.write(tx.ordering(), Optional.of(open), now);
    return revoked;
  }

  /** Lowers the fence, if raised, of a subject of whom nothing was removed yet. */
  static void lowerFence(SubjectTransaction tx) {
    long number = number(tx);
    if (tx.erased()) {
      tx.lowerTombstone();
    }
    putNumber(tx, number);
  }

  /** Stores the number of the latest request and clears the mark of a pending one. */
  static void putNumber(SubjectTransaction tx, long number) {
    tx.put(SECTION, Fields.empty().with(NUMBER, number));
  }

  /** The number of the subject's latest request; 0 before the first. */
  static long number(SubjectTransaction tx) {
    return tx.tombstoneOrder()
        .orElseGet(() -> tx.subject().section(SECTION).number(NUMBER).orElse(0L));
  }

  Optional<RemovalOrder> latest(SubjectTransaction tx, SubjectId subject) {
    long number = number(tx);
    return number == 0 ? Optional.empty() : tx.read(path(subject, number)).map(RemovalOrder::of);
  }
}
