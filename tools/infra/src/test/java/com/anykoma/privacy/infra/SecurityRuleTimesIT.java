package com.anykoma.privacy.infra;

import static com.anykoma.privacy.infra.AppClient.Answer.ALLOWED;
import static com.anykoma.privacy.infra.AppClient.Answer.REFUSED;
import static com.anykoma.privacy.infra.AppClient.SERVER_TIME;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.emulators.Session;
import com.anykoma.privacy.platform.Bytes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests on Firestore's emulator that security rules protect sealed values and require the server's
 * time.
 */
@Keeps({"P11", "P12", "P17", "P18", "E23"})
final class SecurityRuleTimesIT extends SecurityRulesFixture {
  @ParameterizedTest
  @MethodSource("places")
  @Keeps({"P10", "P16"})
  void clientsCanReplaceSealedValuesButNotForgeOrMoveThem(ClientPlace place) {
    for (String field : place.sealed()) {
      String path = place.path(ann, "sealed-" + field);
      put(path, Map.of(field, SEAL, "privacy", Map.of("protected", true)));

      assertThat(annsApp().update(path, Map.of("deletedAt", SERVER_TIME))).isEqualTo(ALLOWED);
      assertThat(annsApp().update(path, Map.of(field, SEAL))).as("as it was").isEqualTo(ALLOWED);
      for (String other : place.sealed()) {
        if (!other.equals(field)) {
          assertThat(annsApp().update(path, Map.of(other, SEAL))).isEqualTo(REFUSED);
        }
      }
      String elsewhere = place.path(ann, "moved-" + field);
      assertThat(annsApp().create(elsewhere, Map.of(field, SEAL))).isEqualTo(REFUSED);
      assertThat(annsApp().update(path, Map.of(field, Bytes.of(new byte[] {'A', 'K', 'S', 1, 2}))))
          .isEqualTo(REFUSED);
      assertThat(annsApp().update(path, Map.of(field, place.sample(field, path))))
          .isEqualTo(ALLOWED);
      assertThat(annsApp().update(path, Map.of(field, SEAL))).isEqualTo(REFUSED);
    }
  }

  @ParameterizedTest
  @MethodSource("places")
  @Keeps({"P20", "P21"})
  void creationTimeIsTheServersAndImmutable(ClientPlace place) {
    for (Object forged :
        List.of(
            Instant.EPOCH,
            Instant.now(),
            Instant.parse("9999-12-31T23:59:59Z"),
            "2026-01-01T00:00:00Z",
            0L)) {
      String path = place.path(ann, Session.unique("forged"));
      Map<String, Object> document = place.document(path);
      document.put("createdAt", forged);
      assertThat(annsApp().create(path, document)).isEqualTo(REFUSED);
    }
    String path = place.path(ann, "x1");
    assertThat(annsApp().create(path, place.document(path))).isEqualTo(ALLOWED);
    assertThat(annsApp().update(path, Map.of("createdAt", SERVER_TIME))).isEqualTo(REFUSED);
    assertThat(annsApp().remove(path, "createdAt")).isEqualTo(REFUSED);
  }

  @Test
  @Keeps("P21")
  void expiringRecordsNeedTheirCreationTime() {
    for (ClientPlace place : clients()) {
      if (place.location().ageField().isPresent()) {
        String path = place.path(ann, "x1");
        Map<String, Object> withoutAgeField = place.document(path);
        withoutAgeField.remove(place.location().ageField().get());
        assertThat(annsApp().create(path, withoutAgeField)).as(place.toString()).isEqualTo(REFUSED);
      }
    }
  }

  static Stream<ClientPlace> deletable() {
    return clients().stream().filter(each -> each.has("deletedAt"));
  }

  @ParameterizedTest
  @MethodSource("deletable")
  @Keeps("P20")
  void deletionTimeIsTheServersAndCanBeRemoved(ClientPlace place) {
    String path = place.path(ann, "x1");
    assertThat(annsApp().create(path, Map.of("deletedAt", SERVER_TIME))).isEqualTo(REFUSED);
    assertThat(annsApp().create(path, Map.of("createdAt", SERVER_TIME))).isEqualTo(ALLOWED);

    for (Object forged :
        List.of(Instant.EPOCH, Instant.parse("9999-12-31T23:59:59Z"), Instant.now(), "now", true)) {
      assertThat(annsApp().update(path, Map.of("deletedAt", forged))).isEqualTo(REFUSED);
    }
    assertThat(annsApp().update(path, Map.of("deletedAt", SERVER_TIME))).isEqualTo(ALLOWED);
    assertThat(annsApp().get(path)).isEqualTo(ALLOWED);
    assertThat(annsApp().remove(path, "deletedAt")).isEqualTo(ALLOWED);
    assertThat(annsApp().delete(path)).isEqualTo(ALLOWED);
  }

  @Test
  @Keeps("P20")
  void documentsOfOlderAppsCanBeChangedAndDeleted() {
    put(of(PROMPT), Map.of("photoURL", "x", "createdAt", "long ago", "deletedAt", 1970L));

    assertThat(annsApp().update(of(PROMPT), Map.of("text", "y"))).isEqualTo(ALLOWED);
    assertThat(annsApp().update(of(PROMPT), Map.of("photoURL", "y"))).isEqualTo(REFUSED);
    assertThat(annsApp().update(of(PROMPT), Map.of("deletedAt", SERVER_TIME))).isEqualTo(ALLOWED);
    assertThat(annsApp().delete(of(PROMPT))).isEqualTo(ALLOWED);
  }
}
