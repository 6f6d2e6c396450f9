package com.anykoma.privacy.functions;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.platform.google.GoogleSettings;
import com.anykoma.privacy.platform.google.GoogleSettings.Service;
import com.anykoma.privacy.yaml.Setting;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that the environment is validated as a whole and that no value is printed. */
final class EnvironmentTest {
  private static final Set<VariableGroup> EVERYTHING = EnumSet.allOf(VariableGroup.class);
  private static final String KEY_RING =
      "gcp-kms://projects/anykoma-prod/locations/eu/keyRings/privacy/cryptoKeys/";
  private static final Map<String, String> COMPLETE =
      Map.ofEntries(
          entry(Environment.PROJECT, "anykoma-prod"),
          entry(Environment.BUCKETS, "uploads=anykoma-prod-uploads,content=anykoma-prod-content"),
          entry(Environment.KEYS_DATABASE, "keys"),
          entry(Environment.KEK, KEY_RING + "kek"),
          entry(Environment.SIGNING_KEK, KEY_RING + "signing"),
          entry(Environment.STRIPE_KEY, "rk_live_0123456789"),
          entry(Environment.STRIPE_SECRETS, "whsec_0123456789abcdef,whsec_fedcba9876543210"),
          entry(Environment.STRIPE_LIVE, "true"),
          entry(Environment.PAGES, "https://anykoma.com/privacy"),
          entry(Environment.MAIL_KEY, "mail_0123456789abcdef"),
          entry(Environment.SUBJECT_HASH_KEY, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="));

  private static Map<String, String> but(String name, String value) {
    Map<String, String> changed = new HashMap<>(COMPLETE);
    changed.put(name, value);
    return changed;
  }

  @Test
  void readsACompleteEnvironment() {
    Environment read = Environment.read(COMPLETE, EVERYTHING);

    Config.StripeEvents stripe = read.config().stripeEvents().orElseThrow();
    assertThat(stripe.secrets()).hasSize(2);
    assertThat(stripe.live()).isTrue();
    assertThat(stripe.account()).isEmpty();
    assertThat(read.cloud().project()).isEqualTo("anykoma-prod");
    assertThat(read.cloud().database()).isEqualTo("(default)");
    assertThat(read.cloud().bucket("uploads")).isEqualTo("anykoma-prod-uploads");
    assertThat(read.cloud().kek())
        .hasValue("projects/anykoma-prod/locations/eu/keyRings/privacy/cryptoKeys/kek");
    assertThat(read.cloud().signingKek())
        .hasValue("projects/anykoma-prod/locations/eu/keyRings/privacy/cryptoKeys/signing");
    assertThat(read.cloud().endpoints()).isEmpty();
  }

  @Test
  @Keeps("P17")
  void refusesSharedKeyEncryptionKeyForSigning() {
    Map<String, String> shared = but(Environment.SIGNING_KEK, KEY_RING + "kek");

    assertThatThrownBy(() -> Environment.read(shared, EVERYTHING))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("a separate key-encryption key");
  }

  @Test
  @Keeps("P17")
  void ignoresVariablesOfUnneededGroups() {
    Environment read = Environment.read(COMPLETE, Set.of());

    assertThat(read.config().stripeEvents()).isEmpty();
    assertThat(read.cloud().stripeKey()).isEmpty();
    assertThat(read.cloud().kek()).isEmpty();
    assertThat(read.cloud().buckets()).isEmpty();
  }

  @Test
  void listsAllMissingVariablesWithExamples() {
    assertThatThrownBy(() -> Environment.read(Map.of(), EVERYTHING))
        .isInstanceOf(PermanentFailure.class)
        .message()
        .contains(Environment.ALWAYS)
        .satisfies(
            message ->
                EVERYTHING.forEach(
                    group ->
                        group
                            .variables()
                            .forEach(
                                each ->
                                    assertThat(message)
                                        .contains(each + " is missing (example: "))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          STRIPE_WEBHOOK_SECRETS | whsec_0123456789abcdef,short | has a secret of fewer than 16
          STRIPE_LIVEMODE        | yes                          | is neither "true" nor "false"
          STRIPE_LIVEMODE        | false                        | has another mode
          STRIPE_API_KEY         | pk_live_0123456789           | is not a secret (sk_) or restricted
          SUBJECT_HASH_KEY       | AAAA                         | has 3 bytes; the minimum is 32
          SUBJECT_HASH_KEY       | #                            | is not base64
          GOOGLE_CLOUD_PROJECT   | projects/x                   | project id (example: anykoma-prod)
          FIRESTORE_DATABASE     | My Database                  | database id (example: (default))
          KEYS_DATABASE          | Keys                         | database id (example: keys)
          KEYS_DATABASE          | (default)                    | equals FIRESTORE_DATABASE
          BUCKETS                | uploads                      | is not a list of NAME=BUCKET
          BUCKETS                | uploads=abc,uploads=abd      | is not a list of NAME=BUCKET
          KEK_URI                | projects/p                   | a Cloud KMS key (example: gcp-kms://
          STORAGE_EMULATOR_HOST  | 127.0.0.1                    | must be http://127.0.0.1:PORT
          PUBSUB_EMULATOR_HOST   | 10.0.0.1:8085                | must be http://127.0.0.1:PORT
          FIRESTORE_EMULATOR_HOST | 127.0.0.1:8080              | whose id starts with demo-
          KMS_EMULATOR_HOST      | a b                          | HOST:PORT (example: 127.0.0.1:8080)
          ALLOWED_ORIGINS        | *                            | is not a list of https://HOST
          ALLOWED_ORIGINS        | https://a.example,           | is not a list of https://HOST
          ALLOWED_ORIGINS        | https://a.example/           | is not a list of https://HOST
          ALLOWED_ORIGINS        | https://A.example            | is not a list of https://HOST
          ALLOWED_ORIGINS        | http://a.example             | is not a list of https://HOST
          ALLOWED_ORIGINS        | null                         | is not a list of https://HOST
          FIRESTORE_DELETE_RAMP  | fast                         | deletes per second
          FIRESTORE_DELETE_RAMP  | -1                           | deletes per second
          FIRESTORE_DELETE_RAMP  | 100000                       | deletes per second
          """)
  @Keeps("P17")
  void reportsMalformedVariablesWithoutTheirValues(String name, String value, String problem) {
    assertThatThrownBy(() -> Environment.read(but(name, value), EVERYTHING))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining(problem)
        .message()
        .doesNotContain("0123456789", "fedcba", "short", "AAAA");
    assertThat(Environment.read(COMPLETE, EVERYTHING).toString())
        .doesNotContain("whsec_", "_live_", "mail_", "AAAA");
  }

  @Test
  void readsExactOriginsAndNoneByDefault() {
    Map<String, String> variables =
        but(Environment.ORIGINS, "https://app.example.com,http://localhost:5173");

    assertThat(Environment.read(variables, EVERYTHING).config().allowedOrigins())
        .containsExactlyInAnyOrder("https://app.example.com", "http://localhost:5173");
    assertThat(Environment.read(COMPLETE, EVERYTHING).config().allowedOrigins()).isEmpty();
  }

  @Test
  void acceptsLoopbackEmulatorsForDemoProjects() {
    Map<String, String> demo = but(Environment.PROJECT, "demo-anykoma");
    demo.put("FIRESTORE_EMULATOR_HOST", "127.0.0.1:8080");

    assertThat(Environment.read(demo, EVERYTHING).cloud().endpoint(Service.FIRESTORE))
        .hasValue(URI.create("http://127.0.0.1:8080"));
  }

  @Test
  void deleteRampDefaultsToFirestoresLimit() {
    Map<String, String> demo = but(Environment.PROJECT, "demo-anykoma");
    demo.put("FIRESTORE_EMULATOR_HOST", "127.0.0.1:8080");

    assertThat(deletesPerSecond(COMPLETE)).isEqualTo(500);
    assertThat(deletesPerSecond(but(Environment.DELETE_RAMP, "200"))).isEqualTo(200);
    assertThat(deletesPerSecond(but(Environment.DELETE_RAMP, "0"))).isZero();
    assertThat(deletesPerSecond(demo)).isZero();
  }

  private static int deletesPerSecond(Map<String, String> environment) {
    return Environment.read(environment, EVERYTHING).cloud().deletesPerSecond();
  }

  @Test
  void configurationPageListsEveryVariable() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "configuration.md"));

    List<String> all = new ArrayList<>(Environment.ALWAYS);
    all.addAll(List.of(Environment.DATABASE, Environment.DELETE_RAMP, Environment.STRIPE_ACCOUNT));
    all.add(Environment.ORIGINS);
    all.addAll(Environment.EMULATORS.values());
    EVERYTHING.forEach(group -> all.addAll(group.variables()));
    assertThat(all).allSatisfy(each -> assertThat(page).contains("`" + each + "`"));
  }

  @Test
  void realtimeDatabaseIsRequiredOnlyByAMapThatUsesIt() {
    Map<String, String> variables = new HashMap<>(COMPLETE);
    GoogleSettings without = Environment.settings(variables, EVERYTHING);
    DataMap map =
        DataMap.read(
            Setting.parse(
                "datamap.yaml",
                """
                categories: { all: [user.behavior] }
                retention: { life: { ground: as long as the account } }
                locations:
                  status: { kind: realtime, path: "status/{uid}", subject: "{uid}", role: usage,
                    purposes: [service], retention: life, export: no, reason: only the present,
                    erase: delete, fields: { value: { category: user.behavior } } }
                """));

    Wiring.requireRealtime(FixtureProduct.MAP, without);
    assertThatThrownBy(() -> Wiring.requireRealtime(map, without))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("REALTIME_DATABASE_URL");

    variables.put(Environment.REALTIME, "https://p-default-rtdb.europe-west1.firebasedatabase.app");
    Wiring.requireRealtime(map, Environment.settings(variables, EVERYTHING));
    variables.put(Environment.REALTIME, "http://p.firebaseio.com/users");
    assertThatThrownBy(() -> Environment.settings(variables, EVERYTHING))
        .hasMessageContaining("REALTIME_DATABASE_URL is not a database's URL");
  }
}
