package com.anykoma.privacy.infra;

import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.functions.DeployedFunction;
import com.anykoma.privacy.infra.terraform.Terraform;
import com.anykoma.privacy.infra.terraform.TerraformPlan;
import com.anykoma.privacy.yaml.Setting;
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
 * Everything about the deployment that can be checked without an account: whether Terraform's files
 * are laid out and valid against the provider's schema, and whether what they would deploy is the
 * functions that there are, with the rights that {@code iam.yaml} names, in stores that are
 * protected and keep nothing longer than promised.
 */
public final class InfraCheck {
  private static final String NO_TERRAFORM =
      "there is no terraform on the PATH; what it would plan was not looked at";

  private static final String NO_PROVIDER =
      "terraform init cannot fetch Google's provider; what it would plan was not looked at";

  private final InfraFiles files;
  private final Consumer<CheckResult> told;
  private final List<CheckResult> outcomes = new ArrayList<>();

  /** Checks the files where Terraform, or Google's provider, is missing. */
  @FunctionalInterface
  interface Fallback {
    /**
     * Adds what it finds to a check.
     *
     * @param terraform empty where Terraform is missing
     * @param empty a folder to work in
     */
    void check(InfraCheck check, Optional<Terraform> terraform, Path empty);
  }

  private InfraCheck(InfraFiles files, Consumer<CheckResult> told) {
    this.files = files;
    this.told = told;
  }

  /**
   * Checks the project's files, and with Terraform what they would deploy to each environment.
   *
   * @param empty a folder to work in
   * @param told of each outcome as soon as it is there
   */
  public static List<CheckResult> ofFiles(
      InfraFiles files, Path empty, Consumer<CheckResult> told) {
    return ofFiles(files, empty, told, InfraCheck::skipPlan);
  }

  /** The same with another check where Terraform or Google's provider is missing. */
  static List<CheckResult> ofFiles(
      InfraFiles files, Path empty, Consumer<CheckResult> told, Fallback fallback) {
    InfraCheck check = new InfraCheck(files, told);
    check.files();
    check.terraform(empty, fallback);
    return check.outcomes;
  }

  private static void skipPlan(InfraCheck check, Optional<Terraform> terraform, Path empty) {
    check.add(CheckResult.skipped("plan", terraform.isPresent() ? NO_PROVIDER : NO_TERRAFORM));
  }

  /**
   * Checks what a plan of Terraform's is about to deploy: a real one, of a real project.
   *
   * @param name what the plan is called
   */
  public static List<CheckResult> ofPlan(
      InfraFiles files, String name, TerraformPlan plan, Consumer<CheckResult> told) {
    InfraCheck check = new InfraCheck(files, told);
    check.plan(name, plan);
    return check.outcomes;
  }

  void add(CheckResult outcome) {
    outcomes.add(outcome);
    told.accept(outcome);
  }

  private static List<String> promisesBrokenBy(List<DeclaredFunction> functions) {
    Setting map = Setting.resource("datamap.yaml");
    return FunctionsCheck.broken(DataMap.read(map), map, functions).stream()
        .map(SettingsMistake::toString)
        .toList();
  }

  private void files() {
    List<DeclaredFunction> functions = files.functions();
    GrantsFile grants = files.grants();
    add(
        CheckResult.of(
            "functions",
            FunctionsCheck.problems("functions.yaml", functions).stream()
                .map(SettingsMistake::toString)
                .toList(),
            DeployedFunction.values().length
                + " functions, each with its class, trigger and variables"));
    add(
        CheckResult.of(
            "data map",
            promisesBrokenBy(functions),
            "each of its promises is kept by a trigger that reaches the place"));
    List<String> holders = new ArrayList<>();
    functions.stream()
        .map(DeclaredFunction::name)
        .filter(each -> grants.entries().stream().noneMatch(it -> it.holder().equals(each)))
        .forEach(each -> holders.add("iam.yaml says nothing of " + each));
    holders.addAll(
        GrantsTable.isCurrent(files)
            ? List.of()
            : List.of("docs/iam.md is not what iam.yaml says: ./run infra iam > docs/iam.md"));
    add(
        CheckResult.of(
            "rights", holders, grants.grants(functions).size() + " rights, as docs/iam.md says"));
  }

  private void terraform(Path empty, Fallback fallback) {
    Optional<Terraform> terraform =
        Terraform.found().map(it -> Terraform.copied(it, files.root(), empty.resolve("copy")));
    terraform.ifPresentOrElse(
        it -> refusable("format", "laid out as terraform fmt does", it::requireFormatted),
        () -> add(CheckResult.skipped("format", NO_TERRAFORM)));
    if (terraform.filter(InfraCheck::canFetchProvider).isPresent()) {
      add(CheckResult.of("provider", List.of(), "Google's own, fetched by terraform init"));
      plans(terraform.orElseThrow(), empty);
    } else {
      fallback.check(this, terraform, empty);
    }
  }

  /** True also when the files are refused, which the plan of an environment tells then. */
  private static boolean canFetchProvider(Terraform terraform) {
    try {
      terraform.environments().forEach(terraform::initialise);
      return true;
    } catch (Terraform.Refused e) {
      return !e.isForWantOfProvider();
    }
  }

  /** Plans each environment, and checks what its plan is about to deploy. */
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

  /** What a build has left, or something in its place: what is in it is not Terraform's. */
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
            PlannedFunctions.problems(plan),
            "each has its class, decodes its trigger, is given what it needs and acts as itself"));
    add(
        CheckResult.of(
            "rights of " + name,
            PlannedGrants.problems(plan, files.grants(), files.functions()),
            "exactly those of iam.yaml"));
    add(
        CheckResult.of(
            "retention of " + name,
            PlannedStores.problems(plan, files.residency()),
            "nothing is kept longer than residency.yaml says, and every removal is in time"));
    add(
        CheckResult.of(
            "protection of " + name,
            PlannedProtection.problems(plan),
            "encrypted, never public, not deleted by a slip, and watched"));
  }

  private void refusable(String check, String seen, Runnable work) {
    try {
      work.run();
      add(CheckResult.of(check, List.of(), seen));
    } catch (Terraform.Refused e) {
      add(refused(check, e));
    }
  }

  static CheckResult refused(String check, Terraform.Refused refusal) {
    return CheckResult.of(check, List.of(String.valueOf(refusal.getMessage())), "");
  }
}
