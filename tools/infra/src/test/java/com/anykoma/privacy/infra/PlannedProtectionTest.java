package com.anykoma.privacy.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.infra.terraform.PlannedResource;
import com.anykoma.privacy.infra.terraform.TerraformPlan;
import com.google.gson.JsonParser;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks that missing protections of a plan are reported. */
@Keeps({"P16", "P17", "P18"})
final class PlannedProtectionTest {
  private static final String RULES = "exists(/databases/(default)/documents/fences/x)";

  private static List<String> problems(String type, String values) {
    PlannedResource resource =
        new PlannedResource(
            type + ".it",
            type,
            JsonParser.parseString(values.replace('\'', '"')).getAsJsonObject());
    return PlannedProtection.problems(new TerraformPlan(List.of(resource)), List.of(RULES));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          google_storage_bucket | {'public_access_prevention': 'enforced', 'encryption': [{}]} | set uniform_bucket_level_access
          google_storage_bucket | {'uniform_bucket_level_access': true, 'public_access_prevention': 'inherited', 'encryption': [{}]} | set public_access_prevention
          google_storage_bucket | {'uniform_bucket_level_access': true, 'public_access_prevention': 'enforced', 'encryption': []} | set encryption
          google_storage_bucket | {'name': 'p-privacy-evidence', 'uniform_bucket_level_access': true, 'public_access_prevention': 'enforced', 'encryption': [{}]} | set retention_policy
          google_firestore_database | {'name': 'd', 'delete_protection_state': 'DELETE_PROTECTION_DISABLED'} | set delete_protection_state
          google_firestore_database | {'name': 'd', 'delete_protection_state': 'DELETE_PROTECTION_ENABLED'} | add google_firestore_backup_schedule
          google_kms_crypto_key | {'name': 'kek'} | set rotation_period
          google_firebaserules_ruleset | {'source': [{'files': [{'name': 'firestore.rules'}]}]} | has no rules: set content
          """)
  void reportsMissingProtection(String type, String values, String problem) {
    assertThat(problems(type, values))
        .anyMatch(each -> each.startsWith(type + ".it") && each.endsWith(problem));
  }

  @Test
  void reportsMissingAuditLogsAndUnroutedLogs() {
    List<String> problems =
        problems(
            "google_project_iam_audit_config",
            "{'service': 'storage.googleapis.com', 'audit_log_config': [{'log_type': 'DATA_READ'},"
                + " {'log_type': 'DATA_WRITE'}, {'log_type': 'ADMIN_READ'}]}");

    assertThat(problems)
        .noneMatch(each -> each.contains("storage.googleapis.com"))
        .contains("access to datastore.googleapis.com is not logged: set its audit_log_config")
        .anyMatch(
            each ->
                each.startsWith(
                    "the log run.googleapis.com/requests is stored in the default bucket"));
  }

  @Test
  void reportsMissingSecurityRules() {
    assertThat(problems("google_firebaserules_release", "{'name': 'cloud.firestore'}"))
        .noneMatch(each -> each.contains("google_firebaserules_release cloud.firestore"))
        .contains(
            "no security rules are released: add google_firebaserules_release firebase.storage/");
  }

  @ParameterizedTest
  @CsvSource({"(default), true", "restored, false"})
  void reportsRulesOtherThanTheAppsWithOurFunctions(String database, boolean isPlanned) {
    String rules = RULES.replace("(default)", database);

    assertThat(
            problems(
                "google_firebaserules_ruleset",
                "{'source': [{'files': [{'content': '%s'}]}]}".formatted(rules)))
        .filteredOn(each -> each.startsWith("no ruleset has the app's rules"))
        .hasSize(isPlanned ? 0 : 1);
  }
}
