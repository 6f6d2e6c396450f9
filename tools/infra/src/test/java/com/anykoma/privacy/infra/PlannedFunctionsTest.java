package com.anykoma.privacy.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.infra.terraform.PlannedResource;
import com.anykoma.privacy.infra.terraform.TerraformPlan;
import com.google.gson.JsonParser;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks that differences between a plan's functions and the classes are reported. */
@Keeps("P17")
final class PlannedFunctionsTest {
  private static final DataMap MAP = FixtureProduct.MAP;

  private static final String PURGE =
      function(
          "Purge",
          "'event_type': '%s', 'pubsub_topic': 'projects/p/topics/purge', 'retry_policy': 'RETRY_POLICY_DO_NOT_RETRY'");

  private static String function(String name, String event) {
    return "{'build_config': [{'entry_point': 'com.anykoma.privacy.functions."
        + name
        + "Function'}], 'service_config': [{'service_account_email': 'privacy-"
        + name
        + "@p', 'ingress_settings': 'ALLOW_INTERNAL_ONLY', 'environment_variables':"
        + " {'GOOGLE_CLOUD_PROJECT': 'p', 'BUCKETS': 'b'}, 'secret_environment_variables':"
        + " [{'key': 'SUBJECT_HASH_KEY', 'version': '1'}]}], 'event_trigger': [{"
        + event.formatted("google.cloud.pubsub.topic.v1.messagePublished")
        + "}]}";
  }

  private static PlannedResource resource(String type, String name, String values) {
    return new PlannedResource(
        type + "." + name,
        type,
        JsonParser.parseString(values.replace('\'', '"')).getAsJsonObject());
  }

  /** The problems, except functions that so small a plan does not have. */
  private static List<String> problems(PlannedResource... resources) {
    return PlannedFunctions.problems(new TerraformPlan(List.of(resources)), MAP).stream()
        .filter(each -> !each.contains("is not deployed") && !each.contains("the plan lacks"))
        .toList();
  }

  private static PlannedResource second(String values) {
    return resource("google_cloudfunctions2_function", "it", values);
  }

  @Test
  void acceptsFunctionThatMatchesItsClass() {
    assertThat(problems(second(PURGE))).isEmpty();
  }

  @Test
  void reportsFunctionsMissingFromThePlan() {
    assertThat(PlannedFunctions.problems(new TerraformPlan(List.of()), MAP))
        .contains("the plan: EraseFunction is not deployed; declare it");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          privacy.functions.PurgeFunction | privacy.functions.Purge | has an entry point that is not a class of this project
          topics/purge | topics/erase | Purge is triggered by TaskPublished[topic=erase, redelivered=false]
          RETRY_POLICY_DO_NOT_RETRY | RETRY_POLICY_RETRY | Purge is triggered by TaskPublished[topic=purge, redelivered=true]
          messagePublished | v2.messagePublished | has an event trigger that no class decodes
          ALLOW_INTERNAL_ONLY | ALLOW_ALL | needs ingress ALLOW_ALL if its trigger is HTTP, else not
          'BUCKETS': 'b' | 'KEK_URI': 'k' | Purge lacks the variable BUCKETS
          'version': '1' | 'version': 'latest' | must pin a version number of SUBJECT_HASH_KEY
          SUBJECT_HASH_KEY | SUBJECT_KEY | Purge lacks the variable SUBJECT_HASH_KEY
          'privacy-Purge@p' | null | has no service account of its own
          """)
  void reportsDifferencesFromTheClass(String text, String replacement, String problem) {
    assertThat(PURGE).contains(text);

    assertThat(problems(second(PURGE.replace(text, replacement))))
        .anyMatch(each -> each.contains(problem));
  }

  @Test
  void reportsSharedServiceAccounts() {
    PlannedResource other =
        resource(
            "google_cloudfunctions2_function",
            "other",
            function(
                    "Hold",
                    "'event_type': '%s', 'pubsub_topic': 'projects/p/topics/hold', 'retry_policy': 'RETRY_POLICY_DO_NOT_RETRY'")
                .replace("privacy-Hold@p", "privacy-Purge@p"));

    assertThat(problems(second(PURGE), other))
        .contains(
            "google_cloudfunctions2_function.other uses the same service account as google_cloudfunctions2_function.it");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          */5 * * * * | sweep | Etc/UTC | ''
          0 * * * * | sweep | Etc/UTC | Scheduled[topic=sweep, cron=0 * * * *,
          */5 * * * * | sweeper | Etc/UTC | must publish a task of the topic sweep
          */5 * * * * | sweep | Europe/Berlin | must run in Etc/UTC
          """)
  void readsScheduleFromItsJob(String cron, String topic, String zone, String problem) {
    PlannedResource sweep =
        second(
            function(
                "Sweep",
                "'event_type': '%s', 'pubsub_topic': 'projects/p/topics/sweep', 'retry_policy': 'RETRY_POLICY_DO_NOT_RETRY'"));
    PlannedResource job =
        resource(
            "google_cloud_scheduler_job",
            "it",
            "{'schedule': '%s', 'time_zone': '%s', 'pubsub_target': [{'topic_name':"
                    .formatted(cron, zone)
                + " 'projects/p/topics/sweep', 'attributes': {'taskTopic': '%s', 'taskId': '1'}}]}"
                    .formatted(topic));

    List<String> problems =
        problems(sweep, job).stream().filter(each -> !each.contains("lacks the variable")).toList();

    if (problem.isEmpty()) {
      assertThat(problems).isEmpty();
    } else {
      assertThat(problems).anyMatch(each -> each.contains(problem));
    }
  }

  @Test
  void acceptsAccountDeletionsOfBothGenerations() {
    String first =
        "{'entry_point': 'com.anykoma.privacy.functions.UserDeletedFunction',"
            + " 'service_account_email': 'a', 'environment_variables': {'GOOGLE_CLOUD_PROJECT':"
            + " 'p', 'SUBJECT_HASH_KEY': 'k'}, 'event_trigger': [{'event_type':"
            + " 'providers/firebase.auth/eventTypes/user.delete'}]}";
    String second =
        function(
                "UserDeleted",
                "'event_type': 'google.firebase.auth.user.v2.deleted', 'retry_policy': 'RETRY_POLICY_RETRY'")
            .replace(", 'BUCKETS': 'b'", "");

    assertThat(problems(resource("google_cloudfunctions_function", "it", first))).isEmpty();
    assertThat(problems(second(second)))
        .containsExactly(
            "google_cloudfunctions2_function.it gets no events: set trigger_region to global");
  }
}
