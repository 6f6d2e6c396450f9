package com.anykoma.privacy.infra;

import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.functions.Deployed;
import com.anykoma.privacy.infra.offline.ProviderSchema;
import com.anykoma.privacy.infra.offline.SchemaPackage;
import com.anykoma.privacy.infra.offline.StandInProvider;
import com.anykoma.privacy.infra.offline.StaticCheck;
import com.anykoma.privacy.infra.terraform.Plan;
import com.anykoma.privacy.infra.terraform.Terraform;
import com.anykoma.privacy.yaml.Mistake;
import com.anykoma.privacy.yaml.Setting;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Everything about the deployment that can be checked without an account: whether Terraform's files
 * are laid out and valid against the provider's schema, and whether what they would deploy is the
 * functions that there are, with the rights that {@code iam.yaml} names, in stores that are
 * protected and keep nothing longer than promised.
 */
public final class InfraCheck {
  private static final String NO_TERRAFORM =
      "there is no terraform on the PATH; what it would plan was not looked at";

  private final InfraFiles files;
  private final Consumer<Outcome> told;
  private final List<Outcome> outcomes = new ArrayList<>();

  private InfraCheck(InfraFiles files, Consumer<Outcome> told) {
    this.files = files;
    this.told = told;
  }

  /**
   * Checks the project's files, and with Terraform what they would deploy to each environment.
   *
   * @param empty a folder to work in
   * @param told of each outcome as soon as it is there
   */
  public static List<Outcome> ofFiles(InfraFiles files, Path empty, Consumer<Outcome> told) {
    InfraCheck check = new InfraCheck(files, told);
    check.files();
    check.terraform(empty);
    return check.outcomes;
  }

  /**
   * Checks what a plan of Terraform's is about to deploy: a real one, of a real project.
   *
   * @param name what the plan is called
   */
  public static List<Outcome> ofPlan(
      InfraFiles files, String name, Plan plan, Consumer<Outcome> told) {
    InfraCheck check = new InfraCheck(files, told);
    check.plan(name, plan);
    return check.outcomes;
  }

  private void add(Outcome outcome) {
    outcomes.add(outcome);
    told.accept(outcome);
  }

  private static List<String> promisesBrokenBy(List<DeclaredFunction> functions) {
    Setting map = Setting.resource("datamap.yaml");
    return FunctionsCheck.broken(DataMap.read(map), map, functions).stream()
        .map(Mistake::toString)
        .toList();
  }

  private void files() {
    List<DeclaredFunction> functions = files.functions();
    GrantsFile grants = files.grants();
    add(
        Outcome.of(
            "functions",
            FunctionsCheck.problems("functions.yaml", functions).stream()
                .map(Mistake::toString)
                .toList(),
            Deployed.values().length + " functions, each with its class, trigger and variables"));
    add(
        Outcome.of(
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
        Outcome.of(
            "rights", holders, grants.grants(functions).size() + " rights, as docs/iam.md says"));
  }

  private void terraform(Path empty) {
    Optional<Terraform> terraform =
        Terraform.found().map(it -> Terraform.copied(it, files.root(), empty.resolve("copy")));
    terraform.ifPresentOrElse(
        it -> refusable("format", "laid out as terraform fmt does", it::requireFormatted),
        () -> add(Outcome.skipped("format", NO_TERRAFORM)));
    Optional<String> missing = terraform.map(this::whyNoProvider).orElse(Optional.of(NO_TERRAFORM));
    if (missing.isEmpty()) {
      add(Outcome.of("provider", List.of(), "Google's own, fetched by terraform init"));
      terraform.ifPresent(it -> plans(it, Optional.empty(), empty));
    } else {
      terraform.ifPresent(it -> add(Outcome.skipped("provider", missing.orElseThrow())));
      offline(terraform, empty);
    }
  }

  /** Why Terraform cannot work with Google's provider; empty where it can. */
  private Optional<String> whyNoProvider(Terraform terraform) {
    try {
      terraform.environments().forEach(terraform::initialise);
      return Optional.empty();
    } catch (Terraform.Refused e) {
      return Optional.of(
          "terraform init cannot fetch Google's provider; a stand-in with its schema takes its"
              + " place, which knows no values: the real one checks them in the first real plan");
    }
  }

  /** Checks against the provider's schema alone, which npm has too. */
  private void offline(Optional<Terraform> terraform, Path empty) {
    Optional<SchemaPackage> fetched = fetched();
    if (fetched.isEmpty()) {
      return;
    }
    SchemaPackage schemas = fetched.orElseThrow();
    ProviderSchema schema = schemas.schema(files.types("resource"), files.types("data"));
    schema(schemas, schema);
    if (terraform.isEmpty()) {
      add(Outcome.skipped("plan", NO_TERRAFORM));
      return;
    }
    try (StandInProvider provider = StandInProvider.start(schema)) {
      plans(terraform.get(), Optional.of(provider.reattach("hashicorp/google")), empty);
    }
  }

  private Optional<SchemaPackage> fetched() {
    try {
      return Optional.of(SchemaPackage.fetched());
    } catch (SchemaPackage.OutOfReach e) {
      add(
          Outcome.skipped(
              "schema",
              "the provider's schema cannot be fetched with npm; neither types and arguments nor"
                  + " plans were looked at: "
                  + e.getMessage()));
      return Optional.empty();
    }
  }

  /** Each folder's files by themselves, as Terraform takes them. */
  private void schema(SchemaPackage schemas, ProviderSchema schema) {
    refusable(
        "schema",
        () -> {
          Map<Path, Map<String, JsonObject>> folders = new TreeMap<>();
          schemas
              .parsed(files.terraform())
              .forEach(
                  (path, parsed) ->
                      folders
                          .computeIfAbsent(
                              Objects.requireNonNull(path.getParent()), it -> new TreeMap<>())
                          .put(files.root().relativize(path).toString(), parsed));
          List<String> problems = new ArrayList<>();
          folders.values().forEach(each -> problems.addAll(StaticCheck.problems(schema, each)));
          return Outcome.of(
              "schema",
              problems,
              schema.resources().size()
                  + " types of resources: every argument, required field and reference");
        });
  }

  private void plans(Terraform terraform, Optional<String> reattach, Path empty) {
    for (String environment : terraform.environments()) {
      String check = "plan of " + environment;
      try {
        reattach.ifPresent(it -> terraform.initialise(environment, it));
        Plan plan = terraform.plan(environment, reattach, zip(empty));
        int resources = plan.resources().size();
        add(Outcome.of(check, List.of(), resources + " resources, planned by Terraform itself"));
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

  private void plan(String name, Plan plan) {
    add(
        Outcome.of(
            "functions of " + name,
            PlannedFunctions.problems(plan),
            "each has its class, decodes its trigger, is given what it needs and acts as itself"));
    add(
        Outcome.of(
            "rights of " + name,
            PlannedGrants.problems(plan, files.grants(), files.functions()),
            "exactly those of iam.yaml"));
    add(
        Outcome.of(
            "retention of " + name,
            PlannedStores.problems(plan, files.residency()),
            "nothing is kept longer than residency.yaml says, and every removal is in time"));
    add(
        Outcome.of(
            "protection of " + name,
            PlannedProtection.problems(plan),
            "encrypted, never public, not deleted by a slip, and watched"));
  }

  private void refusable(String check, String seen, Runnable work) {
    refusable(
        check,
        () -> {
          work.run();
          return Outcome.of(check, List.of(), seen);
        });
  }

  private void refusable(String check, Supplier<Outcome> work) {
    try {
      add(work.get());
    } catch (Terraform.Refused e) {
      add(refused(check, e));
    }
  }

  private static Outcome refused(String check, Terraform.Refused refusal) {
    return Outcome.of(check, List.of(String.valueOf(refusal.getMessage())), "");
  }
}
