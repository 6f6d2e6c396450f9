package com.anykoma.privacy.infra;

import static com.anykoma.privacy.infra.AppClient.Answer.ALLOWED;
import static com.anykoma.privacy.infra.AppClient.Answer.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.emulators.FirestoreEmulator;
import com.anykoma.privacy.emulators.FirestoreRules;
import com.anykoma.privacy.emulators.Session;
import com.anykoma.privacy.infra.AppClient.Answer;
import com.anykoma.privacy.subject.SubjectHash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests the security rules of the bucket {@code uploads} without Cloud Storage: they compile, they
 * allow only a create at one path, and their condition, translated literally to documents, decides
 * correctly on Firestore's emulator. Not tested: how Cloud Storage maps its operations and objects
 * to rules.
 */
@Keeps({"P16", "P17", "E23"})
final class StorageRulesIT {
  private static final InfraFiles FILES = InfraFiles.ofProject().with(FixtureProduct.FOLDER);
  private static final String PROJECT = "demo-storage-rules";
  private static final String IDS = "demo-storage-rules-ids";
  private static final String MAIN = "(default)";

  private static String rules = "";
  private static AppClient app;
  private String ann = "";

  @BeforeAll
  static void translate() {
    rules = DeployedRules.of(FILES, "storage.rules");
    FirestoreEmulator emulator = Session.firestore();
    app = new AppClient(emulator.uri(), PROJECT, MAIN, Optional.empty());
    String translated = translatedToDocuments(rules);
    assertThat(FirestoreRules.protect(emulator, PROJECT, MAIN, translated)).isEmpty();
    assertThat(translated).contains("imageId.matches(");
    assertThat(
            FirestoreRules.protect(
                emulator,
                IDS,
                MAIN,
                translated.replace("imageId.matches(", "request.resource.data.id.matches(")))
        .isEmpty();
  }

  @BeforeEach
  void createUser() {
    ann = Session.unique("ann");
  }

  /**
   * Translates the rules; fails if an expected term is missing, because then it tests other rules.
   */
  private static String translatedToDocuments(String rules) {
    String translated = rules;
    for (Map.Entry<String, String> each :
        Map.of(
                "service firebase.storage {", "service cloud.firestore {",
                "match /b/{bucket}/o {", "match /databases/{bucket}/documents {",
                "firestore.exists(", "exists(",
                "request.resource.contentType", "request.resource.data.contentType",
                "request.resource.size", "request.resource.data.size")
            .entrySet()) {
      assertThat(translated).contains(each.getKey());
      translated = translated.replace(each.getKey(), each.getValue());
    }
    return translated;
  }

  private static String withoutComments(String rules) {
    return rules.replaceAll("(?m)^\\s*//.*$", "");
  }

  private static Answer upload(AppClient client, String name, String contentType, long size) {
    return client.create(name, Map.of("contentType", contentType, "size", size));
  }

  private AppClient annsApp() {
    return app.signedInAs(ann, Map.of());
  }

  private String image(String id) {
    return "users/" + ann + "/images/" + id;
  }

  @Test
  void rulesCompile() {
    assertThat(FirestoreRules.protect(Session.firestore(), PROJECT + "-as-they-are", MAIN, rules))
        .as("cross-service functions are not Firestore's own; anything else is misspelt")
        .containsExactlyInAnyOrder(
            "Invalid variable name: firestore.", "Invalid function name: exists.");
  }

  /** A second or a wider rule needs a change of this test. */
  @Test
  void rulesAllowOnlyCreateAtTheUploadPath() {
    List<String> uploads =
        FixtureProduct.MAP.locations().stream()
            .filter(it -> it.place() instanceof Place.Blobs in && in.bucket().equals("uploads"))
            .map(Location::place)
            .map(it -> "/" + it.pattern().orElseThrow())
            .toList();
    Matcher allowed = Pattern.compile("allow ([a-z, ]+)(:|;)").matcher(withoutComments(rules));
    Matcher matched = Pattern.compile("match (\\S+) \\{").matcher(withoutComments(rules));
    List<String> matches = new ArrayList<>();
    while (matched.find()) {
      matches.add(matched.group(1));
    }

    assertThat(allowed.results().map(it -> it.group(1))).containsExactly("create");
    assertThat(matches.subList(1, matches.size())).isEqualTo(uploads);
    assertThat(matches.get(0)).isEqualTo("/b/{bucket}/o");
    assertThat(withoutComments(rules)).doesNotContain("=**").doesNotContain("if true");
  }

  @Test
  @Keeps("P18")
  void onlyTheOwnerMayUploadAndNoOtherOperationIsAllowed() {
    assertThat(upload(annsApp(), image("i1"), "image/png", 1_000)).isEqualTo(ALLOWED);
    assertThat(upload(app, image("i2"), "image/png", 1_000)).isEqualTo(REFUSED);
    for (String other : List.of(ann + "0", ann.substring(1), "")) {
      assertThat(upload(app.signedInAs(other, Map.of()), image("i2"), "image/png", 1_000))
          .isEqualTo(REFUSED);
    }
    for (AppClient each :
        List.of(annsApp(), app, app.signedInAs("bo", Map.of("staff", List.of("safety"))))) {
      assertThat(each.get(image("i1"))).isEqualTo(REFUSED);
      assertThat(each.list(image("i1"))).isEqualTo(REFUSED);
      assertThat(each.update(image("i1"), Map.of("contentType", "image/gif"))).isEqualTo(REFUSED);
      assertThat(each.delete(image("i1"))).isEqualTo(REFUSED);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "users/UID/avatars/a1",
        "users/UID",
        "holds/UID/images/i1",
        "users/UID/images/i1/parts/p1",
        "images/i1",
      })
  void refusesUploadsElsewhere(String template) {
    assertThat(upload(annsApp(), template.replace("UID", ann), "image/png", 1_000))
        .isEqualTo(REFUSED);
  }

  /** The id is in a field, because Firestore accepts fewer ids than Cloud Storage accepts names. */
  @ParameterizedTest
  @ValueSource(
      strings = {"i1", "-", "_", "__x", "a b", "a.png", ".", "..", "", "__a__", "é", "a\r\nb", "*"})
  void refusesUnsafeAndReservedIds(String id) {
    AppClient other = new AppClient(annsApp().emulator(), IDS, MAIN, Optional.empty());
    boolean isPlain = id.matches("[A-Za-z0-9_-]+") && !id.equals("__a__");

    for (String each : List.of(id, id.repeat(128 / Math.max(1, id.length())), id.repeat(129))) {
      boolean isValid =
          isPlain && each.length() <= 128 && !(each.startsWith("__") && each.endsWith("__"));
      assertThat(
              other
                  .signedInAs(ann, Map.of())
                  .create(
                      image(Session.unique("i")),
                      Map.of("contentType", "image/png", "size", 1_000L, "id", each)))
          .as(each)
          .isEqualTo(isValid ? ALLOWED : REFUSED);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "image/svg+xml",
        "image/avif",
        "image/heic",
        "image/png; charset=utf-8",
        "IMAGE/PNG",
        "text/html",
        "application/octet-stream",
        "",
      })
  @Keeps("P5")
  void acceptsOnlyTypesWhoseMetadataIsStripped(String contentType) {
    assertThat(upload(annsApp(), image("i1"), contentType, 1_000)).isEqualTo(REFUSED);
    for (String fine : List.of("image/png", "image/jpeg", "image/webp", "image/gif")) {
      assertThat(upload(annsApp(), image("of-" + fine.substring(6)), fine, 1_000))
          .isEqualTo(ALLOWED);
    }
  }

  @Test
  void acceptsSizesFrom1ByteTo32MiB() {
    assertThat(upload(annsApp(), image("i0"), "image/png", 0)).isEqualTo(REFUSED);
    assertThat(upload(annsApp(), image("i1"), "image/png", 32L << 20)).isEqualTo(ALLOWED);
    assertThat(upload(annsApp(), image("i2"), "image/png", (32L << 20) + 1)).isEqualTo(REFUSED);
  }

  @Test
  @Keeps({"P23", "E13", "E10"})
  void refusesUploadsOfErasedUsersWithValidTokens() {
    String fence = "fences/" + SubjectHash.fence(new SubjectId(ann));
    assertThat(app.owner().create(fence, Map.of("raisedAt", Instant.now()))).isEqualTo(ALLOWED);
    assertThat(upload(annsApp(), image("i1"), "image/png", 1_000)).isEqualTo(REFUSED);

    assertThat(app.owner().delete(fence)).isEqualTo(ALLOWED);
    assertThat(upload(annsApp(), image("i1"), "image/png", 1_000)).isEqualTo(ALLOWED);
  }
}
