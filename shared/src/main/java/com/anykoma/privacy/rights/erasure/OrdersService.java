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
 * How the orders to erase and purge stand (P20): what is open, since when, until when, what holds
 * it up, and what was certified lately. It names nobody. Only reads, and only what is open or
 * recent.
 */
public record OrdersService(
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
   * How all orders stand.
   *
   * @param at when this was so
   * @param open how many are open, of {@code erasures} and of {@code purges}
   * @param blockedOrders how many orders wait for a person
   * @param blocked since when deletions of a kind and cause, or the expiry of a location's records,
   *     wait for a person, where they do
   * @param orders the open ones that are promised first and can be read, at most some hundreds of
   *     each kind
   * @param recent those that were fulfilled last
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

    /** The open one that was asked for first. */
    public Optional<OrderStatus> oldest() {
      return orders.stream().min(Comparator.comparing(each -> each.order().requestedAt()));
    }

    /** The open ones whose promised date is past. */
    public List<OrderStatus> overdue() {
      return orders.stream().filter(each -> !at.isBefore(each.order().dueAt())).toList();
    }
  }

  /**
   * How one order stands.
   *
   * @param remainders what is not gone yet, on what ground and until when
   * @param certificate of its latest round
   */
  public record OrderStatus(
      RemovalOrder order, List<RemainingData> remainders, Optional<Certificate> certificate) {
    public OrderStatus {
      remainders = List.copyOf(remainders);
    }
  }

  /** How the orders stand now. */
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
      orders.addAll(standing(index.open(MAX_PER_PART), keys, aside));
      recent.addAll(
          standing(
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

  /** How one order stands. */
  public OrderStatus standing(RemovalOrder order) {
    return standing(order, store.keyRing());
  }

  private List<OrderStatus> standing(
      List<Document> stored, Optional<KeyRing> keys, BatchRunner aside) {
    return aside.read(
        stored, each -> each.path().id(), each -> standing(RemovalOrder.of(each), keys));
  }

  private OrderStatus standing(RemovalOrder order, Optional<KeyRing> keys) {
    return new OrderStatus(
        order,
        RemainingData.of(order),
        order.removedAt().isEmpty()
            ? Optional.empty()
            : keys.flatMap(it -> certificate(order, it)));
  }

  /** One that does not verify is none; whoever looks at the file is told why. */
  private Optional<Certificate> certificate(RemovalOrder order, KeyRing keys) {
    Optional<Bytes> file = store.certificate(order.id(), order.requestedAt(), order.round());
    try {
      return file.map(it -> Certificate.verified(it.toArray(), keys, clock.instant()));
    } catch (InvalidProof | MalformedJson e) {
      return Optional.empty();
    }
  }
}
