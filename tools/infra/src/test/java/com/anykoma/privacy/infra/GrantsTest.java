package com.anykoma.privacy.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.infra.terraform.PlannedResource;
import com.anykoma.privacy.infra.terraform.TerraformPlan;
import com.anykoma.privacy.yaml.Setting;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks that plans have exactly the grants of iam.yaml, and that docs/iam.md is up to date. */
@Keeps({"P17", "P18"})
final class GrantsTest {
  private static final InfraFiles FILES = InfraFiles.ofProject();

  private static final String SMALL =
      """
      roles:
        accountReader: [firebaseauth.users.get]
      functions:
        Erase:
          - { role: roles/datastore.user, target: [database/keys], why: "destroys keys" }
      accounts:
        events:
          - { role: roles/eventarc.eventReceiver, target: [project], why: "events" }
      agents:
        storage:
          - { role: roles/cloudkms.cryptoKeyEncrypterDecrypter, target: [key/storage], why: "encrypts" }
      people:
        read:
          - { role: roles/datastore.viewer, target: [database/keys], why: "reads" }
      everybody:
        - { role: roles/run.invoker, target: [function/http], why: "tokens" }
      """;

  private static final List<PlannedResource> MATCHING =
      List.of(
          resource(
              "google_project_iam_member",
              "{'role': 'roles/datastore.user', 'member':"
                  + " 'serviceAccount:privacy-erase@p.iam.gserviceaccount.com', 'condition':"
                  + " [{'expression': 'resource.name == \\\"projects/p/databases/privacy-keys\\\"'}]}"),
          resource(
              "google_project_iam_member",
              "{'role': 'roles/eventarc.eventReceiver', 'member':"
                  + " 'serviceAccount:privacy-events@p.iam.gserviceaccount.com'}"),
          resource(
              "google_kms_crypto_key_iam_member",
              "{'role': 'roles/cloudkms.cryptoKeyEncrypterDecrypter', 'member':"
                  + " 'serviceAccount:service-0@gs-project-accounts.iam.gserviceaccount.com',"
                  + " 'crypto_key_id': 'projects/p/locations/l/keyRings/privacy/cryptoKeys/storage'}"),
          function("StripeWebhook", "privacy-stripe-webhook"),
          resource(
              "google_cloud_run_service_iam_member",
              "{'role': 'roles/run.invoker', 'member': 'allUsers', 'service':"
                  + " 'privacy-stripe-webhook'}"),
          resource(
              "google_project_iam_custom_role",
              "{'role_id': 'privacyAccountReader', 'permissions': ['firebaseauth.users.get']}"),
          new PlannedResource(
              "google_firestore_database.database[\"keys\"]",
              "google_firestore_database",
              JsonParser.parseString("{\"name\": \"privacy-keys\"}").getAsJsonObject()));

  private static PlannedResource function(String name, String deployed) {
    return resource(
        "google_cloudfunctions2_function",
        "{'name': '%s', 'build_config': [{'entry_point': 'com.anykoma.privacy.functions.%sFunction'}]}"
            .formatted(deployed, name));
  }

  private static PlannedResource resource(String type, String values) {
    JsonObject parsed = JsonParser.parseString(values.replace('\'', '"')).getAsJsonObject();
    return new PlannedResource(type + ".it", type, parsed);
  }

  private static List<String> problems(List<PlannedResource> resources) {
    List<DeclaredFunction> functions =
        FILES.functions().stream()
            .filter(each -> Set.of("StripeWebhook", "Erase").contains(each.name()))
            .toList();
    return PlannedGrants.problems(
        new TerraformPlan(resources), GrantsFile.read(Setting.parse("iam.yaml", SMALL)), functions);
  }

  private static List<String> problemsWith(PlannedResource more) {
    return problems(Stream.concat(MATCHING.stream(), Stream.of(more)).toList());
  }

  @Test
  void everyDeployedTriggerOfAFunctionNeedsItsGrant() {
    assertThat(problemsWith(function("StripeWebhook", "privacy-stripe-webhook-eu-1a2b3c")))
        .containsExactly(
            "iam.yaml grants, but the plan does not: everybody has roles/run.invoker on"
                + " function/StripeWebhookEu1a2b3c");
  }

  @Test
  void pageIsUpToDate() throws Exception {
    assertThat(Files.readString(FILES.grantsPage()))
        .as("./run infra iam > docs/iam.md")
        .isEqualTo(FILES.grantsPageText());
  }

  @Test
  void fileHasGrantsForExactlyTheFunctions() {
    Set<String> holders =
        FILES.grants().entries().stream()
            .filter(each -> each.kind().equals("functions"))
            .map(GrantsFile.Entry::holder)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(holders)
        .isEqualTo(
            FILES.functions().stream()
                .map(DeclaredFunction::name)
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  /** Limits the damage that a stolen identity of a function could do. */
  @Test
  void noAdminRolesAndFewIrreversibleOperations() {
    List<GrantsFile.Entry> entries = FILES.grants().entries();

    assertThat(entries)
        .extracting(GrantsFile.Entry::role)
        .noneMatch(each -> each.matches("roles/(owner|editor|viewer)|.*[aA]dmin.*"));
    assertThat(holdersOf(entries, "custom/accountRemover", "project")).containsExactly("Erase");
    assertThat(holdersOf(entries, "roles/secretmanager.secretAccessor", "secret/stripe-erase-key"))
        .containsExactly("Erase");
    assertThat(holdersOf(entries, "roles/cloudkms.cryptoKeyEncrypterDecrypter", "key/signing"))
        .containsExactly("Certify", "CheckpointAudit");
    assertThat(entries)
        .filteredOn(each -> each.holder().equals("Certify"))
        .noneMatch(each -> each.role().equals("roles/datastore.user"))
        .noneMatch(each -> each.role().endsWith("objectUser") || each.role().endsWith("Remover"))
        .noneMatch(each -> each.targets().contains("key/kek"));
    assertThat(entries)
        .filteredOn(each -> each.targets().contains("bucket/evidence"))
        .allMatch(each -> each.role().matches("roles/storage\\.object(Viewer|Creator)"));
  }

  /** Content that the gate did not release must not reach a trainer in any other way. */
  @Test
  @Keeps({"P3", "P8"})
  void trainerReadsReleasesAndNothingElse() {
    List<GrantsFile.Entry> entries = FILES.grants().entries();

    assertThat(entries)
        .filteredOn(each -> each.holder().equals("trainer"))
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.role()).isEqualTo("roles/storage.objectViewer");
              assertThat(it.targets()).containsExactly("bucket/releases");
            });
    assertThat(entries)
        .filteredOn(each -> each.targets().contains("bucket/releases"))
        .extracting(GrantsFile.Entry::holder)
        .containsExactlyInAnyOrder("Corpus", "Release", "Certify", "Attest", "trainer");
  }

  private static List<String> holdersOf(
      List<GrantsFile.Entry> entries, String role, String target) {
    return entries.stream()
        .filter(each -> each.role().equals(role) && each.targets().contains(target))
        .map(GrantsFile.Entry::holder)
        .toList();
  }

  @Test
  void acceptsPlanWithExactlyTheseGrants() {
    assertThat(problems(MATCHING)).isEmpty();
  }

  @Test
  void reportsMissingGrants() {
    assertThat(problems(MATCHING.subList(1, MATCHING.size())))
        .containsExactly(
            "iam.yaml grants, but the plan does not: Erase has roles/datastore.user on"
                + " database/keys");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          google_project_iam_member | {'role': 'roles/owner', 'member': 'serviceAccount:privacy-erase@p.iam.gserviceaccount.com'} | the plan grants, but iam.yaml does not: Erase has roles/owner on project
          google_project_iam_member | {'role': 'roles/datastore.user', 'member': 'serviceAccount:privacy-erase@p.iam.gserviceaccount.com'} | Erase has roles/datastore.user on project
          google_storage_bucket_iam_member | {'role': 'roles/storage.objectViewer', 'member': 'allUsers', 'bucket': 'p-privacy-content'} | everybody has roles/storage.objectViewer on bucket/content
          google_project_iam_member | {'role': 'roles/viewer', 'member': 'user:person@example.org'} | google_project_iam_member.it has a member, role or resource of an unknown form
          google_project_iam_member | {'role': 'roles/datastore.user', 'member': 'serviceAccount:privacy-erase@p.iam.gserviceaccount.com', 'condition': [{'expression': 'true'}]} | google_project_iam_member.it has a member, role or resource of an unknown form
          google_project_iam_member | {'role': 'roles/datastore.user'} | google_project_iam_member.it has a member, role or resource of an unknown form
          google_project_iam_binding | {'role': 'roles/viewer', 'members': ['allUsers']} | google_project_iam_binding.it has a member, role or resource of an unknown form
          google_bigquery_dataset_iam_member | {'role': 'roles/viewer', 'member': 'allUsers'} | google_bigquery_dataset_iam_member.it has a member, role or resource of an unknown form
          google_project_iam_custom_role | {'role_id': 'privacyAccountReader', 'permissions': ['firebaseauth.users.get', 'firebaseauth.users.delete']} | has other permissions than in iam.yaml
          google_project_iam_custom_role | {'role_id': 'privacyOther', 'permissions': []} | has other permissions than in iam.yaml
          google_privileged_access_manager_entitlement | {'entitlement_id': 'privacy-read', 'privileged_access': [{'gcp_iam_access': [{'role_bindings': [{'role': 'roles/datastore.viewer', 'condition_expression': 'resource.name == \\"projects/p/databases/privacy-keys\\"'}]}]}]} | needs an approver: set approval_workflow
          google_privileged_access_manager_entitlement | {'entitlement_id': 'privacy-read', 'approval_workflow': [{}], 'privileged_access': [{'gcp_iam_access': [{'role_bindings': [{'role': 'roles/datastore.viewer', 'condition_expression': 'resource.name == \\"projects/p/databases/privacy-keys\\"'}, {'role': 'roles/editor'}]}]}]} | the plan grants, but iam.yaml does not: read has roles/editor on project
          """)
  void reportsExtraGrants(String type, String values, String problem) {
    assertThat(problemsWith(resource(type, values))).singleElement().asString().contains(problem);
  }
}
