package com.anykoma.privacy.local.replay;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.usage.consent.ConsentPeriod;
import com.anykoma.privacy.usage.plan.Standing;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a replay led to.
 *
 * @param parked the ids of the events that wait for their customer to be known
 */
record ReplayReport(List<Answered> events, List<Ended> subjects, List<String> parked) {
  /** An event and its answer. */
  record Answered(
      Optional<String> id,
      Optional<String> type,
      Optional<Integer> status,
      Optional<String> answer) {
    boolean isTaken() {
      return status.filter(it -> it < ERRORS_FROM).isPresent();
    }
  }

  private static final int ERRORS_FROM = 300;

  /** Where a subject stands in the end. */
  record Ended(
      SubjectId subject,
      Standing standing,
      boolean isProtected,
      List<String> reasons,
      List<ConsentPeriod> consents) {}

  boolean allTaken() {
    return events.stream().allMatch(Answered::isTaken);
  }

  /** How many events were not taken, with each answer of the function. */
  List<String> refusals() {
    Map<String, Long> refusals =
        events.stream()
            .filter(each -> !each.isTaken())
            .collect(
                Collectors.groupingBy(
                    each -> each.answer().orElse("no answer").strip(),
                    TreeMap::new,
                    Collectors.counting()));
    return refusals.entrySet().stream()
        .map(each -> "refused: " + each.getValue() + " " + each.getKey())
        .toList();
  }

  JsonObject json() {
    JsonObject report = new JsonObject();
    report.add("events", array(events.stream().map(ReplayReport::json).toList()));
    report.add("subjects", array(subjects.stream().map(ReplayReport::json).toList()));
    report.add("parked", strings(parked));
    return report;
  }

  private static JsonObject json(Answered event) {
    JsonObject json = new JsonObject();
    json.addProperty("id", event.id().orElse(null));
    json.addProperty("type", event.type().orElse(null));
    json.addProperty("status", event.status().orElse(null));
    return json;
  }

  private static JsonObject json(Ended subject) {
    JsonObject json = new JsonObject();
    json.addProperty("uid", subject.subject().value());
    json.addProperty("plan", subject.standing().plan().word());
    json.addProperty("paidFeatures", subject.standing().paidFeatures());
    json.addProperty("protected", subject.isProtected());
    json.add("reasons", strings(subject.reasons()));
    json.add("consents", array(subject.consents().stream().map(ReplayReport::json).toList()));
    return json;
  }

  private static JsonObject json(ConsentPeriod period) {
    JsonObject json = new JsonObject();
    json.addProperty("from", period.from().toString());
    json.addProperty("to", period.to().map(Object::toString).orElse(null));
    json.addProperty("plan", period.plan().word());
    json.addProperty("state", period.state().name());
    json.addProperty("basis", period.basis().name().toLowerCase(Locale.ROOT));
    json.addProperty("policyVersion", period.source().policyVersion().orElse(null));
    json.addProperty("sourceEvent", period.source().sourceEvent());
    json.addProperty("sourceTime", period.source().sourceTime().toString());
    json.addProperty("recordedAt", period.source().recordedAt().toString());
    return json;
  }

  private static JsonArray strings(List<String> values) {
    JsonArray array = new JsonArray();
    values.forEach(array::add);
    return array;
  }

  private static JsonArray array(List<JsonObject> values) {
    JsonArray array = new JsonArray();
    values.forEach(array::add);
    return array;
  }
}
