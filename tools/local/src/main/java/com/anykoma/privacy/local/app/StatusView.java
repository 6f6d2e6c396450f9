package com.anykoma.privacy.local.app;

import static java.util.stream.Collectors.counting;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.functions.http.OrdersJson;
import com.anykoma.privacy.local.console.Templates;
import com.anykoma.privacy.local.report.OrdersText;
import com.anykoma.privacy.proof.certificate.Certificate;
import com.anykoma.privacy.proof.certificate.Finding;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.rights.erasure.RemovalStatusService.OrderStatus;
import com.anykoma.privacy.usage.plan.PlanStatus;
import com.anykoma.privacy.usage.training.GateDecision;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The status page of a served cloud: the values that {@code status.html} names. */
record StatusView(Status status, Optional<String> notice) {
  private static final int MAX_ITEMS = 30;

  private static final Template PAGE = Templates.html("/serve/status.html");

  String html() {
    return PAGE.execute(this);
  }

  String css() {
    return StatusPage.css();
  }

  /** Writes the instant in the section as a {@code time} element, to the minute. */
  Mustache.Lambda time() {
    return (instant, out) -> {
      Instant at = Instant.parse(instant.execute());
      out.write("<time datetime=\"%s\">%s</time>".formatted(at, OrdersText.minute(at)));
    };
  }

  String ahead() {
    Duration ahead = status.ahead();
    List<String> parts = new ArrayList<>();
    add(parts, ahead.toDays(), "day");
    add(parts, ahead.toHoursPart(), "hour");
    add(parts, ahead.toMinutesPart(), "minute");
    return parts.isEmpty()
        ? "The time of this machine"
        : String.join(" ", parts) + " ahead of this machine";
  }

  private static void add(List<String> parts, long many, String unit) {
    if (many > 0) {
      parts.add(many + " " + unit + (many == 1 ? "" : "s"));
    }
  }

  /** A person with the decisions on the first of their items and on new content. */
  record Person(
      String uid,
      PlanStatus plan,
      String account,
      Optional<Instant> restorableUntil,
      Optional<Instant> erasedUntil,
      List<Item> items,
      int more) {}

  record Item(boolean isDocument, String name, GateDecision decision) {}

  List<Person> people() {
    return status.people().stream().map(this::person).toList();
  }

  private Person person(Status.Person person) {
    Optional<RemovalOrder> erasure = person.gate().erasure();
    int items = person.gate().items().size();
    return new Person(
        person.gate().subject().value(),
        person.gate().planStatus(),
        person.account(),
        erasure.filter(it -> it.isRestorable(status.now())).map(RemovalOrder::restorableUntil),
        erasure.filter(it -> !it.isRestorable(status.now())).map(RemovalOrder::dueAt),
        Stream.concat(
                person.gate().items().stream()
                    .limit(MAX_ITEMS)
                    .map(it -> new Item(true, it.item(), it.decision())),
                Stream.of(new Item(false, "New content", person.gate().newContent())))
            .toList(),
        Math.max(0, items - MAX_ITEMS));
  }

  record Block(String what, Instant since) {}

  List<Block> blocked() {
    return status.orders().blocked().entrySet().stream()
        .map(it -> new Block(it.getKey(), it.getValue()))
        .toList();
  }

  /** An open order; the values of an order that is due exclude those of one that is not. */
  record Order(OrderStatus status, RemovalOrder order, Instant now) {
    String title() {
      String whose = order.subject().map(SubjectId::value).map(it -> " for " + it).orElse("");
      return (order.path().collection().id().equals("erasures") ? "Erasure" : "Purge") + whose;
    }

    String state() {
      return order.state().storedName();
    }

    String item() {
      return order.fields().string("item").orElse("");
    }

    boolean isLate() {
      return !now.isBefore(order.dueAt());
    }

    Optional<Instant> begins() {
      return Optional.of(order.restorableUntil()).filter(it -> order.isRestorable(now));
    }

    Optional<Instant> nextAttempt() {
      return order.nextAttemptAt().filter(it -> !order.isRestorable(now));
    }

    String delays() {
      return String.join(" ", OrdersText.delays(OrdersJson.of(status, now)));
    }
  }

  List<Order> orders() {
    return status.orders().orders().stream()
        .map(it -> new Order(it, it.order(), status.orders().at()))
        .toList();
  }

  /** A certificate with the state of its order. */
  record Certified(String state, Certificate certificate) {
    String kind() {
      return certificate.kind() == Certificate.Kind.ERASURE ? "Erasure" : "Purge";
    }

    String places() {
      return counts(certificate.locations());
    }

    String copies() {
      return counts(certificate.copies());
    }
  }

  List<Certified> certified() {
    return Stream.concat(status.orders().orders().stream(), status.orders().recent().stream())
        .flatMap(
            it ->
                it
                    .certificate()
                    .map(that -> new Certified(it.order().state().storedName(), that))
                    .stream())
        .toList();
  }

  private static String counts(List<Finding> findings) {
    return findings.stream()
        .collect(
            Collectors.groupingBy(each -> each.status().storedName(), TreeMap::new, counting()))
        .entrySet()
        .stream()
        .map(each -> each.getValue() + " " + each.getKey())
        .collect(Collectors.joining(", "));
  }

  boolean hasEvents() {
    return !status.events().isEmpty();
  }
}
