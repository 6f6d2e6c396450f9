package com.anykoma.privacy.local.demo;

import com.anykoma.privacy.local.cloud.Latencies;
import com.anykoma.privacy.local.console.Console;
import com.anykoma.privacy.usage.training.GateReason;
import com.anykoma.privacy.usage.training.ItemDecision;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi;

/** Prints the demo's story, and collects its claims for the table at the end. */
public final class StoryOutput {
  private static final Comparator<String> REGISTER_ORDER =
      Comparator.comparing((String id) -> id.charAt(0) != 'P')
          .thenComparing(id -> Integer.valueOf(id.substring(1)));

  private final PrintWriter out;
  private final Ansi ansi;
  private final List<Claim> claims = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();
  private int steps;

  /** Creates an output with colours if {@code ansi} enables them. */
  public StoryOutput(PrintWriter out, Ansi ansi) {
    this.out = out;
    this.ansi = ansi;
  }

  /** Prints the title of the next step. */
  public void step(String title) {
    steps++;
    line("");
    line("@|bold,cyan " + steps + ". " + title + "|@");
  }

  /** Whether the product has a subject of the story; else its claims are left out. */
  boolean has(boolean subject, String name) {
    if (!subject) {
      leftOut.add(name);
    }
    return subject;
  }

  /** Prints one detail of the current step. */
  void detail(String sentence) {
    line("   " + sentence);
  }

  /** Prints the gate's decision for each item of a person. */
  void gate(String person, List<ItemDecision> decisions) {
    for (ItemDecision each : decisions) {
      String verdict =
          each.decision().eligible()
              ? "@|green yes|@"
              : "@|yellow no |@ ("
                  + each.decision().reasons().stream()
                      .map(GateReason::code)
                      .collect(Collectors.joining(", "))
                  + ")";
      line(
          "     @|faint gate|@ "
              + String.format(Locale.ROOT, "%-26s ", person + ": " + each.item())
              + verdict);
    }
  }

  /** Records and prints a claim, {@code held} if the stores confirm it, with its promises' ids. */
  public void claim(String sentence, boolean held, String promises) {
    claims.add(new Claim(List.of(promises.split(" ", -1)), sentence, held));
    String mark = held ? "@|bold,green held  |@" : "@|bold,red BROKEN|@";
    line("   " + mark + " " + sentence + " @|faint [" + promises + "]|@");
  }

  /** Prints the latencies from the time of an event until its function accepted it. */
  void latencies(Map<String, Latencies> byFunction) {
    if (byFunction.isEmpty()) {
      return;
    }
    line("");
    line("@|bold event delivered to events    median       max|@");
    byFunction.forEach(
        (function, each) ->
            line(
                String.format(
                    Locale.ROOT,
                    "%-18s %9d %6d ms %6d ms",
                    function,
                    each.count(),
                    each.quantile(0.5).toMillis(),
                    each.quantile(1).toMillis())));
  }

  /** Prints the claims by promise; returns whether all of them held. */
  public boolean conclude() {
    Map<String, List<Claim>> byPromise = new TreeMap<>(REGISTER_ORDER);
    for (Claim claim : claims) {
      for (String promise : claim.promises()) {
        byPromise.computeIfAbsent(promise, each -> new ArrayList<>()).add(claim);
      }
    }
    line("");
    line("@|bold promise  claims  verdict|@");
    byPromise.forEach(this::verdict);
    long broken = claims.stream().filter(each -> !each.held()).count();
    line("");
    if (!leftOut.isEmpty()) {
      line("Left out, because the product has none: " + String.join("; ", leftOut) + ".");
    }
    line(
        broken == 0
            ? "@|bold,green All " + claims.size() + " claims held.|@"
            : "@|bold,red " + broken + " of " + claims.size() + " claims are broken.|@");
    return broken == 0;
  }

  private void verdict(String promise, List<Claim> of) {
    List<String> broken = of.stream().filter(each -> !each.held()).map(Claim::sentence).toList();
    line(
        String.format(Locale.ROOT, "%-8s %6d  ", promise, of.size())
            + (broken.isEmpty()
                ? "@|green held|@"
                : "@|bold,red BROKEN|@: " + String.join("; ", broken)));
  }

  List<Claim> claims() {
    return List.copyOf(claims);
  }

  private void line(String text) {
    Console.printMarkup(out, ansi, text);
  }

  /** A sentence that the demo has checked against the stores, with its promises' ids. */
  record Claim(List<String> promises, String sentence, boolean held) {
    Claim {
      promises = List.copyOf(promises);
      Objects.requireNonNull(sentence);
    }
  }
}
