package com.anykoma.privacy.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.json.StrictJson;
import com.anykoma.privacy.platform.Settings.Service;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The contract of the port to live settings, on the recorded deployment. */
@Keeps({"P1", "P18", "P20"})
public abstract class SettingsContract {
  protected abstract Settings settings();

  /** Serves a text at an address and returns the address. */
  protected abstract URI serve(String path, String text);

  private static JsonValue parsed(String json) {
    return StrictJson.object(json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void namesResourcesOfTheDeployment() {
    assertThat(settings().names())
        .containsEntry("project", "demo-anykoma")
        .containsEntry("region", "europe-west1")
        .containsEntry("livemode", "false")
        .containsEntry("database/main", "(default)")
        .containsEntry("database/keys", "privacy-keys")
        .containsEntry("bucket/content", "demo-anykoma-privacy-content")
        .containsKeys("key/kek", "key/signing", "key/storage");
  }

  @Test
  void readsResourceOfEachKindOfApi() {
    String bucket = settings().json(Service.STORAGE, "/storage/v1/b/demo-anykoma-privacy-content");
    String policy = settings().json(Service.PROJECTS, "/v1/projects/demo-anykoma:getIamPolicy");
    String webhooks = settings().json(Service.STRIPE, "/v1/webhook_endpoints?limit=100");

    assertThat(parsed(bucket).requiredObject("softDeletePolicy").int64("retentionDurationSeconds"))
        .contains(0L);
    assertThat(parsed(policy).objects("bindings")).isNotEmpty();
    assertThat(parsed(webhooks).objects("data")).hasSize(1);
  }

  @Test
  void absentResourceIsAFailure() {
    assertThatThrownBy(() -> settings().json(Service.STORAGE, "/storage/v1/b/another"))
        .isInstanceOf(CloudFailure.class)
        .hasMessageContaining("404")
        .hasMessageNotContaining("another");
  }

  @Test
  void servedPageIsReadToTheByte() {
    URI page = serve("/privacy", "# Überblick\r\n");

    assertThat(settings().servedPage(page))
        .contains(Bytes.of("# Überblick\r\n".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void absentPageIsEmpty() {
    URI page = serve("/privacy", "text");

    assertThat(settings().servedPage(page.resolve("/other"))).isEmpty();
  }
}
