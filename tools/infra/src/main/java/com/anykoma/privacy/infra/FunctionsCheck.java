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
 * Compares declared functions with {@link DeployedFunction}: each function has a class and each
 * class a function, with the trigger that the class decodes and exactly the variables it needs.
 */
final class FunctionsCheck {
  /** Variables that any function may have. */
  private static final Set<String> OPTIONAL =
      Set.of(
          Environment.DATABASE,
          Environment.DELETE_RAMP,
          Environment.REALTIME,
          Environment.STRIPE_ACCOUNT,
          "JAVA_TOOL_OPTIONS");

  private FunctionsCheck() {}

  /**
   * Returns the differences.
   *
   * @param file that declares the functions
   */
  static List<SettingsMistake> problems(String file, Collection<DeclaredFunction> declared) {
    List<SettingsMistake> problems = new ArrayList<>();
    Map<String, DeclaredFunction> byName = new TreeMap<>();
    for (DeclaredFunction each : declared) {
      if (byName.put(each.name(), each) != null) {
        problems.add(each.mistake("is declared twice; remove one declaration"));
      }
    }
    Map<String, DeployedFunction> classes =
        Stream.of(DeployedFunction.values())
            .collect(Collectors.toMap(DeployedFunction::functionName, Function.identity()));
    byName.forEach(
        (name, each) -> {
          DeployedFunction function = classes.get(name);
          if (function == null) {
            problems.add(each.mistake("has no class " + name + "Function; add it"));
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
                    new SettingsMistake(file, line, each + "Function is not deployed; declare it"))
            .forEach(problems::add);
    return problems;
  }

  /**
   * Returns the locations of the data map that no declared trigger covers, with their lines.
   *
   * @param file the parsed file of the map
   */
  static List<SettingsMistake> uncovered(
      DataMap map, Setting file, Collection<DeclaredFunction> declared) {
    Map<String, Trigger> triggers = new TreeMap<>();
    declared.forEach(each -> triggers.put(each.name(), each.trigger()));
    return TriggerCoverageCheck.violations(map, triggers).stream()
        .flatMap(each -> each.toException(file).mistakes().stream())
        .toList();
  }

  private static List<SettingsMistake> differences(
      DeclaredFunction declared, DeployedFunction function) {
    List<SettingsMistake> problems = new ArrayList<>();
    if (!declared.trigger().equals(function.trigger())) {
      problems.add(
          declared.mistake(
              "is triggered by %s, but its class decodes %s"
                  .formatted(declared.trigger(), function.trigger())));
    }
    Set<String> needed = new TreeSet<>(Environment.ALWAYS);
    function.variableGroups().stream().map(VariableGroup::variables).forEach(needed::addAll);
    needed.stream()
        .filter(each -> !declared.variables().contains(each))
        .forEach(each -> problems.add(declared.mistake("lacks the variable " + each + "; add it")));
    new TreeSet<>(declared.variables())
        .stream()
            .filter(each -> !needed.contains(each) && !OPTIONAL.contains(each))
            .forEach(
                each ->
                    problems.add(
                        declared.mistake("does not need the variable " + each + "; remove it")));
    return problems;
  }
}
