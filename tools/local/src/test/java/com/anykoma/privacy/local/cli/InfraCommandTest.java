package com.anykoma.privacy.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.local.Ran;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./run infra}, on a plan before it is applied. */
@Keeps({"P17", "P20"})
final class InfraCommandTest {
  private static final String PLAN =
      """
      {"planned_values": {"root_module": {"child_modules": [{"resources": [
        {"mode": "managed", "type": "google_storage_bucket",
         "address": "module.privacy.google_storage_bucket.data[\\"content\\"]",
         "values": {"name": "p-privacy-content", "soft_delete_policy":
           [{"retention_duration_seconds": 604800}]}}]}]}}}
      """;

  @TempDir private Path directory = Path.of("");

  private String plan(String json) throws IOException {
    return Files.writeString(directory.resolve("plan.json"), json).toString();
  }

  @Test
  void refusesPlansThatBreakAPromiseWithEveryReason() throws Exception {
    Ran ran = Ran.of("infra", "check", "--plan", plan(PLAN));

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out())
        .contains("failed  retention of the plan")
        .contains("data[\"content\"] keeps sealed images for P7D; residency.yaml allows for")
        .contains("failed  functions of the plan")
        .contains("the plan: EraseFunction is not deployed")
        .contains("failed  rights of the plan")
        .contains("iam.yaml grants, but the plan does not: Erase has custom/accountRemover")
        .contains("failed  protection of the plan")
        .doesNotContain("\u001b[");
  }

  @Test
  void printsOnlyOneJsonObject() throws Exception {
    Ran ran = Ran.of("infra", "check", "--json", "--plan", plan(PLAN));

    JsonArray checks = ran.json().getAsJsonArray("checks");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(checks).hasSize(4);
    for (JsonElement each : checks) {
      assertThat(each.getAsJsonObject().get("verdict").getAsString()).isEqualTo("failed");
      assertThat(each.getAsJsonObject().getAsJsonArray("lines")).isNotEmpty();
    }
  }

  @Test
  void explainsHowToCreateAPlan() throws Exception {
    for (String json : new String[] {"", "[]", "{}", "{\"planned_values\": 1}", "not json"}) {
      Ran ran = Ran.of("infra", "check", "--plan", plan(json));

      assertThat(ran.exit()).as(json).isEqualTo(2);
      assertThat(ran.err()).contains("plan.json is not a plan: ").contains("terraform show -json");
    }
  }

  @Test
  void reportsMissingPlanFiles() {
    Ran ran = Ran.of("infra", "check", "--plan", directory.resolve("absent.json").toString());

    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("absent.json").contains("cannot be read");
  }

  @Test
  void printsThePageAboutGrants() {
    Ran ran = Ran.of("infra", "iam");

    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).startsWith("# IAM grants").contains("| Certify | `datastore.viewer` |");
  }

  @Test
  void printsUsageWithoutASubcommand() {
    assertThat(Ran.of("infra").exit()).isEqualTo(2);
  }
}
