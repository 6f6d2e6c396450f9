package com.anykoma.privacy.rights.erasure;

import com.anykoma.privacy.BatchRunner;
import com.anykoma.privacy.json.MalformedJson;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.proof.certificate.Certificate;
import com.anykoma.privacy.proof.certificate.EvidenceStore;
import com.anykoma.privacy.proof.signature.InvalidProof;
import com.anykoma.privacy.proof.signature.KeyRing;
import com.anykoma.privacy.retention.expiry.ExpiryCircuitBreaker;
import com.anykoma.privacy.retention.removal.CircuitBreaker;
import com.anykoma.privacy.retention.removal.RemainingData;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.work.DueIndex;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reports the state of removal orders (P20): open and overdue orders, circuit breakers that block
 * them, and recent certificates. Contains no identifiers. Only reads, and only open or recent
 * orders.
 */
public record RemovalStatusService(
    Documents documents,
    EvidenceStore store,
    CircuitBreaker breaker,
    ExpiryCircuitBreaker expiry,
    InstantSource clock) {
  private static final int MAX_PER_PART = 50;
  private static final int RECENT = 20;
  private static final List<String> KINDS =
      List.of(OwnCollections.ERASURES.id(), OwnCollections.PURGES.id());

  /**
   * The state of all orders.
   *
   * @param at when it was read
   * @param open the number of open orders, of {@code erasures} and of {@code purges}
   * @param blockedOrders the number of orders blocked until an operator decides
   * @param blocked the blocked kinds and causes and the locations whose expiry is blocked, with the
   *     time since when
   * @param orders readable open orders by promised date, the earliest first, at most some hundreds
   *     of each kind
   * @param recent the orders fulfilled last
   */
  public record Overview(
      Instant at,
      Map<String, Long> open,
      long blockedOrders,
      Map<String, Instant> blocked,
      List<OrderStatus> orders,
      List<OrderStatus> recent) {
    public Overview {
      open = Map.copyOf(open);
      blocked = Collections.unmodifiableMap(new TreeMap<>(blocked));
      orders = List.copyOf(orders);
      recent = List.copyOf(recent);
    }

    /** The open order that was requested first. */
    public Optional<OrderStatus> oldest() {
      return orders.stream().min(Comparator.comparing(each -> each.order().requestedAt()));
    }

    /** The open orders whose promised date is past. */
    public List<OrderStatus> overdue() {
      return orders.stream().filter(each -> !at.isBefore(each.order().dueAt())).toList();
    }
  }

  /** The state of one order, its remaining data, and the certificate of its current round. */
  public record OrderStatus(
      RemovalOrder order, List<RemainingData> remaining, Optional<Certificate> certificate) {
    public OrderStatus {
      remaining = List.copyOf(remaining);
    }
  }

  public Overview overview() {
    List<OrderStatus> orders = new ArrayList<>();
    List<OrderStatus> recent = new ArrayList<>();
    Map<String, Long> open = new HashMap<>();
    Optional<KeyRing> keys = store.keyRing();
    long blocked = 0;
    BatchRunner aside = new BatchRunner("orders");
    for (String kind : KINDS) {
      CollectionPath collection = new CollectionPath(kind);
      DueIndex index = new DueIndex(documents, collection);
      open.put(kind, index.openCount());
      blocked +=
          documents.count(
              Query.in(collection).where(RemovalOrder.BLOCKED, Query.Operator.GREATER, ""));
      orders.addAll(statusOf(index.open(MAX_PER_PART), keys, aside));
      recent.addAll(
          statusOf(
              documents.find(Query.in(collection).orderByDescending("fulfilledAt").limit(RECENT)),
              keys,
              aside));
    }
    aside.throwTransient();
    orders.sort(Comparator.comparing(each -> each.order().dueAt()));
    recent.sort(
        Comparator.comparing((OrderStatus each) -> each.order().fulfilledAt().orElseThrow())
            .reversed());
    Map<String, Instant> breakers = breaker.blocked();
    breakers.putAll(expiry.blocked());
    return new Overview(clock.instant(), open, blocked, breakers, orders, recent);
  }

  /** Whether the promised date of any open order is past; reads one order of each shard. */
  public boolean isAnyOverdue() {
    Instant now = clock.instant();
    return KINDS.stream()
        .flatMap(it -> new DueIndex(documents, new CollectionPath(it)).open(1).stream())
        .flatMap(it -> it.fields().instant("dueAt").stream())
        .anyMatch(it -> !now.isBefore(it));
  }

  /** How one order stands. */
  public OrderStatus statusOf(RemovalOrder order) {
    return statusOf(order, store.keyRing());
  }

  private List<OrderStatus> statusOf(
      List<Document> stored, Optional<KeyRing> keys, BatchRunner aside) {
    return aside.read(
        stored, each -> each.path().id(), each -> statusOf(RemovalOrder.of(each), keys));
  }

  private OrderStatus statusOf(RemovalOrder order, Optional<KeyRing> keys) {
    return new OrderStatus(
        order,
        RemainingData.of(order),
        order.removedAt().isEmpty()
            ? Optional.empty()
            : keys.flatMap(it -> certificate(order, it)));
  }

  /** An invalid certificate counts as absent; verifying the file itself reports the reason. */
  private Optional<Certificate> certificate(RemovalOrder order, KeyRing keys) {
    Optional<Bytes> file =
        store.certificate(order.id(), order.requestedAt(), order.verificationRound());
    try {
      return file.map(it -> Certificate.verified(it.toArray(), keys, clock.instant()));
    } catch (InvalidProof | MalformedJson e) {
      return Optional.empty();
    }
  }
}
