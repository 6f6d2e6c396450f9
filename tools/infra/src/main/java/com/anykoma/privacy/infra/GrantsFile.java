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
 * {@code iam.yaml}: all IAM grants with their reasons. Every mistake names its line.
 *
 * @param roles the permissions of each custom role
 * @param entries in the order of the file
 */
record GrantsFile(Map<String, Set<String>> roles, List<Entry> entries) {
  /** All callers, authenticated or not: {@code allUsers}. */
  static final String EVERYBODY = "everybody";

  /** The kind of temporary grants: for one hour, with another person's approval. */
  static final String PEOPLE = "people";

  private static final List<String> KINDS = List.of("functions", "accounts", "agents", PEOPLE);

  /**
   * One grant of the file.
   *
   * @param kind of the holder: {@code functions}, {@code accounts}, {@code agents}, {@code people}
   *     or {@code everybody}
   * @param targets as the file names them, including {@code function/http} and {@code
   *     function/event}
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
   * @throws com.anykoma.privacy.yaml.SettingsException when the file is malformed
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
   * Returns all permanent grants, one for each target.
   *
   * @param functions to which {@code function/http} and {@code function/event} expand
   */
  Set<Grant> grants(Collection<DeclaredFunction> functions) {
    return expand(each -> !each.kind().equals(PEOPLE), functions);
  }

  /** The grants that people may request for one hour. */
  Set<Grant> temporaryGrants() {
    return expand(each -> each.kind().equals(PEOPLE), List.of());
  }

  private Set<Grant> expand(Predicate<Entry> filter, Collection<DeclaredFunction> functions) {
    return entries.stream()
        .filter(filter)
        .flatMap(
            each ->
                each.targets().stream()
                    .flatMap(target -> expand(target, functions))
                    .map(target -> new Grant(each.holder(), each.role(), target)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<String> expand(String target, Collection<DeclaredFunction> functions) {
    boolean http = target.equals("function/http");
    if (!http && !target.equals("function/event")) {
      return Stream.of(target);
    }
    return functions.stream()
        .filter(each -> each.trigger() instanceof Trigger.Http == http)
        .map(each -> "function/" + each.name());
  }
}
