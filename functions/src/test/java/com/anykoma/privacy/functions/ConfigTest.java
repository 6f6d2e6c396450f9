package com.anykoma.privacy.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.PermanentFailure;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ConfigTest {
  private static final Map<String, String> COMPLETE =
      Map.of(
          Config.DATA_DIRECTORY, "data",
          Config.STRIPE_SECRETS, "whsec_0123456789abcdef,whsec_fedcba9876543210",
          Config.STRIPE_LIVE, "true",
          Config.SUBJECT_HASH_KEY, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");

  @Test
  void readsACompleteEnvironment() {
    Config config = Config.read(COMPLETE);

    assertThat(config.stripeSecrets()).hasSize(2);
    assertThat(config.stripeLive()).isTrue();
    assertThat(config.stripeAccount()).isEmpty();
  }

  @Test
  void namesEverythingThatIsMissingAtOnce() {
    assertThatThrownBy(() -> Config.read(Map.of()))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("PRIVACY_DATA_DIR is missing")
        .hasMessageContaining("STRIPE_WEBHOOK_SECRETS is missing")
        .hasMessageContaining("STRIPE_LIVEMODE is missing")
        .hasMessageContaining("SUBJECT_HASH_KEY is missing");
  }

  @Test
  @Keeps("P17")
  void namesWhatIsMalformedAndPrintsNoSecret() {
    Map<String, String> wrong = new HashMap<>(COMPLETE);
    wrong.put(Config.STRIPE_SECRETS, "whsec_0123456789abcdef,short");
    wrong.put(Config.STRIPE_LIVE, "yes");
    wrong.put(Config.SUBJECT_HASH_KEY, "AAAA");

    assertThatThrownBy(() -> Config.read(wrong))
        .hasMessageContaining("STRIPE_WEBHOOK_SECRETS holds a secret of fewer than 16")
        .hasMessageContaining("STRIPE_LIVEMODE is neither true nor false")
        .hasMessageContaining("SUBJECT_HASH_KEY has 3 bytes instead of 32")
        .message()
        .doesNotContain("whsec_", "short", "AAAA");
    assertThat(Config.read(COMPLETE).toString()).doesNotContain("whsec_");
  }
}
