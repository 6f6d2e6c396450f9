package com.anykoma.privacy.infra;

import static com.anykoma.privacy.infra.AppClient.Answer.ALLOWED;
import static com.anykoma.privacy.infra.AppClient.Answer.INVALID;
import static com.anykoma.privacy.infra.AppClient.Answer.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.emulators.FirestoreRules;
import com.anykoma.privacy.emulators.Session;
import com.anykoma.privacy.infra.AppClient.Answer;
import com.anykoma.privacy.subject.SubjectHash;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
  private static void fence(String uid) {
    put("fences/" + SubjectHash.fence(new SubjectId(uid)), Map.of("raisedAt", Instant.now()));
  }

  private enum Role {
    OWNER,
    STRANGER,
    SIGNED_OUT,
    STAFF,
    /** An erased user whose ID token is still valid. */
    ERASED
  }

  private enum Operation {
    GET,
    LIST,
    GROUP,
    CREATE,
    UPDATE,
    DELETE
  }

  private AppClient as(Role role) {
    return switch (role) {
      case OWNER, ERASED -> annsApp();
      case STRANGER -> app.signedInAs(ann + "0", Map.of("email", EMAIL));
      case SIGNED_OUT -> app;
      case STAFF -> app.signedInAs("staff", Map.of("email", EMAIL, "staff", true, "admin", true));
    };
  }

  private static Answer expected(ClientPlace place, Role role, Operation operation) {
    boolean isRead = operation == Operation.GET || operation == Operation.LIST;
    boolean isOwners = role == Role.OWNER || (role == Role.ERASED && isRead);
    boolean isAllowed = place.allowed().contains(operation.name().toLowerCase(Locale.ROOT));
    return isOwners && isAllowed ? ALLOWED : REFUSED;
  }

  private static Answer done(
      AppClient client, Operation operation, ClientPlace place, String path) {
    Map<String, Object> document =
        place.isClients() ? place.document(path) : Map.of("uid", path.split("/", -1)[1]);
    Map<String, Object> changed = place.isClients() ? changed(place, path) : Map.of("any", "thing");
    return switch (operation) {
      case GET -> client.get(path);
      case LIST -> client.list(path);
      case GROUP -> client.group(path);
      case CREATE -> client.create(path, document);
      case UPDATE -> client.update(path, changed);
      case DELETE -> client.delete(path);
    };
  }

  @Test
  @Keeps("P17")
  void everyLocationOfTheDataMapHasARule() {
    assertThat(all.stream().filter(each -> each.needsRule() && each.rule().isEmpty()))
        .as("locations of datamap.yaml without a rule in firestore.rules")
        .isEmpty();
  }

  /** Every operation on each place of the data map, by each kind of client. */
  @ParameterizedTest
  @EnumSource(Role.class)
  @Keeps({"P17", "P18", "P23", "E13"})
  void onlyOwnersMayAccessTheirLocations(Role role) {
    if (role == Role.ERASED) {
      fence(ann);
    }
    List<String> otherwise = new ArrayList<>();
    int allowed = 0;
    for (ClientPlace place : all) {
      for (Operation operation : Operation.values()) {
        String path = place.path(ann, Session.unique("id"));
        if (operation == Operation.CREATE) {
          assertThat(app.owner().delete(path)).isEqualTo(ALLOWED);
        } else {
          put(path, Map.of("uid", ann));
        }
        Answer answer = done(as(role), operation, place, path);
        allowed += answer == ALLOWED ? 1 : 0;
        if (answer != expected(place, role, operation)) {
          otherwise.add(place + " " + operation + " " + answer);
        }
      }
    }

    assertThat(otherwise).isEmpty();
    assertThat(allowed > 0).isEqualTo(role == Role.OWNER || role == Role.ERASED);
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
    assertThat(FirestoreRules.protect(Session.firestore(), PROJECT, "keys", rules("keys.rules")))
        .isEmpty();
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
