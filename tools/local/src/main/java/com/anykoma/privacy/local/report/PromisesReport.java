package com.anykoma.privacy.local.report;

import com.anykoma.privacy.changes.policy.Contradiction;
import com.anykoma.privacy.changes.policy.Promise;
import com.anykoma.privacy.changes.policy.PromiseRegister;
import com.anykoma.privacy.local.console.Console;
import com.anykoma.privacy.local.console.Templates;
import com.google.gson.JsonElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The register of promises with the classes and tests that refer to each entry.
 *
 * @param sources of the project
 */
public record PromisesReport(PromiseRegister register, PromiseSources sources) {
  private static final int COLUMNS = 80;

  private Map<String, Integer> tests(Promise promise) {
    return sources.testsOf(promise.id());
  }

  private Set<String> classes(Promise promise) {
    return sources.classes().getOrDefault(promise.id(), Set.of());
  }

  /** The report as JSON. */
  public JsonElement json() {
    return Console.jsonWithNulls(report());
  }

  private Report report() {
    return new Report(register.all().stream().map(this::line).toList(), register.contradictions());
  }

  private Line line(Promise promise) {
    return new Line(
        promise.id(),
        promise.kind().words(),
        promise.sentences(),
        promise.rule(),
        promise.state().storedName(),
        promise.missing(),
        promise.functions(),
        promise.checks(),
        promise.evidence(),
        register.contradictionsOf(promise.id()),
        List.copyOf(classes(promise)),
        List.copyOf(tests(promise).keySet()));
  }

  record Report(List<Line> promises, Map<String, Contradiction> contradictions) {}

  record Line(
      String id,
      String kind,
      List<String> sentences,
      String rule,
      String status,
      Optional<String> missing,
      List<String> functions,
      List<String> checks,
      String evidence,
      List<String> contradictions,
      List<String> classes,
      List<String> tests) {}

  /** One line of at most 80 columns for each entry, then the counts. */
  public String text() {
    List<String> lines = new ArrayList<>();
    for (Promise each : register.all()) {
      String line =
          String.format(
              Locale.ROOT,
              "%-4s %-8s %3d %s",
              each.id(),
              each.state().storedName(),
              tests(each).values().stream().mapToInt(Integer::intValue).sum(),
              each.sentences().isEmpty() ? each.rule() : each.sentences().get(0));
      lines.add(
          line.length() <= COLUMNS ? line : line.substring(0, COLUMNS - 3).stripTrailing() + "...");
    }
    lines.add(counts() + " Third column: annotated tests.");
    return String.join("\n", lines);
  }

  private String counts() {
    Map<Promise.State, Long> counted =
        register.all().stream()
            .collect(Collectors.groupingBy(Promise::state, Collectors.counting()));
    return String.format(
        Locale.ROOT,
        "%d kept, %d partial, %d open.",
        counted.getOrDefault(Promise.State.KEPT, 0L),
        counted.getOrDefault(Promise.State.PARTIAL, 0L),
        counted.getOrDefault(Promise.State.OPEN, 0L));
  }

  /** The text of {@code docs/promises.md}. */
  public String page() {
    List<Map<String, Object>> contradictions = new ArrayList<>();
    register
        .contradictions()
        .forEach((id, it) -> contradictions.add(Map.of("id", id, "contradiction", it)));
    return Templates.text("/report/promises.mustache")
        .execute(Map.of("counts", counts(), "report", report(), "contradictions", contradictions))
        .stripTrailing()
        .concat("\n");
  }
}
