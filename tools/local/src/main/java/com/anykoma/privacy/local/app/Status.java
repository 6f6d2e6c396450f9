package com.anykoma.privacy.local.app;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.functions.Wiring;
import com.anykoma.privacy.local.cloud.OffsetClock;
import com.anykoma.privacy.local.host.ServedLog;
import com.anykoma.privacy.local.product.SampleProduct;
import com.anykoma.privacy.local.report.GateReport;
import com.anykoma.privacy.platform.Account;
import com.anykoma.privacy.platform.Cloud;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.rights.erasure.RemovalStatusService.OrderStatus;
import com.anykoma.privacy.rights.erasure.RemovalStatusService.Overview;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The data of the status page at one moment: people with the gate's decisions, removal orders and
 * the latest events. Contains uids, but no content.
 *
 * @param ahead the offset of the served clock from this machine's clock
 * @param people the first people, ordered by uid
 * @param morePeople whether more people exist
 */
record Status(
    Instant now,
    Duration ahead,
    List<Person> people,
    boolean morePeople,
    Overview orders,
    List<ServedLog.Event> events) {
  private static final int MAX_PEOPLE = 50;

  Status {
    people = List.copyOf(people);
    events = List.copyOf(events);
  }

  /** A person; the phrase says whether they have an account that can sign in. */
  record Person(GateReport gate, String account) {}

  /** Reads the current status. */
  static Status of(
      Cloud cloud, SampleProduct product, Wiring wiring, OffsetClock clock, ServedLog log) {
    Overview orders = wiring.services().orders().overview();
    Map<SubjectId, RemovalOrder> erasures = new HashMap<>();
    for (OrderStatus each : orders.orders()) {
      RemovalOrder order = each.order();
      if (order.path().collection().id().equals("erasures")) {
        order.subject().ifPresent(it -> erasures.put(it, order));
      }
    }
    TreeMap<String, SubjectId> known = known(cloud, product.accounts());
    erasures.keySet().forEach(each -> known.put(each.value(), each));
    List<Person> people =
        known.values().stream()
            .limit(MAX_PEOPLE)
            .map(
                each ->
                    new Person(
                        GateReport.of(
                            wiring.services().gate(),
                            each,
                            Optional.ofNullable(erasures.get(each)),
                            clock),
                        account(cloud, each)))
            .toList();
    return new Status(
        clock.instant(), clock.offset(), people, known.size() > MAX_PEOPLE, orders, log.latest());
  }

  private static TreeMap<String, SubjectId> known(Cloud cloud, CollectionPath profiles) {
    TreeMap<String, SubjectId> known = new TreeMap<>();
    for (Account each : cloud.accounts().list(Optional.empty(), MAX_PEOPLE + 1).items()) {
      known.put(each.subject().value(), each.subject());
    }
    cloud.documents().ids(profiles, Optional.empty(), MAX_PEOPLE + 1).items().stream()
        .flatMap(id -> SubjectId.ofDocumentId(id).stream())
        .forEach(it -> known.put(it.value(), it));
    return known;
  }

  private static String account(Cloud cloud, SubjectId subject) {
    return cloud
        .accounts()
        .get(subject)
        .map(it -> it.disabled() ? "a disabled account" : "an account")
        .orElse("no account");
  }
}
