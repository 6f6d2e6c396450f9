package com.anykoma.privacy.infra;

import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.functions.DeployedFunction;
import com.anykoma.privacy.functions.Environment;
import com.anykoma.privacy.functions.Trigger;
import com.anykoma.privacy.functions.TriggerCoverageCheck;
import com.anykoma.privacy.functions.VariableGroup;
import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsMistake;
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
   * What does not agree.
   *
   * @param file that declares them
   */
  static List<SettingsMistake> problems(String file, Collection<DeclaredFunction> declared) {
    List<SettingsMistake> problems = new ArrayList<>();
    Map<String, DeclaredFunction> byName = new TreeMap<>();
    for (DeclaredFunction each : declared) {
      if (byName.put(each.name(), each) != null) {
        problems.add(each.mistake("is deployed twice"));
      }
    }
    Map<String, DeployedFunction> classes =
        Stream.of(DeployedFunction.values())
            .collect(Collectors.toMap(DeployedFunction::functionName, Function.identity()));
    byName.forEach(
        (name, each) -> {
          DeployedFunction function = classes.get(name);
          if (function == null) {
            problems.add(each.mistake("has no class " + name + "Function"));
          } else {
            problems.addAll(differences(each, function));
          }
        });
    int line = declared.stream().mapToInt(DeclaredFunction::line).max().orElse(0);
    new TreeSet<>(classes.keySet())
        .stream()
            .filter(each -> !byName.containsKey(each))
            .map(
                each ->
                    new SettingsMistake(file, line, "the class of " + each + " is not deployed"))
            .forEach(problems::add);
    return problems;
  }

  /**
   * The promises of the data map that what is declared does not keep, with file and line.
   *
   * @param file that the map was read from
   */
  static List<SettingsMistake> broken(
      DataMap map, Setting file, Collection<DeclaredFunction> declared) {
    Map<String, Trigger> triggers = new TreeMap<>();
    declared.forEach(each -> triggers.put(each.name(), each.trigger()));
    return TriggerCoverageCheck.broken(map, triggers).stream()
        .flatMap(each -> each.in(file).mistakes().stream())
        .toList();
  }

  private static List<SettingsMistake> differences(
      DeclaredFunction declared, DeployedFunction function) {
    List<SettingsMistake> problems = new ArrayList<>();
    if (!declared.trigger().equals(function.trigger())) {
      problems.add(
          declared.mistake(
              "is triggered by %s, and its class decodes %s"
                  .formatted(declared.trigger(), function.trigger())));
    }
    Set<String> needed = new TreeSet<>(Environment.ALWAYS);
    function.variableGroups().stream().map(VariableGroup::variables).forEach(needed::addAll);
    needed.stream()
        .filter(each -> !declared.variables().contains(each))
        .forEach(
            each -> problems.add(declared.mistake("is not given " + each + ", which it needs")));
    new TreeSet<>(declared.variables())
        .stream()
            .filter(each -> !needed.contains(each) && !FOR_ALL.contains(each))
            .forEach(
                each ->
                    problems.add(
                        declared.mistake("is given " + each + ", which it does not need")));
    return problems;
  }
}
