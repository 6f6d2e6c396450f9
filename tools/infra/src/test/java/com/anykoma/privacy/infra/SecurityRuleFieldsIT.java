package com.anykoma.privacy.infra;

import static com.anykoma.privacy.infra.AppClient.Answer.ALLOWED;
import static com.anykoma.privacy.infra.AppClient.Answer.REFUSED;
import static com.anykoma.privacy.infra.AppClient.SERVER_TIME;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.emulators.Session;
import com.anykoma.privacy.infra.AppClient.Answer;
import com.anykoma.privacy.platform.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests which fields and values the security rules let a client write, on Firestore's emulator. */
@Keeps({"P11", "P12", "P17", "P18", "E23"})
final class SecurityRuleFieldsIT extends SecurityRulesFixture {
  private static final Object NULL = new Object();

  @ParameterizedTest
  @MethodSource("places")
  void ownerMayWriteOnlyFieldsOfTheDataMap(ClientPlace place) {
    String path = place.path(ann, "x1");
    assertThat(annsApp().create(path, place.document(path))).isEqualTo(ALLOWED);

    for (String field : place.writable()) {
      Answer expected = field.equals("createdAt") ? REFUSED : ALLOWED;
      assertThat(annsApp().update(path, Map.of(field, place.sample(field, path))))
          .as(field)
          .isEqualTo(expected);
    }
    for (String field : List.of("photoURL", "role", "uid", "Text", "text2", "privacy2")) {
      assertThat(annsApp().update(path, Map.of(field, "x"))).as(field).isEqualTo(REFUSED);
      assertThat(annsApp().create(place.path(ann + "b", "x2"), Map.of(field, "x")))
          .as(field)
          .isEqualTo(REFUSED);
    }
  }

  @ParameterizedTest
  @MethodSource("places")
  @Keeps({"P3", "P7", "P8"})
  void clientsCannotWriteFunctionOnlyFields(ClientPlace place) {
    String path = place.path(ann, "x1");
    Map<String, Object> stored = new HashMap<>(Map.of("plan", "free"));
    stored.put("privacy", Map.of("plan", "free", "protected", false));
    put(path, stored);
    String ben = Session.unique("ben");
    AppClient bensApp = app.signedInAs(ben, Map.of("email", EMAIL));

    for (String field : List.of("privacy", "plan", "privacy.plan", "privacy.protected")) {
      assertThat(annsApp().remove(path, field)).as(field).isEqualTo(REFUSED);
    }
    for (Object value : List.of("pro", true, Map.of(), Map.of("plan", "pro"), SERVER_TIME)) {
      for (String field : List.of("privacy", "plan")) {
        assertThat(annsApp().update(path, Map.of(field, value))).isEqualTo(REFUSED);
        String another = place.path(ben, "x2");
        Map<String, Object> document = place.document(another);
        document.put(field, value);
        assertThat(bensApp.create(another, document)).isEqualTo(REFUSED);
      }
    }
    assertThat(annsApp().replace(path, place.document(path))).isEqualTo(REFUSED);
    assertThat(annsApp().transform(path, "privacy.epoch", "increment", AppClient.value(1L)))
        .isEqualTo(REFUSED);
    assertThat(annsApp().update(path, changed(place, path))).isEqualTo(ALLOWED);
    stored.putAll(changed(place, path));
    assertThat(annsApp().replace(path, stored)).isEqualTo(ALLOWED);
  }

  /** Values of wrong types, and values that are too large. */
  @ParameterizedTest
  @MethodSource("places")
  @Keeps("P16")
  void refusesValuesOfWrongTypeOrSize(ClientPlace place) {
    String path = place.path(ann, "x1");
    put(path, Map.of());
    List<Object> hostile = new ArrayList<>();
    hostile.add(NULL);
    hostile.addAll(
        List.of(
            SEAL,
            Bytes.of(new byte[0]),
            Map.of("a", "b"),
            List.of(Map.of("a", "b")),
            List.of(SEAL),
            "x".repeat(300_000),
            Instant.EPOCH,
            Instant.parse("9999-12-31T23:59:59Z")));

    for (String field : place.writable()) {
      for (Object each : hostile) {
        Map<String, @Nullable Object> fields = new HashMap<>();
        fields.put(field, each == NULL ? null : each);
        assertThat(annsApp().update(path, fields)).as("%s %s", field, each).isEqualTo(REFUSED);
      }
    }
  }

  @Test
  void refusesTooLongLists() {
    put(of("characters/c1"), Map.of());
    AppClient client = annsApp();

    assertThat(client.update(of("characters/c1"), Map.of("imageIds", ids(500)))).isEqualTo(ALLOWED);
    assertThat(client.update(of("characters/c1"), Map.of("imageIds", ids(501)))).isEqualTo(REFUSED);
    assertThat(client.update(of("characters/c1"), Map.of("imageIds", List.of("../x"))))
        .isEqualTo(REFUSED);
    assertThat(client.update(of("characters/c1"), Map.of("traits", ids(100)))).isEqualTo(ALLOWED);
    assertThat(client.update(of("characters/c1"), Map.of("traits", ids(101)))).isEqualTo(REFUSED);
    assertThat(client.update(of("characters/c1"), Map.of("traits", List.of("x".repeat(20_001)))))
        .isEqualTo(REFUSED);
    assertThat(
            client.transform(
                of("characters/c1"),
                "traits",
                "appendMissingElements",
                Map.of("values", List.of(AppClient.value("another")))))
        .isEqualTo(REFUSED);
  }

  private static List<String> ids(int many) {
    return Stream.iterate(0, i -> i + 1).limit(many).map(i -> "i" + i).toList();
  }

  @Test
  void acceptsTextsUpToTheirMaximumLength() {
    for (Map.Entry<String, Integer> each :
        Map.of("prompts/p1:text", 20_000, "stories/s1:text", 200_000, "devices/d1:browser", 40)
            .entrySet()) {
      String[] at = each.getKey().split(":", -1);
      put(of(at[0]), Map.of());

      assertThat(annsApp().update(of(at[0]), Map.of(at[1], "é".repeat(each.getValue()))))
          .isEqualTo(ALLOWED);
      assertThat(annsApp().update(of(at[0]), Map.of(at[1], "é".repeat(each.getValue() + 1))))
          .isEqualTo(REFUSED);
    }
  }

  @Test
  void imageRefersOnlyToItsOwnObject() {
    put(of("images/i1"), Map.of());

    assertThat(annsApp().update(of("images/i1"), Map.of("blob", of("images/i1"))))
        .isEqualTo(ALLOWED);
    for (String other : List.of(of("images/i2"), "users/bo/images/i1", of("images/i1/../i2"))) {
      assertThat(annsApp().update(of("images/i1"), Map.of("blob", other))).isEqualTo(REFUSED);
    }
  }

  @Test
  void referenceToAnotherItemIsAnId() {
    put(of("images/i1"), Map.of());

    assertThat(annsApp().update(of("images/i1"), Map.of("promptId", "p-1_A"))).isEqualTo(ALLOWED);
    for (String other : List.of("", "..", "__a__", "a/b", "x".repeat(129))) {
      assertThat(annsApp().update(of("images/i1"), Map.of("promptId", other))).isEqualTo(REFUSED);
    }
  }

  @Test
  @Keeps("P11")
  void accountAcceptsOnlyTheAddressOfItsToken() {
    assertThat(annsApp().create("users/" + ann, Map.of("email", "bo@example.com")))
        .isEqualTo(REFUSED);
    assertThat(app.signedInAs(ann, Map.of()).create("users/" + ann, Map.of("email", EMAIL)))
        .isEqualTo(REFUSED);
    assertThat(app.signedInAs(ann, Map.of()).create("users/" + ann, Map.of("displayName", "Ann")))
        .isEqualTo(ALLOWED);
    assertThat(annsApp().update("users/" + ann, Map.of("email", EMAIL))).isEqualTo(ALLOWED);
    assertThat(annsApp().remove("users/" + ann, "email")).isEqualTo(ALLOWED);
  }

  @Test
  @Keeps("P25")
  void objectionIsABoolean() {
    put("users/" + ann, Map.of());

    assertThat(annsApp().update("users/" + ann, Map.of("objection", true, "gpc", true)))
        .isEqualTo(ALLOWED);
    assertThat(annsApp().update("users/" + ann, Map.of("objection", "no"))).isEqualTo(REFUSED);
    assertThat(annsApp().update("users/" + ann, Map.of("gpc", 0L))).isEqualTo(REFUSED);
  }
}
