package com.anykoma.privacy.infra;

import com.anykoma.privacy.infra.terraform.PlannedResource;
import com.anykoma.privacy.infra.terraform.TerraformPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Checks the protection of a plan's stores besides IAM: customer-managed encryption keys, no public
 * access, deletion protection, and audit logs of every access (P16, P17, P18).
 */
final class PlannedProtection {
  /** Services whose data people could read directly, without a function. */
  private static final List<String> AUDITED =
      List.of(
          "cloudkms.googleapis.com",
          "datastore.googleapis.com",
          "firestore.googleapis.com",
          "identitytoolkit.googleapis.com",
          "secretmanager.googleapis.com",
          "storage.googleapis.com");

  private final TerraformPlan plan;
  private final List<String> problems = new ArrayList<>();

  private PlannedProtection(TerraformPlan plan) {
    this.plan = plan;
  }

  /**
   * Returns the missing protections, one sentence each.
   *
   * @param rules the texts of the security rules that clients are subject to
   */
  static List<String> problems(TerraformPlan plan, List<String> rules) {
    PlannedProtection protection = new PlannedProtection(plan);
    rules.forEach(protection::ruleset);
    protection.buckets();
    protection.databases();
    protection.keys();
    protection.logs();
    protection.rules();
    return protection.problems;
  }

  private void buckets() {
    String buckets = "google_storage_bucket";
    require(
        buckets,
        each -> each.has("uniform_bucket_level_access", "true"),
        "allows access control per object: set uniform_bucket_level_access");
    require(
        buckets,
        each -> each.has("public_access_prevention", "enforced"),
        "can be made public: set public_access_prevention");
    require(
        buckets,
        each -> each.address().endsWith(".code") || !each.blocks("encryption").isEmpty(),
        "has no customer-managed encryption key: set encryption");
    require(
        buckets,
        each ->
            !each.text("name").orElse("").endsWith("-evidence")
                || !each.blocks("retention_policy").isEmpty(),
        "allows the deletion of evidence: set retention_policy");
  }

  private void databases() {
    require(
        "google_firestore_database",
        each -> each.has("delete_protection_state", "DELETE_PROTECTION_ENABLED"),
        "is not protected from deletion: set delete_protection_state");
    require(
        "google_firestore_database",
        each ->
            plan.of("google_firestore_backup_schedule")
                .anyMatch(it -> it.has("database", each.text("name").orElse(""))),
        "has no backups: add google_firestore_backup_schedule");
  }

  private void keys() {
    require(
        "google_kms_crypto_key",
        each -> each.text("rotation_period").isPresent(),
        "is never rotated: set rotation_period");
  }

  private void logs() {
    for (String service : AUDITED) {
      List<String> types =
          plan.of("google_project_iam_audit_config")
              .filter(each -> each.has("service", service))
              .flatMap(each -> each.blocks("audit_log_config").stream())
              .flatMap(each -> each.text("log_type").stream())
              .toList();
      if (!types.containsAll(List.of("DATA_READ", "DATA_WRITE", "ADMIN_READ"))) {
        problems.add("access to " + service + " is not logged: set its audit_log_config");
      }
    }
    for (String log :
        List.of("run.googleapis.com/requests", "cloudaudit.googleapis.com/data_access")) {
      requireOwnBucket(log);
    }
  }

  /** Logs with IP addresses or names of personal data go only to their own bucket. */
  private void requireOwnBucket(String log) {
    boolean isRouted = anyFilter("google_logging_project_sink", log);
    boolean isExcluded = anyFilter("google_logging_project_exclusion", log);
    if (!isRouted || !isExcluded) {
      problems.add(
          "the log " + log + " is stored in the default bucket: add a sink and an exclusion (P14)");
    }
  }

  private boolean anyFilter(String type, String log) {
    return plan.of(type).anyMatch(each -> each.text("filter").orElse("").contains(log));
  }

  private void rules() {
    for (String release : List.of("cloud.firestore", "firebase.storage/")) {
      if (plan.of("google_firebaserules_release")
          .noneMatch(each -> each.text("name").orElse("").startsWith(release))) {
        problems.add("no security rules are released: add google_firebaserules_release " + release);
      }
    }
    require(
        "google_firebaserules_ruleset",
        each -> each.blocks("source").stream().allMatch(PlannedProtection::hasRules),
        "has no rules: set content");
  }

  private static boolean hasRules(PlannedResource source) {
    return source.blocks("files").stream().anyMatch(it -> it.text("content").isPresent());
  }

  private void ruleset(String rules) {
    String main =
        plan.of("google_firestore_database")
            .filter(each -> each.key().equals(Optional.of("main")))
            .flatMap(each -> each.text("name").stream())
            .findFirst()
            .orElse("(default)");
    String deployed = rules.replace("/databases/(default)/", "/databases/" + main + "/");
    boolean isPlanned =
        plan.of("google_firebaserules_ruleset")
            .flatMap(each -> each.blocks("source").stream())
            .flatMap(each -> each.blocks("files").stream())
            .anyMatch(each -> each.has("content", deployed));
    if (!isPlanned) {
      problems.add(
          "no ruleset has the app's rules with this software's functions: see DeployedRules");
    }
  }

  private void require(String type, Predicate<PlannedResource> condition, String problem) {
    plan.of(type)
        .filter(condition.negate())
        .forEach(each -> problems.add(each.address() + " " + problem));
  }
}
