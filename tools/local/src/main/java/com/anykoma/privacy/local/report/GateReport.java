package com.anykoma.privacy.local.report;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.TerminalText;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.usage.plan.PlanStatus;
import com.anykoma.privacy.usage.training.GateDecision;
import com.anykoma.privacy.usage.training.GateReason;
import com.anykoma.privacy.usage.training.GateService;
import com.anykoma.privacy.usage.training.ItemDecision;
import com.google.gson.annotations.SerializedName;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The gate's decisions about one subject.
 *
 * @param erasure the subject's open erasure request, if any
 * @param at when the decisions were made
 */
public record GateReport(
    SubjectId subject,
    PlanStatus planStatus,
    GateDecision newContent,
    List<ItemDecision> items,
    Optional<RemovalOrder> erasure,
    Instant at) {
  /** Asks the gate about all content of a person. */
  public static GateReport of(
      GateService gate, SubjectId subject, Optional<RemovalOrder> erasure, InstantSource clock) {
    return new GateReport(
        subject,
        gate.planStatus(subject),
        gate.decisionForNewContent(subject),
        gate.decisions(subject),
        erasure.filter(RemovalOrder::isLive),
        clock.instant());
  }

  /** The report as JSON. */
  public Object json() {
    return new Report(
        subject.value(),
        planStatus.plan(),
        planStatus.paidFeatures(),
        !newContent.eligible(),
        erasure.map(it -> it.state().storedName()),
        restorableUntil(),
        items.stream().map(Item::of).toList());
  }

  record Report(
      String uid,
      String plan,
      boolean paidFeatures,
      @SerializedName("protected") boolean isProtected,
      Optional<String> erasure,
      Optional<Instant> restorableUntil,
      List<Item> items) {}

  record Item(String item, boolean eligible, List<String> reasons) {
    static Item of(ItemDecision it) {
      List<String> reasons = it.decision().reasons().stream().map(GateReason::code).toList();
      return new Item(it.item(), it.decision().eligible(), reasons);
    }
  }

  /** The report as text. */
  public String text() {
    StringBuilder out = new StringBuilder();
    out.append(
        TerminalText.format(
            "%s is on the plan %s%s.%nMay it improve the service?",
            subject.value(),
            planStatus.plan(),
            planStatus.paidFeatures() ? ", with paid features" : ""));
    items.forEach(each -> out.append(line(each.item(), each.decision())));
    return out.append(line("new content", newContent)).toString();
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

  /** Explains a reason; distinguishes an erasure in progress from a finished one. */
  private String sentence(GateReason reason) {
    return switch (reason) {
      case ERASED_SUBJECT ->
          erasure.isPresent() ? "its subject is being erased" : reason.description();
      case ERASURE_REQUESTED ->
          restorableUntil()
              .map(it -> "erasure requested, can be revoked until " + it)
              .orElse(reason.description());
      default -> reason.description();
    };
  }

  private Optional<Instant> restorableUntil() {
    return erasure.filter(it -> it.isRestorable(at)).map(RemovalOrder::restorableUntil);
  }
}
