package com.anykoma.privacy.infra;

import com.anykoma.privacy.functions.Trigger;
import com.anykoma.privacy.yaml.Setting;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code iam.yaml}: every right that is granted to anybody, and why. Every complaint names the
 * line.
 *
 * @param roles the permissions of our own roles
 * @param entries in the order of the file
 */
record GrantsFile(Map<String, Set<String>> roles, List<Entry> entries) {
  /** Whoever is on the internet. */
  static final String EVERYBODY = "everybody";

  /** What a person is given for an hour when another person grants it. */
  static final String PEOPLE = "people";

  private static final List<String> KINDS = List.of("functions", "accounts", "agents", PEOPLE);

  /**
   * One line of the file.
   *
   * @param kind of the holder: {@code functions}, {@code accounts}, {@code agents}, {@code people}
   *     or {@code everybody}
   * @param targets as the file names them, {@code function/http} and {@code function/event}
   *     included
   */
  record Entry(String kind, String holder, String role, List<String> targets, String why) {
    Entry {
      Objects.requireNonNull(kind);
      Objects.requireNonNull(holder);
      Objects.requireNonNull(role);
      targets = List.copyOf(targets);
      Objects.requireNonNull(why);
    }
  }

  GrantsFile {
    roles = Map.copyOf(roles);
    entries = List.copyOf(entries);
  }

  /**
   * @throws com.anykoma.privacy.yaml.SettingsException for what is malformed
   */
  static GrantsFile read(Setting root) {
    root.allowKeys("roles", "functions", "accounts", "agents", PEOPLE, EVERYBODY);
    Map<String, Set<String>> roles = new TreeMap<>();
    root.get("roles")
        .members()
        .forEach((name, each) -> roles.put(name, new TreeSet<>(each.strings())));
    List<Entry> entries = new ArrayList<>();
    for (String kind : KINDS) {
      root.get(kind)
          .members()
          .forEach((holder, each) -> entries.addAll(entries(kind, holder, each)));
    }
    entries.addAll(entries(EVERYBODY, EVERYBODY, root.get(EVERYBODY)));
    return new GrantsFile(roles, entries);
  }

  private static List<Entry> entries(String kind, String holder, Setting grants) {
    return grants.list().stream()
        .map(
            each ->
                new Entry(
                    kind,
                    holder,
                    each.allowKeys("role", "target", "why").get("role").string(),
                    each.get("target").strings(),
                    each.get("why").string()))
        .toList();
  }

  /**
   * All standing rights, each by itself.
   *
   * @param functions what {@code function/http} and {@code function/event} stand for
   */
  Set<Grant> grants(Collection<DeclaredFunction> functions) {
    return single(each -> !each.kind().equals(PEOPLE), functions);
  }

  /** What people may be given for an hour. */
  Set<Grant> forAnHour() {
    return single(each -> each.kind().equals(PEOPLE), List.of());
  }

  private Set<Grant> single(Predicate<Entry> which, Collection<DeclaredFunction> functions) {
    return entries.stream()
        .filter(which)
        .flatMap(
            each ->
                each.targets().stream()
                    .flatMap(target -> single(target, functions))
                    .map(target -> new Grant(each.holder(), each.role(), target)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<String> single(String target, Collection<DeclaredFunction> functions) {
    boolean http = target.equals("function/http");
    if (!http && !target.equals("function/event")) {
      return Stream.of(target);
    }
    return functions.stream()
        .filter(each -> each.trigger() instanceof Trigger.Http == http)
        .map(each -> "function/" + each.name());
  }
}
