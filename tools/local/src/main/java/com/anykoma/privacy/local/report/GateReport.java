package com.anykoma.privacy.local.report;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.TerminalText;
import com.anykoma.privacy.retention.removal.Order;
import com.anykoma.privacy.usage.plan.Standing;
import com.anykoma.privacy.usage.training.GateDecision;
import com.anykoma.privacy.usage.training.GateReason;
import com.anykoma.privacy.usage.training.GateService;
import com.anykoma.privacy.usage.training.ItemDecision;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The gate's answers about one subject.
 *
 * @param erasure the order to erase them that is not done yet
 * @param at when this was so
 */
public record GateReport(
    SubjectId subject,
    Standing standing,
    GateDecision newContent,
    List<ItemDecision> items,
    Optional<Order> erasure,
    Instant at) {
  /** Asks the gate about everything that a person has made. */
  public static GateReport of(
      GateService gate, SubjectId subject, Optional<Order> erasure, InstantSource clock) {
    return new GateReport(
        subject,
        gate.standing(subject),
        gate.decisionForNewContent(subject),
        gate.decisions(subject),
        erasure.filter(Order::isLive),
        clock.instant());
  }

  /** The report for a program. */
  public JsonObject json() {
    JsonObject json = new JsonObject();
    json.addProperty("uid", subject.value());
    json.addProperty("plan", standing.plan().word());
    json.addProperty("paidFeatures", standing.paidFeatures());
    json.addProperty("protected", !newContent.eligible());
    erasure.ifPresent(it -> json.addProperty("erasure", it.state().word()));
    restorableUntil().ifPresent(it -> json.addProperty("restorableUntil", it.toString()));
    JsonArray listed = new JsonArray();
    items.forEach(each -> listed.add(json(each)));
    json.add("items", listed);
    return json;
  }

  private static JsonObject json(ItemDecision item) {
    JsonArray reasons = new JsonArray();
    item.decision().reasons().forEach(reason -> reasons.add(reason.word()));
    JsonObject json = new JsonObject();
    json.addProperty("item", item.item());
    json.addProperty("eligible", item.decision().eligible());
    json.add("reasons", reasons);
    return json;
  }

  /** The report for a person. */
  public String text() {
    StringBuilder out = new StringBuilder();
    out.append(
        TerminalText.format(
            "%s is on the plan %s%s.%nMay it improve the service?",
            subject.value(),
            standing.plan().word(),
            standing.paidFeatures() ? ", with paid features" : ""));
    items.forEach(each -> out.append(line(each.item(), each.decision())));
    return out.append(line("anything new", newContent)).toString();
  }

  private String line(String item, GateDecision decision) {
    String name = TerminalText.of(item);
    return decision.eligible()
        ? String.format(Locale.ROOT, "%n  %-24s yes", name)
        : String.format(
            Locale.ROOT,
            "%n  %s%n    no: %s",
            name,
            decision.reasons().stream()
                .map(this::sentence)
                .collect(Collectors.joining(";" + System.lineSeparator() + "        ")));
  }

  /** Somebody is called erased only once they are. */
  private String sentence(GateReason reason) {
    return switch (reason) {
      case ERASED_SUBJECT ->
          erasure.isPresent() ? "its subject is being erased" : reason.sentence();
      case ERASURE_REQUESTED ->
          restorableUntil()
              .map(it -> "asked to be erased, can be taken back until " + it)
              .orElse(reason.sentence());
      default -> reason.sentence();
    };
  }

  private Optional<Instant> restorableUntil() {
    return erasure.filter(it -> it.isRestorable(at)).map(Order::restorableUntil);
  }
}
