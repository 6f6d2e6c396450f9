package com.anykoma.privacy.local.report;

import com.anykoma.privacy.changes.policy.Promise;
import com.anykoma.privacy.changes.policy.PromiseRegister;
import com.anykoma.privacy.functions.DeployedFunction;
import com.anykoma.privacy.infra.InfraFiles;
import com.anykoma.privacy.yaml.Setting;
import com.google.common.collect.Sets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks that each promise has a test, a deployed function and a live check, and each absolute one
 * an invariant test; that each edge case has a test.
 *
 * @param classes the names of the functions in {@code DeployedFunction}
 * @param deployed the names of the functions in {@code functions.yaml}
 * @param ran the test classes that ran, as {@link TestReports} reads them; empty to accept each
 *     test that exists
 */
public record PromiseCheck(
    PromiseRegister register,
    PromiseSources sources,
    Set<String> classes,
    Set<String> deployed,
    Optional<Set<String>> ran) {
  /** A reason why an entry of the register is not kept, without its id. */
  public record Problem(String promise, String problem) {}

  /**
   * Reads the project's files.
   *
   * @param requireRun whether a test counts only if the last build ran it
   */
  public static PromiseCheck of(PromiseRegister register, InfraFiles files, boolean requireRun) {
    Path declared = Path.of("terraform", "modules", "privacy", "functions.yaml");
    return new PromiseCheck(
        register,
        PromiseSources.of(new SourceTree(files.root())),
        Stream.of(DeployedFunction.values())
            .map(DeployedFunction::functionName)
            .collect(Collectors.toSet()),
        Setting.file(files.root().resolve(declared)).members().keySet(),
        requireRun ? Optional.of(TestReports.ran(files.root())) : Optional.empty());
  }

  /** All problems, in the order of the register. */
  public List<Problem> problems() {
    List<Problem> problems = new ArrayList<>();
    Sets.union(sources.classes().keySet(), sources.tests().keySet()).stream()
        .filter(it -> register.find(it).isEmpty())
        .forEach(it -> problems.add(new Problem(it, "promises.yaml does not have this id")));
    register.all().stream()
        .filter(it -> it.state() != Promise.State.OPEN) // an open promise says that it is not kept
        .forEach(each -> problemsOf(each).forEach(it -> problems.add(new Problem(each.id(), it))));
    return problems;
  }

  private List<String> problemsOf(Promise promise) {
    List<String> problems = new ArrayList<>();
    Set<String> tests = sources.testsOf(promise.id()).keySet();
    if (tests.isEmpty()) {
      problems.add("no test has @Keeps(\"" + promise.id() + "\")");
    } else if (ran.filter(it -> Collections.disjoint(it, tests)).isPresent()) {
      problems.add("none of its tests ran in the last build; run mvn verify: " + tests);
    }
    if (promise.isAbsolute() && !sources.invariants().contains(promise.id())) {
      problems.add("it is absolute, and no test has @Keeps with invariant = true for it");
    }
    if (promise.kind() != Promise.Kind.EDGE_CASE && promise.functions().isEmpty()) {
      problems.add("promises.yaml names no function that keeps it");
    }
    if (promise.kind() != Promise.Kind.EDGE_CASE && promise.checks().isEmpty()) {
      problems.add("promises.yaml names no check that watches it");
    }
    missing(promise.functions(), classes)
        .forEach(it -> problems.add("its function " + it + " is not in DeployedFunction"));
    missing(promise.functions(), deployed)
        .forEach(it -> problems.add("its function " + it + " is not in functions.yaml"));
    missing(promise.checks(), sources.checks())
        .forEach(it -> problems.add("no code records the results of its check " + it));
    return problems;
  }

  private static Stream<String> missing(List<String> names, Set<String> from) {
    return names.stream().filter(each -> !from.contains(each));
  }
}
