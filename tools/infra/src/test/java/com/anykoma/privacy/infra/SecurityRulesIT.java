package com.anykoma.privacy.infra;

import static com.anykoma.privacy.infra.AppClient.Answer.ALLOWED;
import static com.anykoma.privacy.infra.AppClient.Answer.INVALID;
import static com.anykoma.privacy.infra.AppClient.Answer.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.emulators.FirestoreRules;
import com.anykoma.privacy.emulators.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests the operations that the security rules of both databases allow, by the data map, on
 * Firestore's emulator.
 */
@Keeps({"P11", "P12", "P17", "P18", "E23"})
final class SecurityRulesIT extends SecurityRulesFixture {
  @Test
  @Keeps("P17")
  void everyLocationOfTheDataMapHasARule() {
    assertThat(access.places().stream().filter(each -> each.needsRule() && each.rule().isEmpty()))
        .as("locations of datamap.yaml without a rule in firestore.rules")
        .isEmpty();
  }

  /** Every operation on each place of the data map, by each kind of client. */
  @ParameterizedTest
  @EnumSource(ClientAccess.Role.class)
  @Keeps({"P17", "P18", "P23", "E13"})
  void onlyOwnersMayAccessTheirLocations(ClientAccess.Role role) {
    assertThat(access.deviations(role, ann)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "photos/p1",
        "photos/UID",
        "users/UID/drafts/d1",
        "users/UID/prompts/p1/versions/v1",
        "users/UID/prompts/p1/prompts/p2",
        "rooms/UID/prompts/p1",
      })
  @Keeps("P2")
  void refusesAllOperationsOutsideTheDataMap(String template) {
    String path = template.replace("UID", ann);
    put(path, Map.of("text", "x"));

    assertThat(annsApp().get(path)).isEqualTo(REFUSED);
    assertThat(annsApp().list(path)).isEqualTo(REFUSED);
    assertThat(annsApp().update(path, Map.of("text", "y"))).isEqualTo(REFUSED);
    assertThat(annsApp().delete(path)).isEqualTo(REFUSED);
    assertThat(annsApp().create(path + "2", Map.of("text", "y"))).isEqualTo(REFUSED);
  }

  @Test
  void refusesUsersWithSimilarIds() {
    put(of(PROMPT), Map.of("text", "x"));

    for (String other :
        List.of(ann.substring(0, ann.length() - 1), ann + "0", ann + " ", "", ".")) {
      AppClient theirs = app.signedInAs(other, Map.of());
      assertThat(theirs.get(of(PROMPT))).isEqualTo(REFUSED);
      assertThat(theirs.update(of(PROMPT), Map.of("text", "y"))).isEqualTo(REFUSED);
      assertThat(theirs.create(of("prompts/p2"), Map.of("text", "y"))).isEqualTo(REFUSED);
    }
  }

  @Test
  void newIdsAreRestrictedButExistingOnesAccessible() {
    for (String id : List.of("a b", "e\u0301", "x".repeat(129), "a.b", "%2e%2e", "__x", "x__")) {
      boolean isPlain = id.matches("[A-Za-z0-9_-]{1,128}");
      assertThat(annsApp().create(of("prompts/" + id), Map.of("text", "x")))
          .as(id)
          .isEqualTo(isPlain ? ALLOWED : REFUSED);
      put(of("prompts/" + id), Map.of("text", "x"));
      assertThat(annsApp().update(of("prompts/" + id), Map.of("text", "y"))).isEqualTo(ALLOWED);
      assertThat(annsApp().delete(of("prompts/" + id))).isEqualTo(ALLOWED);
    }
    for (String id : List.of("__a__", "..", ".", "x".repeat(1_501))) {
      assertThat(annsApp().commit(List.of(unconditional(of("prompts/") + id, Map.of("text", "x")))))
          .as(id)
          .isEqualTo(INVALID);
    }
  }

  @Test
  void oneRefusedWriteRefusesTheWholeCommit() {
    put(of("prompts/p2"), Map.of("text", "x"));
    AppClient client = annsApp();
    Map<String, Object> fine =
        client.write(of(PROMPT), Map.of("text", "x"), Optional.empty(), false);
    Map<String, Object> second =
        client.write(of("prompts/p2"), Map.of("text", "y"), Optional.of(Set.of("text")), true);
    Map<String, Object> own =
        client.write("subjects/" + ann, Map.of("epoch", 1L), Optional.empty(), false);

    assertThat(client.commit(List.of(fine, own))).isEqualTo(REFUSED);
    assertThat(client.commit(List.of(fine, second))).isEqualTo(ALLOWED);
  }

  @Test
  @Keeps("P16")
  void refusesAllAccessToKeys() throws IOException {
    String rules = Files.readString(InfraFiles.ofProject().rules().resolve("keys.rules"));
    assertThat(FirestoreRules.protect(Session.firestore(), PROJECT, "keys", rules)).isEmpty();
    AppClient client = new AppClient(Session.firestore().uri(), PROJECT, "keys", Optional.empty());
    Map<String, Object> key = Map.of("wrapped", SEAL);
    assertThat(client.owner().create("keys/k1", key)).isEqualTo(ALLOWED);
    assertThat(client.owner().create(of(PROMPT), key)).isEqualTo(ALLOWED);

    for (AppClient each :
        List.of(client, client.signedInAs(ann, Map.of()), client.signedInAs("k1", Map.of()))) {
      for (String path : List.of("keys/k1", of(PROMPT))) {
        assertThat(each.get(path)).isEqualTo(REFUSED);
        assertThat(each.list(path)).isEqualTo(REFUSED);
        assertThat(each.group(path)).isEqualTo(REFUSED);
        assertThat(each.create(path + "2", key)).isEqualTo(REFUSED);
        assertThat(each.update(path, key)).isEqualTo(REFUSED);
        assertThat(each.delete(path)).isEqualTo(REFUSED);
      }
    }
  }
}
