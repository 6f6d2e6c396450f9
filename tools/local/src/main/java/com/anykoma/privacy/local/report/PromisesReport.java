package com.anykoma.privacy.local.report;

import com.anykoma.privacy.changes.policy.Contradiction;
import com.anykoma.privacy.changes.policy.Promise;
import com.anykoma.privacy.changes.policy.PromiseRegister;
import com.anykoma.privacy.local.console.Console;
import com.google.gson.JsonElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The register of promises with the classes and tests that refer to each entry.
 *
 * @param sources of the project
 */
public record PromisesReport(PromiseRegister register, PromiseSources sources) {
  private static final int COLUMNS = 80;

  /** The wrong ids in the sources, and the kept promises without a test. */
  public List<String> mistakes() {
    List<String> mistakes = new ArrayList<>();
    Set<String> used = new TreeSet<>(sources.classes().keySet());
    used.addAll(sources.tests().keySet());
    for (String each : used) {
      if (register.find(each).isEmpty()) {
        mistakes.add("the sources refer to " + each + ", which promises.yaml does not have");
      }
    }
    for (Promise each : register.all()) {
      if (each.isKept() && tests(each).isEmpty()) {
        mistakes.add(
            each.id() + " is marked as kept, and no test has @Keeps(\"" + each.id() + "\")");
      }
    }
    return mistakes;
  }

  private Map<String, Integer> tests(Promise promise) {
    return sources.testsOf(promise.id());
  }

  private Set<String> classes(Promise promise) {
    return sources.classes().getOrDefault(promise.id(), Set.of());
  }

  /** The report as JSON. */
  public JsonElement json() {
    return Console.jsonWithNulls(
        new Report(
            register.all().stream()
                .map(
                    each ->
                        new Line(
                            each.id(),
                            each.kind().storedName(),
                            each.sentences(),
                            each.rule(),
                            each.state().storedName(),
                            each.missing(),
                            each.functions(),
                            each.checks(),
                            each.evidence(),
                            register.contradictionsOf(each.id()),
                            classes(each),
                            tests(each).keySet()))
                .toList(),
            register.contradictions(),
            mistakes()));
  }

  record Report(
      List<Line> promises, Map<String, Contradiction> contradictions, List<String> mistakes) {}

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
      Set<String> classes,
      Set<String> tests) {}

  /** One line of at most 80 columns for each entry, then the counts and the mistakes. */
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
    lines.addAll(mistakes());
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
    StringBuilder page =
        new StringBuilder(
            """
            # The promises, their rules and their tests

            Each promise has an id from P1, each edge case that has broken such a promise elsewhere an id from E1. Rules
            and statuses come from [promises.yaml](../shared/src/main/resources/privacy/promises.yaml), the sentences of
            the [privacy page](../privacy/page.md) that oblige the software from [sentences.yaml](../privacy/sentences.yaml),
            classes and tests from the sources: main classes that name the id, and test classes with `@Keeps`, with the
            number of annotations. `./run promises --page` prints this file; a test compares it and fails for an unknown
            id and for a kept promise without a test. `./run promises check` also requires that each promise has a
            deployed function and a live check, and each absolute one an invariant test.

            """);
    page.append(counts()).append('\n');
    for (Promise each : register.all()) {
      String kind = each.kind() == Promise.Kind.EDGE_CASE ? "" : ", " + each.kind().words();
      page.append("\n## %s: %s%s%n%n".formatted(each.id(), each.state().storedName(), kind));
      each.sentences().forEach(it -> page.append("> ").append(it).append("\n\n"));
      page.append(each.rule()).append('\n');
      each.missing().ifPresent(it -> page.append("\n**Missing:** ").append(it).append('\n'));
      if (!each.evidence().isEmpty()) {
        page.append("\nEvidence: ").append(each.evidence()).append('\n');
      }
      append(page, "Contradictions", register.contradictionsOf(each.id()));
      append(page, "Functions", each.functions().stream().map(it -> "`" + it + "`").toList());
      append(page, "Live checks", each.checks());
      append(page, "Classes", classes(each).stream().map(it -> "`" + it + "`").toList());
      append(
          page,
          "Tests",
          tests(each).entrySet().stream()
              .map(it -> "`" + it.getKey() + "` (" + it.getValue() + ")")
              .toList());
    }
    page.append("\n## Contradictions of the page\n");
    register
        .contradictions()
        .forEach(
            (id, each) -> {
              page.append("\n**%s** (%s)%n%n".formatted(id, each.state().storedName()));
              each.readings().forEach(it -> page.append("> ").append(it).append("\n\n"));
              page.append("Strict reading: ").append(each.strict()).append('\n');
              append(page, "Promises", each.promises());
            });
    return page.toString();
  }

  private static void append(StringBuilder page, String title, List<String> names) {
    if (!names.isEmpty()) {
      page.append("\n").append(title).append(": ").append(String.join(", ", names)).append('\n');
    }
  }
}
