package com.anykoma.privacy.local.infra;

import com.anykoma.privacy.datamap.DataMap;
import com.anykoma.privacy.functions.Deployed;
import com.anykoma.privacy.functions.Environment;
import com.anykoma.privacy.functions.MapPromises;
import com.anykoma.privacy.functions.Need;
import com.anykoma.privacy.functions.Trigger;
import com.anykoma.privacy.settings.Setting;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether what is declared to be deployed is what there is: each function has a class and each
 * class a function, is triggered by what the class decodes, and is given what it needs and no more.
 */
final class FunctionsCheck {
  /** What may be set for any function, and need not be. */
  private static final Set<String> FOR_ALL =
      Set.of(
          Environment.DATABASE,
          Environment.DELETE_RAMP,
          Environment.STRIPE_ACCOUNT,
          "JAVA_TOOL_OPTIONS");

  private FunctionsCheck() {}

  /**
   * What does not agree, a sentence each.
   *
   * @param where they are declared, which the sentences begin with
   */
  static List<String> problems(String where, Collection<DeclaredFunction> declared) {
    List<String> problems = new ArrayList<>();
    Map<String, DeclaredFunction> byName = new TreeMap<>();
    for (DeclaredFunction each : declared) {
      if (byName.put(each.name(), each) != null) {
        problems.add(where + ": " + each.name() + " is deployed twice");
      }
    }
    Map<String, Deployed> classes =
        Stream.of(Deployed.values())
            .collect(Collectors.toMap(Deployed::functionName, Function.identity()));
    byName.forEach(
        (name, each) -> {
          Deployed function = classes.get(name);
          if (function == null) {
            problems.add(where + ": " + name + " has no class " + name + "Function");
          } else {
            problems.addAll(differences(where, each, function));
          }
        });
    new TreeSet<>(classes.keySet())
        .stream()
            .filter(each -> !byName.containsKey(each))
            .forEach(each -> problems.add(where + ": the class of " + each + " is not deployed"));
    return problems;
  }

  /** The promises of the data map that what is declared does not keep, with file and line. */
  static List<String> broken(Collection<DeclaredFunction> declared) {
    Map<String, Trigger> triggers = new TreeMap<>();
    declared.forEach(each -> triggers.put(each.name(), each.trigger()));
    Setting map = Setting.resource("datamap.yaml");
    return MapPromises.broken(DataMap.read(map), triggers).stream()
        .map(each -> String.valueOf(each.in(map).getMessage()))
        .toList();
  }

  private static List<String> differences(
      String where, DeclaredFunction declared, Deployed function) {
    String it = where + ": " + declared.name();
    List<String> problems = new ArrayList<>();
    if (!declared.trigger().equals(function.trigger())) {
      problems.add(
          "%s is triggered by %s, and its class decodes %s"
              .formatted(it, declared.trigger(), function.trigger()));
    }
    Set<String> needed = new TreeSet<>(Environment.ALWAYS);
    function.needs().stream().map(Need::variables).forEach(needed::addAll);
    needed.stream()
        .filter(each -> !declared.variables().contains(each))
        .forEach(each -> problems.add(it + " is not given " + each + ", which it needs"));
    new TreeSet<>(declared.variables())
        .stream()
            .filter(each -> !needed.contains(each) && !FOR_ALL.contains(each))
            .forEach(each -> problems.add(it + " is given " + each + ", which it does not need"));
    return problems;
  }
}
