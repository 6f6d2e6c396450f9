package com.anykoma.privacy.local;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.TerminalText;
import com.anykoma.privacy.plan.Standing;
import com.anykoma.privacy.training.GateDecision;
import com.anykoma.privacy.training.GateReason;
import com.anykoma.privacy.training.GateService;
import com.anykoma.privacy.training.ItemDecision;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.stream.Collectors;

/** The gate's answers about one subject. */
record GateReport(
    SubjectId subject, Standing standing, GateDecision newContent, List<ItemDecision> items) {
  static GateReport of(GateService gate, SubjectId subject) {
    return new GateReport(
        subject,
        gate.standing(subject),
        gate.decisionForNewContent(subject),
        gate.decisions(subject));
  }

  String json() {
    JsonObject json = new JsonObject();
    json.addProperty("uid", subject.value());
    json.addProperty("plan", standing.plan().word());
    json.addProperty("paidFeatures", standing.paidFeatures());
    json.addProperty("protected", !newContent.eligible());
    JsonArray listed = new JsonArray();
    items.forEach(each -> listed.add(json(each)));
    json.add("items", listed);
    return Console.text(json);
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

  String text() {
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

  private static String line(String item, GateDecision decision) {
    return TerminalText.format(
        "%n  %-24s %s", item, decision.eligible() ? "yes" : "no: " + why(decision));
  }

  static String why(GateDecision decision) {
    return decision.reasons().stream().map(GateReason::sentence).collect(Collectors.joining("; "));
  }
}
