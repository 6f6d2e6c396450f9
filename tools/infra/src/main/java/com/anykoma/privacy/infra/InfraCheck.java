package com.anykoma.privacy.infra;

import com.anykoma.privacy.functions.DeployedFunction;
import com.anykoma.privacy.infra.terraform.Terraform;
import com.anykoma.privacy.infra.terraform.TerraformPlan;
import com.anykoma.privacy.yaml.SettingsMistake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Checks the deployment without a Google Cloud account. Terraform's files must be formatted and
 * valid against the provider's schema. Their plan must have exactly the functions of the code, the
 * grants of {@code iam.yaml}, protected stores, and retention within {@code residency.yaml}.
 */
public final class InfraCheck {
  private static final String NO_TERRAFORM =
      "the PATH has no terraform, so no plan was checked; install Terraform";

  private static final String NO_PROVIDER =
      "terraform init cannot fetch Google's provider, so no plan was checked; allow its registry";

  private final InfraFiles files;
  private final Consumer<CheckResult> listener;
  private final List<CheckResult> results = new ArrayList<>();

  /** Checks the files on a machine without Terraform or Google's provider. */
  @FunctionalInterface
  interface Fallback {
    /**
     * Adds its results to a check.
     *
     * @param terraform empty when Terraform is not installed
     * @param empty a working folder
     */
    void check(InfraCheck check, Optional<Terraform> terraform, Path empty);
  }

  private InfraCheck(InfraFiles files, Consumer<CheckResult> listener) {
    this.files = files;
    this.listener = listener;
  }

  /**
   * Checks the project's files and, if Terraform is installed, the plan of each environment.
   *
   * @param empty a working folder
   * @param listener receives each result immediately
   */
  public static List<CheckResult> ofFiles(
      InfraFiles files, Path empty, Consumer<CheckResult> listener) {
    return ofFiles(files, empty, listener, InfraCheck::skipPlan);
  }

  /** As above, with a fallback for a machine without Terraform or Google's provider. */
  static List<CheckResult> ofFiles(
      InfraFiles files, Path empty, Consumer<CheckResult> listener, Fallback fallback) {
    InfraCheck check = new InfraCheck(files, listener);
    check.files();
    check.terraform(empty, fallback);
    return check.results;
  }

  private static void skipPlan(InfraCheck check, Optional<Terraform> terraform, Path empty) {
    check.add(CheckResult.skipped("plan", terraform.isPresent() ? NO_PROVIDER : NO_TERRAFORM));
  }

  /**
   * Checks a Terraform plan of a real project.
   *
   * @param name of the plan in results
   */
  public static List<CheckResult> ofPlan(
      InfraFiles files, String name, TerraformPlan plan, Consumer<CheckResult> listener) {
    InfraCheck check = new InfraCheck(files, listener);
    check.plan(name, plan);
    return check.results;
  }

  void add(CheckResult result) {
    results.add(result);
    listener.accept(result);
  }

  private void files() {
    List<DeclaredFunction> functions = files.functions();
    GrantsFile grants = files.grants();
    add(
        CheckResult.of(
            "functions",
            FunctionsCheck.problems(functions).stream().map(SettingsMistake::toString).toList(),
            DeployedFunction.values().length
                + " functions, each with its class, trigger and variables"));
    List<String> problems = new ArrayList<>();
    functions.stream()
        .map(DeclaredFunction::name)
        .filter(each -> grants.entries().stream().noneMatch(it -> it.holder().equals(each)))
        .forEach(each -> problems.add("iam.yaml has no grants for " + each + "; add them"));
    problems.addAll(
        GrantsTable.isCurrent(files)
            ? List.of()
            : List.of("docs/iam.md is out of date; run: ./run infra iam > docs/iam.md"));
    add(
        CheckResult.of(
            "rights", problems, grants.grants(functions).size() + " grants, all in docs/iam.md"));
  }

  private void terraform(Path empty, Fallback fallback) {
    Optional<Terraform> terraform =
        Terraform.onPath()
            .map(it -> Terraform.copyOf(it, files.root(), files.settings(), empty.resolve("copy")));
    terraform.ifPresentOrElse(
        it -> check("format", "formatted as by terraform fmt", it::requireFormatted),
        () -> add(CheckResult.skipped("format", NO_TERRAFORM)));
    if (terraform.filter(InfraCheck::canFetchProvider).isPresent()) {
      add(CheckResult.of("provider", List.of(), "Google's own, fetched by terraform init"));
      plans(terraform.orElseThrow(), empty);
    } else {
      fallback.check(this, terraform, empty);
    }
  }

  /** True also if Terraform refuses the files; the plan of an environment then reports that. */
  private static boolean canFetchProvider(Terraform terraform) {
    try {
      terraform.environments().forEach(terraform::initialise);
      return true;
    } catch (Terraform.Refused e) {
      return !e.isMissingProvider();
    }
  }

  /** Plans each environment and checks its plan. */
  void plans(Terraform terraform, Path empty) {
    for (String environment : terraform.environments()) {
      String check = "plan of " + environment;
      try {
        terraform.initialise(environment);
        TerraformPlan plan = terraform.plan(environment, zip(empty));
        int resources = plan.resources().size();
        add(
            CheckResult.of(
                check, List.of(), resources + " resources, planned by Terraform itself"));
        plan(environment, plan);
      } catch (Terraform.Refused e) {
        add(refused(check, e));
      }
    }
  }

  /**
   * The zip of the last build, or a placeholder: Terraform's plan does not depend on its content.
   */
  private Path zip(Path empty) {
    Path built = files.functionsZip().toAbsolutePath();
    if (Files.exists(built)) {
      return built;
    }
    try {
      return Files.writeString(empty.resolve("functions.zip"), "not built");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void plan(String name, TerraformPlan plan) {
    add(
        CheckResult.of(
            "functions of " + name,
            PlannedFunctions.problems(plan, files.dataMap()),
            "each has its class, trigger, variables and its own service account"));
    add(
        CheckResult.of(
            "rights of " + name,
            PlannedGrants.problems(plan, files.grants(), files.functions()),
            "exactly those of iam.yaml"));
    add(
        CheckResult.of(
            "retention of " + name,
            PlannedStores.problems(plan, files.residency()),
            "at most as in residency.yaml, and every removal is in time"));
    add(
        CheckResult.of(
            "protection of " + name,
            PlannedProtection.problems(
                plan,
                DeployedRules.files().stream().map(it -> DeployedRules.of(files, it)).toList()),
            "encrypted, not public, deletion-protected and audited"));
  }

  private void check(String check, String summary, Runnable work) {
    try {
      work.run();
      add(CheckResult.of(check, List.of(), summary));
    } catch (Terraform.Refused e) {
      add(refused(check, e));
    }
  }

  static CheckResult refused(String check, Terraform.Refused failure) {
    return CheckResult.of(check, List.of(String.valueOf(failure.getMessage())), "");
  }
}
