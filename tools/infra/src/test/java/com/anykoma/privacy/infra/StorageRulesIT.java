package com.anykoma.privacy.infra;

import static com.anykoma.privacy.infra.AppClient.Answer.ALLOWED;
import static com.anykoma.privacy.infra.AppClient.Answer.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.emulators.FirestoreEmulator;
import com.anykoma.privacy.emulators.FirestoreRules;
import com.anykoma.privacy.emulators.Session;
import com.anykoma.privacy.infra.AppClient.Answer;
import com.anykoma.privacy.subject.SubjectHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
 * The security rules of the bucket {@code uploads}, as far as they can be held to anything without
 * Cloud Storage: they compile, they allow one thing at one place, and their condition, put in terms
 * of documents word for word, decides as it should. What Cloud Storage makes of a request is not
 * tested: which of its operations are a create, and what it says of an object.
 */
@Keeps({"P16", "P17", "E23"})
final class StorageRulesIT {
  private static final Path RULES = Path.of("..", "..", "terraform", "rules", "storage.rules");
  private static final String PROJECT = "demo-storage-rules";
  private static final String IDS = "demo-storage-rules-ids";
  private static final String MAIN = "(default)";

  private static String rules = "";
  private static AppClient app;
  private String ann = "";

  @BeforeAll
  static void translate() throws IOException {
    rules = Files.readString(RULES);
    FirestoreEmulator emulator = Session.firestore();
    app = new AppClient(emulator.uri(), PROJECT, MAIN, Optional.empty());
    String translated = inTermsOfDocuments(rules);
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
  void another() {
    ann = Session.unique("ann");
  }

  /** Each word of Cloud Storage's has to be there, or it is other rules that are tested. */
  private static String inTermsOfDocuments(String rules) {
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
  void theyCompileAndNameNothingThatTheLanguageDoesNotKnow() {
    assertThat(FirestoreRules.protect(Session.firestore(), PROJECT + "-as-they-are", MAIN, rules))
        .as("cross-service functions are not Firestore's own; anything else is misspelt")
        .containsExactlyInAnyOrder(
            "Invalid variable name: firestore.", "Invalid function name: exists.");
  }

  /** A second one, or a wider one, has to be decided here too. */
  @Test
  void theyAllowOneThingAtTheOnePlaceThatTheDataMapNames() {
    List<String> uploads =
        DataMap.shipped().locations().stream()
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
  void onlyTheOwnerLeavesAnImageAndNobodyDoesAnythingElse() {
    assertThat(upload(annsApp(), image("i1"), "image/png", 1_000)).isEqualTo(ALLOWED);
    assertThat(upload(app, image("i2"), "image/png", 1_000)).isEqualTo(REFUSED);
    for (String other : List.of(ann + "0", ann.substring(1), "")) {
      assertThat(upload(app.signedInAs(other, Map.of()), image("i2"), "image/png", 1_000))
          .isEqualTo(REFUSED);
    }
    for (AppClient each : List.of(annsApp(), app, app.signedInAs("bo", Map.of("staff", true)))) {
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
  void nothingIsLeftAnywhereElse(String template) {
    assertThat(upload(annsApp(), template.replace("UID", ann), "image/png", 1_000))
        .isEqualTo(REFUSED);
  }

  /** Put in a field, for Firestore takes fewer ids than Cloud Storage takes names. */
  @ParameterizedTest
  @ValueSource(
      strings = {"i1", "-", "_", "__x", "a b", "a.png", ".", "..", "", "__a__", "é", "a\r\nb", "*"})
  void anImagesIdIsAPlainWordAndNotReserved(String id) {
    AppClient other = new AppClient(annsApp().emulator(), IDS, MAIN, Optional.empty());
    boolean isPlain = id.matches("[A-Za-z0-9_-]+") && !id.equals("__a__");

    for (String each : List.of(id, id.repeat(128 / Math.max(1, id.length())), id.repeat(129))) {
      boolean isFine =
          isPlain && each.length() <= 128 && !(each.startsWith("__") && each.endsWith("__"));
      assertThat(
              other
                  .signedInAs(ann, Map.of())
                  .create(
                      image(Session.unique("i")),
                      Map.of("contentType", "image/png", "size", 1_000L, "id", each)))
          .as(each)
          .isEqualTo(isFine ? ALLOWED : REFUSED);
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
  void onlyWhatEmbeddedMetadataIsTakenOutOfIsLeft(String contentType) {
    assertThat(upload(annsApp(), image("i1"), contentType, 1_000)).isEqualTo(REFUSED);
    for (String fine : List.of("image/png", "image/jpeg", "image/webp", "image/gif")) {
      assertThat(upload(annsApp(), image("of-" + fine.substring(6)), fine, 1_000))
          .isEqualTo(ALLOWED);
    }
  }

  @Test
  void anImageHasSomethingAndNotMoreThan32MiB() {
    assertThat(upload(annsApp(), image("i0"), "image/png", 0)).isEqualTo(REFUSED);
    assertThat(upload(annsApp(), image("i1"), "image/png", 32L << 20)).isEqualTo(ALLOWED);
    assertThat(upload(annsApp(), image("i2"), "image/png", (32L << 20) + 1)).isEqualTo(REFUSED);
  }

  @Test
  @Keeps({"P23", "E13", "E10"})
  void whoIsErasedLeavesNothingHoweverLongTheirTokenIsValid() {
    String fence = "fences/" + SubjectHash.fence(new SubjectId(ann));
    assertThat(app.owner().create(fence, Map.of("raisedAt", Instant.now()))).isEqualTo(ALLOWED);
    assertThat(upload(annsApp(), image("i1"), "image/png", 1_000)).isEqualTo(REFUSED);

    assertThat(app.owner().delete(fence)).isEqualTo(ALLOWED);
    assertThat(upload(annsApp(), image("i1"), "image/png", 1_000)).isEqualTo(ALLOWED);
  }
}
