package com.anykoma.privacy.platform.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.Sensitive;
import com.anykoma.privacy.platform.google.GoogleSettings.Service;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GoogleCloudTest {
  private static final URI NOBODY = URI.create("http://127.0.0.1:9");

  private static GoogleSettings settings(String project, Map<Service, URI> endpoints) {
    return new GoogleSettings(
        project,
        "(default)",
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        endpoints,
        0);
  }

  @Test
  void opensAClientOnceOnFirstUse() {
    GoogleSettings settings =
        settings("demo-x", Map.of(Service.FIRESTORE, NOBODY, Service.PUBSUB, NOBODY));

    try (GoogleCloud cloud = GoogleCloud.open(settings)) {
      assertThat(cloud.documents()).isSameAs(cloud.documents());
      assertThat(cloud.tasks()).isSameAs(cloud.tasks());
      // the missing settings of Cloud KMS and Stripe fail only on first use
      assertThatThrownBy(cloud::kek).isInstanceOf(PermanentFailure.class);
      assertThatThrownBy(cloud::billing)
          .isInstanceOf(PermanentFailure.class)
          .hasMessageContaining("STRIPE_API_KEY");
    }
  }

  @Test
  void closesEachClientOnlyOnce() {
    GoogleCloud cloud = GoogleCloud.open(settings("demo-x", Map.of(Service.FIRESTORE, NOBODY)));
    assertThat(cloud.documents()).isNotNull();

    cloud.close();
    cloud.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://10.0.0.1:80",
        "http://example.com:80",
        "https://127.0.0.1:80",
        "http://127.0.0.1",
        "http://127.0.0.1.example.com:80",
        "http:opaque"
      })
  void refusesEmulatorsOutsideTheLoopbackInterface(String endpoint) {
    Map<Service, URI> endpoints = Map.of(Service.FIRESTORE, URI.create(endpoint));

    assertThatThrownBy(() -> settings("demo-x", endpoints))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesEmulatorsForOtherThanDemoProjects() {
    Map<Service, URI> endpoints = Map.of(Service.STRIPE, NOBODY);

    assertThatThrownBy(() -> settings("anykoma-prod", endpoints))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("demo-");
  }

  @Test
  void settingsDoNotPrintKeys() {
    GoogleSettings settings =
        new GoogleSettings(
            "p-x",
            "(default)",
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(Sensitive.of("sk_live_1")),
            Optional.empty(),
            Map.of(),
            0);

    assertThat(settings.toString()).doesNotContain("sk_live");
  }
}
