package com.anykoma.privacy.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsFolder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Checks that settings.yaml expects the settings that Terraform deploys. */
@Keeps({"P18", "P20", "P21"})
final class ExpectedSettingsTest {
  private static final InfraFiles FILES = InfraFiles.ofProject();
  private static final Setting RESOURCES =
      SettingsFolder.packaged().setting("settings.yaml").get("resources");

  private static String terraform(String name) throws IOException {
    return Files.readString(FILES.module().resolve(name));
  }

  @Test
  void everyDeployedTtlPolicyIsExpected() throws IOException {
    JsonObject indexes =
        JsonParser.parseString(terraform("records.indexes.json")).getAsJsonObject();
    List<String> deployed =
        StreamSupport.stream(indexes.getAsJsonArray("fieldOverrides").spliterator(), false)
            .map(JsonElement::getAsJsonObject)
            .filter(each -> each.has("ttl") && each.get("ttl").getAsBoolean())
            .map(
                each ->
                    "projects/{project}/databases/{database/main}/collectionGroups/%s/fields/%s"
                        .formatted(
                            each.get("collectionGroup").getAsString(),
                            each.get("fieldPath").getAsString()))
            .toList();

    assertThat(deployed).isNotEmpty();
    assertThat(RESOURCES.get("timeToLive").get("settings").get("fields").get("includes").strings())
        .containsExactlyInAnyOrderElementsOf(deployed);
  }

  @Test
  void everyDeployedLogBucketAndKeyIsRead() throws IOException {
    assertThat(terraform("logging.tf"))
        .contains("bucket_id      = \"privacy-${each.key}\"", "requests = {", "access = {");
    assertThat(RESOURCES.get("requestLogs").get("path").string()).endsWith("privacy-requests");
    assertThat(RESOURCES.get("accessLogs").get("path").string()).endsWith("privacy-access");
    assertThat(terraform("keys.tf")).contains("rotation_period            = \"${90 * 86400}s\"");
    assertThat(RESOURCES.get("key").get("settings").get("rotation").get("at-most").string())
        .isEqualTo("" + 90 * 86400);
  }

  @Test
  void serviceAgentsAreThoseOfTerraform() throws IOException {
    assertThat(terraform("iam.tf"))
        .contains("@gs-project-accounts.iam", "@gcp-sa-pubsub.iam", "@gcp-sa-firebasestorage.iam");
    assertThat(Setting.file(FILES.module().resolve("iam.yaml")).get("agents").members().keySet())
        .containsExactlyInAnyOrder("storage", "pubsub", "firebase-storage");
  }

  @Test
  void readerOfSettingsReadsNoDataAndChangesNothing() {
    List<String> permissions =
        Setting.file(FILES.module().resolve("iam.yaml"))
            .get("roles")
            .get("settingsReader")
            .strings();

    assertThat(permissions)
        .hasSizeGreaterThan(8)
        .allMatch(each -> each.matches(".*\\.(get|list|getMetadata|getIamPolicy)"))
        .noneMatch(each -> each.matches(".*\\.(entities|objects|users|messages|logEntries)\\..*"));
  }
}
