package com.anykoma.privacy.infra;

import com.anykoma.privacy.infra.terraform.PlannedResource;
import com.anykoma.privacy.infra.terraform.TerraformPlan;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * How the stores of a plan are protected besides by rights: encrypted with a key of ours, open to
 * no public access, not deleted by a slip, and logged when somebody looks (P16, P17, P18).
 */
final class PlannedProtection {
  /** Services whose data a person could read past the functions. */
  private static final List<String> WATCHED =
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

  /** What is not protected as it has to be, a sentence each. */
  static List<String> problems(TerraformPlan plan) {
    PlannedProtection protection = new PlannedProtection(plan);
    protection.buckets();
    protection.databases();
    protection.keys();
    protection.logs();
    protection.rules();
    return protection.problems;
  }

  private void buckets() {
    require(
        "google_storage_bucket",
        each -> each.text("uniform_bucket_level_access").filter("true"::equals).isPresent(),
        "may have objects with rights of their own: set uniform_bucket_level_access");
    require(
        "google_storage_bucket",
        each -> each.text("public_access_prevention").filter("enforced"::equals).isPresent(),
        "may be made public: set public_access_prevention");
    require(
        "google_storage_bucket",
        each -> each.address().endsWith(".code") || !each.blocks("encryption").isEmpty(),
        "is not encrypted with a key of ours: set encryption");
    require(
        "google_storage_bucket",
        each ->
            !each.text("name").orElse("").endsWith("-evidence")
                || !each.blocks("retention_policy").isEmpty(),
        "may lose evidence: set retention_policy");
  }

  private void databases() {
    require(
        "google_firestore_database",
        each ->
            each.text("delete_protection_state")
                .filter("DELETE_PROTECTION_ENABLED"::equals)
                .isPresent(),
        "may be deleted by a slip: set delete_protection_state");
    require(
        "google_firestore_database",
        each -> {
          String name = each.text("name").orElse("");
          return plan.of("google_firestore_backup_schedule")
              .anyMatch(backup -> backup.text("database").orElse("").equals(name));
        },
        "has no backups");
  }

  private void keys() {
    require(
        "google_kms_crypto_key",
        each -> each.text("rotation_period").isPresent(),
        "is never replaced: set rotation_period");
  }

  private void logs() {
    for (String service : WATCHED) {
      List<String> types =
          plan.of("google_project_iam_audit_config")
              .filter(each -> each.text("service").orElse("").equals(service))
              .flatMap(each -> each.blocks("audit_log_config").stream())
              .flatMap(each -> PlannedResource.text(each, "log_type").stream())
              .toList();
      if (!types.containsAll(List.of("DATA_READ", "DATA_WRITE", "ADMIN_READ"))) {
        problems.add("nobody sees who reads what of " + service + ": set its audit log");
      }
    }
    for (String log :
        List.of("run.googleapis.com/requests", "cloudaudit.googleapis.com/data_access")) {
      requireOwnBucket(log);
    }
  }

  /** Logs with IP addresses or names of what is somebody's go to a bucket of their own alone. */
  private void requireOwnBucket(String log) {
    boolean sent = anyFilter("google_logging_project_sink", log);
    boolean excluded = anyFilter("google_logging_project_exclusion", log);
    if (!sent || !excluded) {
      problems.add(
          "the log " + log + " goes where everybody looks: give it a sink and an exclusion (P14)");
    }
  }

  private boolean anyFilter(String type, String log) {
    return plan.of(type).anyMatch(each -> each.text("filter").orElse("").contains(log));
  }

  private void rules() {
    for (String release : List.of("cloud.firestore", "firebase.storage/")) {
      if (plan.of("google_firebaserules_release")
          .noneMatch(each -> each.text("name").orElse("").startsWith(release))) {
        problems.add("no rules are in force for clients: release some under " + release);
      }
    }
    plan.of("google_firebaserules_ruleset")
        .forEach(
            each -> {
              for (JsonObject source : each.blocks("source")) {
                if (PlannedResource.blocks(source, "files").stream()
                    .noneMatch(file -> PlannedResource.text(file, "content").isPresent())) {
                  problems.add(each.address() + " is empty");
                }
              }
            });
  }

  private void require(String type, Predicate<PlannedResource> isSo, String otherwise) {
    plan.of(type)
        .filter(isSo.negate())
        .forEach(each -> problems.add(each.address() + " " + otherwise));
  }
}
