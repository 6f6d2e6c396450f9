package com.anykoma.privacy.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.infra.terraform.PlannedResource;
import com.anykoma.privacy.infra.terraform.TerraformPlan;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks that too long retention and undeclared stores of a plan are reported. */
@Keeps({"P20", "P21"})
final class PlannedStoresTest {
  private static final List<PlannedResource> DECLARED =
      List.of(
          bucket("uploads", "0", "false"),
          bucket("content", "0", "false"),
          bucket("evidence", "0", "false"),
          bucket("releases", "0", "false"),
          bucket("exports", "0", "false"),
          resource(
              "google_firestore_database",
              "{'name': '(default)', 'point_in_time_recovery_enablement':"
                  + " 'POINT_IN_TIME_RECOVERY_ENABLED'}"),
          resource(
              "google_firestore_database",
              "{'name': 'privacy-keys', 'point_in_time_recovery_enablement':"
                  + " 'POINT_IN_TIME_RECOVERY_DISABLED'}"),
          resource(
              "google_firestore_backup_schedule",
              "{'database': '(default)', 'retention': '604800s'}"),
          resource(
              "google_firestore_backup_schedule",
              "{'database': 'privacy-keys', 'retention': '604800s'}"),
          resource(
              "google_kms_crypto_key", "{'name': 'kek', 'destroy_scheduled_duration': '86400s'}"),
          resource("google_pubsub_subscription", "{'message_retention_duration': '604800s'}"),
          resource(
              "google_logging_project_bucket_config",
              "{'bucket_id': '_Default', 'retention_days': 10}"),
          resource(
              "google_logging_project_bucket_config",
              "{'bucket_id': 'privacy-requests', 'retention_days': 7}"),
          resource(
              "google_logging_project_bucket_config",
              "{'bucket_id': 'privacy-access', 'retention_days': 365}"));

  private static PlannedResource resource(String type, String values) {
    JsonObject parsed = JsonParser.parseString(values.replace('\'', '"')).getAsJsonObject();
    boolean keys = values.contains("'privacy-keys'");
    return new PlannedResource(type + (keys ? ".it[\"keys\"]" : ".it[\"main\"]"), type, parsed);
  }

  private static PlannedResource bucket(String name, String softDelete, String versioning) {
    return resource(
        "google_storage_bucket",
        "{'name': 'p-privacy-%s', 'soft_delete_policy': [{'retention_duration_seconds': %s}],"
                .formatted(name, softDelete)
            + " 'versioning': [{'enabled': %s}]}".formatted(versioning));
  }

  private static List<String> problems(List<PlannedResource> resources) {
    return PlannedStores.problems(new TerraformPlan(resources), FixtureProduct.RESIDENCY);
  }

  /** The declared resources, with one replaced. */
  private static List<String> problemsWith(PlannedResource other) {
    List<PlannedResource> resources = new ArrayList<>(DECLARED);
    resources.removeIf(each -> isSame(each, other));
    resources.add(other);
    return problems(resources);
  }

  private static boolean isSame(PlannedResource one, PlannedResource other) {
    return one.type().equals(other.type())
        && Stream.of("name", "database", "bucket_id")
            .allMatch(each -> one.text(each).equals(other.text(each)));
  }

  @Test
  void acceptsDeclaredRetention() {
    assertThat(problems(DECLARED)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          google_storage_bucket | {'name': 'p-privacy-content', 'versioning': []} | for P7D
          google_storage_bucket | {'name': 'p-privacy-content', 'soft_delete_policy': [{'retention_duration_seconds': 604800}]} | for P7D
          google_storage_bucket | {'name': 'p-privacy-uploads', 'soft_delete_policy': [{'retention_duration_seconds': 0}], 'versioning': [{'enabled': true}]} | for P3660D
          google_storage_bucket | {'name': 'p-privacy-uploads', 'soft_delete_policy': [{'retention_duration_seconds': 0}], 'versioning': [{'enabled': true}], 'lifecycle_rule': [{'action': [{'type': 'Delete'}], 'condition': [{'days_since_noncurrent_time': 30}]}]} | for P31D
          google_firestore_database | {'name': 'privacy-keys', 'point_in_time_recovery_enablement': 'POINT_IN_TIME_RECOVERY_ENABLED'} | keys, recovery: PT1H
          google_firestore_database | {'name': 'privacy-keys'} | keys, recovery: PT1H
          google_firestore_backup_schedule | {'database': 'privacy-keys', 'retention': '8467200s'} | for P98D
          google_firestore_backup_schedule | {'database': '(default)', 'retention': '1209600s'} | for P14D
          google_firestore_backup_schedule | {'database': '(default)'} | for P3660D
          google_firestore_backup_schedule | {'database': '(default)', 'retention': '2 weeks'} | is not a time like 604800s
          google_kms_crypto_key | {'name': 'kek'} | for P30D
          google_logging_project_bucket_config | {'bucket_id': '_Default', 'retention_days': 30} | for P30D
          google_logging_project_bucket_config | {'bucket_id': '_Default'} | for P30D
          google_logging_project_bucket_config | {'bucket_id': 'privacy-access', 'retention_days': 366} | for P366D
          google_pubsub_topic | {'name': 'erase', 'message_retention_duration': '2678400s'} | for P31D
          google_pubsub_subscription | {'message_retention_duration': '2678400s'} | deadLetters
          """)
  void reportsLongerRetention(String type, String values, String problem) {
    assertThat(problemsWith(resource(type, values)))
        .anyMatch(each -> each.startsWith(type + ".it") && each.contains(problem));
  }

  @Test
  void reportsLateRemovals() {
    PlannedResource logs =
        resource(
            "google_logging_project_bucket_config",
            "{'bucket_id': '_Default', 'retention_days': 30}");

    assertThat(problemsWith(logs))
        .anyMatch(each -> each.startsWith("with this plan, logs keeps its last copy for P37D"));
  }

  @Test
  void acceptsShorterRetention() {
    assertThat(
            problemsWith(
                resource(
                    "google_firestore_backup_schedule",
                    "{'database': '(default)', 'retention': '86400s'}")))
        .isEmpty();
  }

  @Test
  void reportsUndeclaredStores() {
    assertThat(problemsWith(bucket("thumbnails", "0", "false")))
        .containsExactly(
            "google_storage_bucket.it[\"main\"] stores data, but residency.yaml has no store"
                + " thumbnails",
            "google_storage_bucket.it[\"main\"] stores data, but residency.yaml has no store"
                + " thumbnails");
    assertThat(problemsWith(resource("google_bigquery_table", "{'table_id': 'prompts'}")))
        .singleElement()
        .asString()
        .contains("google_bigquery_table.it[\"main\"] has an unknown type");
  }

  @Test
  void reportsStoresMissingFromThePlan() {
    List<PlannedResource> without =
        DECLARED.stream()
            .filter(each -> !each.text("bucket_id").orElse("").equals("privacy-requests"))
            .toList();

    assertThat(problems(without))
        .containsExactly("the plan lacks the store requestLogs of residency.yaml");
  }

  @Test
  void acceptsLongerRetentionOfKeysWithoutPersonalData() {
    assertThat(problemsWith(resource("google_kms_crypto_key", "{'name': 'signing'}"))).isEmpty();
  }
}
