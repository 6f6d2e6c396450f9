package com.anykoma.privacy.infra;

import com.anykoma.privacy.functions.DeployedFunction;
import com.anykoma.privacy.functions.Environment;
import com.anykoma.privacy.functions.Trigger;
import com.anykoma.privacy.functions.VariableGroup;
import com.anykoma.privacy.yaml.SettingsMistake;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
          Environment.ORIGINS,
          Environment.REALTIME,
          Environment.STRIPE_ACCOUNT,
          "JAVA_TOOL_OPTIONS");

  private FunctionsCheck() {}

  /**
   * Returns the differences.
   *
   * @param file that declares the functions
   * @param declared a plan has a function once for each pattern of the documents that trigger it
   * @param expected the functions that must be declared
   */
  static List<SettingsMistake> problems(
      String file, Collection<DeclaredFunction> declared, Collection<DeployedFunction> expected) {
    List<SettingsMistake> problems = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Map<String, DeployedFunction> classes =
        Stream.of(DeployedFunction.values())
            .collect(Collectors.toMap(DeployedFunction::functionName, Function.identity()));
    for (DeclaredFunction each : declared) {
      DeployedFunction function = classes.get(each.name());
      if (!names.add(each.name()) && !(each.trigger() instanceof Trigger.DocumentWritten)) {
        problems.add(each.mistake("is declared twice; remove one declaration"));
      }
      if (function == null) {
        problems.add(each.mistake("has no class " + each.name() + "Function; add it"));
      } else {
        problems.addAll(differences(each, function));
      }
    }
    int line = declared.stream().mapToInt(DeclaredFunction::line).max().orElse(0);
    expected.stream()
        .map(DeployedFunction::functionName)
        .filter(each -> !names.contains(each))
        .sorted()
        .map(each -> new SettingsMistake(file, line, each + "Function is not deployed; declare it"))
        .forEach(problems::add);
    return problems;
  }

  /** Returns the differences of {@code functions.yaml}, which declares every function. */
  static List<SettingsMistake> problems(Collection<DeclaredFunction> declared) {
    return problems("functions.yaml", declared, List.of(DeployedFunction.values()));
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
