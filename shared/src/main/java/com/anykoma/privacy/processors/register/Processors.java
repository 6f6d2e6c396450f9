package com.anykoma.privacy.processors.register;

import com.anykoma.privacy.processors.egress.OutboundHosts;
import com.anykoma.privacy.processors.register.Processor.Fact;
import com.anykoma.privacy.yaml.Setting;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The register of processors, from {@code processors.yaml} (P27, P28, P31). The privacy page has to
 * name all of them, so a processor that the page leaves out is a finding until it is named there.
 *
 * @param heading of the page's section that lists the processors
 * @param maxAge how long a fact stays valid after its check
 */
public record Processors(String heading, Duration maxAge, List<Processor> all) {
  private static final Pattern ITEM = Pattern.compile("(?m)^[-*] (.+)$");

  public Processors {
    all = List.copyOf(all);
  }

  /**
   * Reads the register.
   *
   * @throws com.anykoma.privacy.yaml.SettingsException with the line of every mistake
   */
  public static Processors read(Setting root) {
    root.allowKeys("heading", "maxAge", "processors");
    return new Processors(
        root.get("heading").string(),
        root.get("maxAge").duration(),
        List.copyOf(root.get("processors").readEachMember(Processor::read).values()));
  }

  /** The hosts of all processors. */
  public OutboundHosts hosts() {
    return new OutboundHosts(
        all.stream().flatMap(each -> each.hosts().patterns().stream()).distinct().toList());
  }

  /**
   * The contradictions between the register, the page and the date, as short fixed texts.
   *
   * @param page the text of {@code page.md}
   */
  public List<String> findings(String page, Instant now) {
    List<String> findings = new ArrayList<>();
    for (Processor each : all) {
      if (!names(page, each)) {
        findings.add("the page does not name the processor " + each.id());
      }
      each.facts().stream()
          .filter(fact -> isTooOld(fact, now))
          .map(fact -> "the fact " + fact.fact() + " of " + each.id() + " has to be checked again")
          .forEach(findings::add);
    }
    listed(page).stream()
        .filter(item -> all.stream().noneMatch(each -> item.startsWith(each.name())))
        .map(item -> "processors.yaml has no entry for the page's item '" + item + "'")
        .forEach(findings::add);
    return findings;
  }

  private static boolean names(String page, Processor processor) {
    return Pattern.compile("(?<!\\w)" + Pattern.quote(processor.name()) + "(?!\\w)")
        .matcher(page)
        .find();
  }

  private boolean isTooOld(Fact fact, Instant now) {
    return now.isAfter(fact.checkedAt().atStartOfDay(ZoneOffset.UTC).toInstant().plus(maxAge));
  }

  /** The items of the lists in the page's section; a section of prose has none. */
  private List<String> listed(String page) {
    String[] parts = ("\n" + page).split("\n## " + Pattern.quote(heading) + "\n", 2);
    return parts.length < 2
        ? List.of()
        : ITEM.matcher(parts[1].split("\n## ", 2)[0])
            .results()
            .map((MatchResult it) -> it.group(1))
            .toList();
  }
}
