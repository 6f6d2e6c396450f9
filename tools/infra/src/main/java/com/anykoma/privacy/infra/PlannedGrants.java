package com.anykoma.privacy.infra;

import com.anykoma.privacy.functions.Environment;
import com.anykoma.privacy.infra.terraform.PlannedResource;
import com.anykoma.privacy.infra.terraform.TerraformPlan;
import com.google.common.base.CaseFormat;
import com.google.gson.JsonArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks that a plan has exactly the grants of {@code iam.yaml}. */
final class PlannedGrants {
  private static final Pattern GRANTS = Pattern.compile(".*_iam_(member|binding|policy)");
  private static final String ENTITLEMENT = "google_privileged_access_manager_entitlement";
  private static final Pattern OWN_ACCOUNT =
      Pattern.compile("serviceAccount:privacy-([a-z-]+)@[^@]+\\.iam\\.gserviceaccount\\.com");
  private static final Pattern OWN_ROLE = Pattern.compile("projects/[^/]+/roles/privacy(\\w+)");
  private static final Pattern DATABASE =
      Pattern.compile("resource\\.name == \"projects/[^/\"]+/databases/([^/\"]+)\"");
  private static final String REALTIME = "realtime";
  private static final String SOURCES = "resource.name.startsWith(\"projects/_/buckets/gcf-\")";

  /** Google's service agents, by the domain of their addresses. */
  private static final Map<String, String> AGENTS =
      Map.of(
          "gs-project-accounts", "storage",
          "gcp-sa-pubsub", "pubsub",
          "gcp-sa-firebasestorage", "firebase-storage");

  private static final Pattern AGENT =
      Pattern.compile("serviceAccount:service-[^@]*@([a-z-]+)\\.iam\\.gserviceaccount\\.com");

  private final TerraformPlan plan;
  private final GrantsFile file;
  private final List<String> problems = new ArrayList<>();
  private final Set<Grant> granted = new TreeSet<>();

  private PlannedGrants(TerraformPlan plan, GrantsFile file) {
    this.plan = plan;
    this.file = file;
  }

  /** Returns the differences between the plan and the file, one sentence each. */
  static List<String> problems(
      TerraformPlan plan, GrantsFile file, List<DeclaredFunction> functions) {
    PlannedGrants planned = new PlannedGrants(plan, file);
    plan.resources().stream()
        .filter(each -> GRANTS.matcher(each.type()).matches())
        .forEach(planned::add);
    plan.of("google_project_iam_custom_role").forEach(planned::requireRole);
    plan.of(ENTITLEMENT).forEach(planned::addEntitlement);
    Set<Grant> named = file.grants(invoked(plan, functions));
    if (plan.of(ENTITLEMENT).findAny().isPresent()) {
      named.addAll(file.temporaryGrants());
    }
    if (!usesRealtime(plan)) {
      named.removeIf(each -> each.target().equals(REALTIME));
    }
    planned.compare(named);
    return planned.problems;
  }

  /** Whether the plan configures the Realtime Database, without which no function has its roles. */
  private static boolean usesRealtime(TerraformPlan plan) {
    return plan.of("google_cloudfunctions2_function")
        .flatMap(each -> each.blocks("service_config").stream())
        .anyMatch(each -> PlannedFunctions.variables(each).contains(Environment.REALTIME));
  }

  /**
   * The planned functions of the 2nd generation by their deployed names: a function with several
   * triggers has several. The platform calls a function of the 1st generation without a grant.
   */
  private static List<DeclaredFunction> invoked(
      TerraformPlan plan, List<DeclaredFunction> functions) {
    return functions.stream()
        .flatMap(
            each ->
                plan.of(PlannedFunctions.SECOND_GENERATION)
                    .filter(
                        it -> PlannedFunctions.functionName(it).equals(Optional.of(each.name())))
                    .map(it -> each.named(deployedName(it.text("name").orElse("")))))
        .toList();
  }

  private void compare(Set<Grant> named) {
    named.stream()
        .filter(each -> !granted.contains(each))
        .forEach(each -> problems.add("iam.yaml grants, but the plan does not: " + each));
    granted.stream()
        .filter(each -> !named.contains(each))
        .forEach(each -> problems.add("the plan grants, but iam.yaml does not: " + each));
  }

  private void add(PlannedResource resource) {
    Optional<String> holder = resource.text("member").flatMap(this::holder);
    Optional<String> role = resource.text("role").map(PlannedGrants::role);
    Optional<String> target = target(resource);
    if (holder.isPresent() && role.isPresent() && target.isPresent()) {
      granted.add(new Grant(holder.orElseThrow(), role.orElseThrow(), target.orElseThrow()));
    } else {
      problems.add(
          resource.address()
              + " has a member, role or resource of an unknown form; grant it in a form that"
              + " PlannedGrants can compare with iam.yaml");
    }
  }

  /** A temporary grant for people, which another person has to approve. */
  private void addEntitlement(PlannedResource resource) {
    String holder = resource.text("entitlement_id").orElse("").replaceFirst("^privacy-", "");
    if (resource.blocks("approval_workflow").isEmpty()) {
      problems.add(resource.address() + " needs an approver: set approval_workflow");
    }
    resource.blocks("privileged_access").stream()
        .flatMap(each -> each.blocks("gcp_iam_access").stream())
        .flatMap(each -> each.blocks("role_bindings").stream())
        .forEach(
            each -> {
              Optional<String> target =
                  each.text("condition_expression")
                      .map(this::ofCondition)
                      .orElse(Optional.of("project"));
              granted.add(
                  new Grant(holder, each.text("role").orElse(""), target.orElse("elsewhere")));
            });
  }

  private Optional<String> holder(String member) {
    if (member.equals("allUsers")) {
      return Optional.of(GrantsFile.EVERYBODY);
    }
    Matcher agent = AGENT.matcher(member);
    if (agent.matches()) {
      return Optional.ofNullable(AGENTS.get(agent.group(1)));
    }
    Matcher account = OWN_ACCOUNT.matcher(member);
    return account.matches() ? Optional.of(named(account.group(1))) : Optional.empty();
  }

  /** The name of a function or of another account. */
  private String named(String account) {
    boolean isOther =
        file.entries().stream()
            .anyMatch(each -> each.kind().equals("accounts") && each.holder().equals(account));
    return isOther ? account : functionName(account);
  }

  private static String functionName(String deployed) {
    return CaseFormat.LOWER_HYPHEN.to(CaseFormat.UPPER_CAMEL, deployed);
  }

  private static String deployedName(String service) {
    return functionName(service.replaceFirst("^privacy-", ""));
  }

  private static String role(String role) {
    Matcher own = OWN_ROLE.matcher(role);
    return own.matches()
        ? "custom/" + CaseFormat.UPPER_CAMEL.to(CaseFormat.LOWER_CAMEL, own.group(1))
        : role;
  }

  private Optional<String> target(PlannedResource resource) {
    return switch (resource.type()) {
      case "google_project_iam_member" -> ofProject(resource);
      case "google_storage_bucket_iam_member" ->
          resource.text("bucket").map(it -> "bucket/" + PlannedResource.bucket(it));
      case "google_pubsub_topic_iam_member" -> lastOf(resource, "topic", "topic/");
      case "google_kms_crypto_key_iam_member" -> lastOf(resource, "crypto_key_id", "key/");
      case "google_secret_manager_secret_iam_member" -> lastOf(resource, "secret_id", "secret/");
      case "google_cloud_run_service_iam_member" ->
          resource.text("service").map(it -> "function/" + deployedName(it));
      default -> Optional.empty();
    };
  }

  private static Optional<String> lastOf(PlannedResource resource, String name, String prefix) {
    return resource.text(name).map(it -> prefix + PlannedResource.lastOf(it));
  }

  private Optional<String> ofProject(PlannedResource resource) {
    List<PlannedResource> conditions = resource.blocks("condition");
    if (conditions.isEmpty()) {
      Optional<String> role = resource.text("role").map(PlannedGrants::role);
      boolean isRealtime =
          file.entries().stream()
              .filter(each -> role.equals(Optional.of(each.role())))
              .anyMatch(each -> each.targets().contains(REALTIME));
      return Optional.of(isRealtime ? REALTIME : "project");
    }
    return ofCondition(conditions.get(0).text("expression").orElse(""));
  }

  private Optional<String> ofCondition(String expression) {
    if (expression.equals(SOURCES)) {
      return Optional.of("sources");
    }
    Matcher database = DATABASE.matcher(expression);
    return database.matches()
        ? Optional.of("database/" + plan.database(database.group(1)))
        : Optional.empty();
  }

  private void requireRole(PlannedResource resource) {
    Map<String, Set<String>> named = new TreeMap<>();
    file.roles().forEach((name, each) -> named.put("privacy" + capital(name), each));
    Set<String> permissions = new TreeSet<>();
    if (resource.values().get("permissions") instanceof JsonArray some) {
      some.forEach(each -> permissions.add(each.getAsString()));
    }
    if (!permissions.equals(named.get(resource.text("role_id").orElse("")))) {
      problems.add(resource.address() + " has other permissions than in iam.yaml");
    }
  }

  private static String capital(String name) {
    return CaseFormat.LOWER_CAMEL.to(CaseFormat.UPPER_CAMEL, name);
  }
}
