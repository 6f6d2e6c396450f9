package com.anykoma.privacy.infra;

import static com.anykoma.privacy.infra.AppClient.Answer.ALLOWED;
import static com.anykoma.privacy.infra.AppClient.Answer.INVALID;
import static com.anykoma.privacy.infra.AppClient.Answer.REFUSED;
import static com.anykoma.privacy.infra.AppClient.SERVER_TIME;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.emulators.FirestoreEmulator;
import com.anykoma.privacy.emulators.FirestoreRules;
import com.anykoma.privacy.emulators.Session;
import com.anykoma.privacy.infra.AppClient.Answer;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.subject.SubjectHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The security rules of either database, held against the data map on Firestore's emulator: who may
 * do what where, and with which values.
 */
@Keeps({"P11", "P12", "P17", "P18", "E23"})
final class SecurityRulesIT {
  private static final Path RULES = Path.of("..", "..", "terraform", "rules");
  private static final String PROJECT = "demo-rules";
  private static final String MAIN = "(default)";
  private static final String EMAIL = "ann@example.com";
  private static final Bytes SEAL = Bytes.of(new byte[] {'A', 'K', 'S', 1, 1, 9, 9, 9, 9});
  private static final String PROMPT = "prompts/p1";
  private static final Object NULL = new Object();

  private static AppClient app;
  private static List<ClientPlace> all = List.of();
  private String ann = "";

  @BeforeAll
  static void protect() throws IOException {
    FirestoreEmulator emulator = Session.firestore();
    app = new AppClient(emulator.uri(), PROJECT, MAIN, Optional.empty());
    String rules = rules("firestore.rules");
    assertThat(FirestoreRules.protect(emulator, PROJECT, MAIN, rules)).isEmpty();
    all = ClientPlace.all(RulesFile.read("firestore.rules", rules));
    for (ClientPlace each : clients()) {
      String owner = Session.unique("samples");
      assertThat(each.findSamples(app.signedInAs(owner, Map.of("email", EMAIL)), owner, EMAIL))
          .as("fields of the data map into which the rules let nothing be written")
          .isEmpty();
    }
  }

  private static List<ClientPlace> clients() {
    return all.stream().filter(ClientPlace::isClients).toList();
  }

  private static String rules(String file) throws IOException {
    return Files.readString(RULES.resolve(file));
  }

  @BeforeEach
  void another() {
    ann = Session.unique("ann");
  }

  private AppClient annsApp() {
    return app.signedInAs(ann, Map.of("email", EMAIL));
  }

  /** A path of Ann's. */
  private String of(String item) {
    return "users/" + ann + "/" + item;
  }

  private static void put(String path, Map<String, ?> fields) {
    assertThat(app.owner().commit(List.of(anew(path, fields)))).isEqualTo(ALLOWED);
  }

  /** A write that is one whatever was there. */
  private static Map<String, Object> anew(String path, Map<String, ?> fields) {
    Map<String, Object> write = app.write(path, fields, Optional.empty(), false);
    write.remove("currentDocument");
    return write;
  }

  private static void fence(String uid) {
    put("fences/" + SubjectHash.fence(new SubjectId(uid)), Map.of("raisedAt", Instant.now()));
  }

  // who may do what where

  private enum Role {
    OWNER,
    STRANGER,
    SIGNED_OUT,
    STAFF,
    /** Whose ID token has yet to run out. */
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

  private static Map<String, Object> changed(ClientPlace place, String path) {
    String field =
        place.writable().stream()
            .filter(it -> place.sample(it, path) != SERVER_TIME)
            .findFirst()
            .orElseThrow();
    return Map.of(field, place.sample(field, path));
  }

  @Test
  @Keeps("P17")
  void everyPlaceOfTheDataMapHasARule() {
    assertThat(all.stream().filter(each -> each.needsRule() && each.rule().isEmpty()))
        .as("locations of datamap.yaml of which firestore.rules says nothing")
        .isEmpty();
  }

  /** Each place of the data map, by each kind of client, in each way. */
  @ParameterizedTest
  @EnumSource(Role.class)
  @Keeps({"P17", "P18", "P23", "E13"})
  void thePlacesOfTheDataMapAreTheirOwnersAndNobodyElses(Role role) {
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
  void whereTheDataMapNamesNothingNobodyMayDoAnything(String template) {
    String path = template.replace("UID", ann);
    put(path, Map.of("text", "x"));

    assertThat(annsApp().get(path)).isEqualTo(REFUSED);
    assertThat(annsApp().list(path)).isEqualTo(REFUSED);
    assertThat(annsApp().update(path, Map.of("text", "y"))).isEqualTo(REFUSED);
    assertThat(annsApp().delete(path)).isEqualTo(REFUSED);
    assertThat(annsApp().create(path + "2", Map.of("text", "y"))).isEqualTo(REFUSED);
  }

  @Test
  void aNeighbourWhoseIdBeginsAlikeIsAStranger() {
    put(of(PROMPT), Map.of("text", "x"));

    for (String other :
        List.of(ann.substring(0, ann.length() - 1), ann + "0", ann + " ", "", ".")) {
      AppClient theirs = app.signedInAs(other, Map.of());
      assertThat(theirs.get(of(PROMPT))).isEqualTo(REFUSED);
      assertThat(theirs.update(of(PROMPT), Map.of("text", "y"))).isEqualTo(REFUSED);
      assertThat(theirs.create(of("prompts/p2"), Map.of("text", "y"))).isEqualTo(REFUSED);
    }
  }

  // which fields

  static Stream<ClientPlace> places() {
    return clients().stream();
  }

  @ParameterizedTest
  @MethodSource("places")
  void aFieldThatTheDataMapNamesIsTheOwnersToWriteAndAnyOtherIsNot(ClientPlace place) {
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
  void whatWeWriteNoClientWritesChangesOrTakesAway(ClientPlace place) {
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

  /** Of every type that the field is not, and of any type too much. */
  @ParameterizedTest
  @MethodSource("places")
  @Keeps("P16")
  void whatIsNoPlainValueOfItsKindIsRefused(ClientPlace place) {
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
  void listsAreBounded() {
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
  void aTextIsAsLongAsItMayBeAndNoLonger() {
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
  void anImageNamesItsOwnObjectOnly() {
    put(of("images/i1"), Map.of());

    assertThat(annsApp().update(of("images/i1"), Map.of("blob", of("images/i1"))))
        .isEqualTo(ALLOWED);
    for (String other : List.of(of("images/i2"), "users/bo/images/i1", of("images/i1/../i2"))) {
      assertThat(annsApp().update(of("images/i1"), Map.of("blob", other))).isEqualTo(REFUSED);
    }
  }

  @Test
  void whatNamesAnotherItemIsAnId() {
    put(of("images/i1"), Map.of());

    assertThat(annsApp().update(of("images/i1"), Map.of("promptId", "p-1_A"))).isEqualTo(ALLOWED);
    for (String other : List.of("", "..", "__a__", "a/b", "x".repeat(129))) {
      assertThat(annsApp().update(of("images/i1"), Map.of("promptId", other))).isEqualTo(REFUSED);
    }
  }

  @Test
  @Keeps("P11")
  void anAccountHasItsOwnAddressOnly() {
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
  void anObjectionIsAYesOrANo() {
    put("users/" + ann, Map.of());

    assertThat(annsApp().update("users/" + ann, Map.of("objection", true, "gpc", true)))
        .isEqualTo(ALLOWED);
    assertThat(annsApp().update("users/" + ann, Map.of("objection", "no"))).isEqualTo(REFUSED);
    assertThat(annsApp().update("users/" + ann, Map.of("gpc", 0L))).isEqualTo(REFUSED);
  }

  // seals

  @ParameterizedTest
  @MethodSource("places")
  @Keeps({"P10", "P16"})
  void aSealStaysWhileOthersChangeIsReplacedByPlaintextAndNeverForgedOrMoved(ClientPlace place) {
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

  // times

  @ParameterizedTest
  @MethodSource("places")
  @Keeps({"P20", "P21"})
  void whenItWasMadeIsTheServersWordAndStays(ClientPlace place) {
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
  void whatAgesSaysWhenItWasMade() {
    for (ClientPlace place : clients()) {
      if (place.location().aged().isPresent()) {
        String path = place.path(ann, "x1");
        Map<String, Object> ageless = place.document(path);
        ageless.remove(place.location().aged().get());
        assertThat(annsApp().create(path, ageless)).as(place.toString()).isEqualTo(REFUSED);
      }
    }
  }

  static Stream<ClientPlace> deletable() {
    return clients().stream().filter(each -> each.has("deletedAt"));
  }

  @ParameterizedTest
  @MethodSource("deletable")
  @Keeps("P20")
  void whatIsDeletedIsSoByTheServersTimeAndCanBeRestored(ClientPlace place) {
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

  // ids, older documents, several at once

  @Test
  void anIdIsAPlainWordAndWhatHasAnotherOneIsItsOwnersAllTheSame() {
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
      assertThat(annsApp().commit(List.of(anew(of("prompts/") + id, Map.of("text", "x")))))
          .as(id)
          .isEqualTo(INVALID);
    }
  }

  @Test
  @Keeps("P20")
  void whatAnOlderAppLeftCanStillBeChangedAndDeleted() {
    put(of(PROMPT), Map.of("photoURL", "x", "createdAt", "long ago", "deletedAt", 1970L));

    assertThat(annsApp().update(of(PROMPT), Map.of("text", "y"))).isEqualTo(ALLOWED);
    assertThat(annsApp().update(of(PROMPT), Map.of("photoURL", "y"))).isEqualTo(REFUSED);
    assertThat(annsApp().update(of(PROMPT), Map.of("deletedAt", SERVER_TIME))).isEqualTo(ALLOWED);
    assertThat(annsApp().delete(of(PROMPT))).isEqualTo(ALLOWED);
  }

  @Test
  void oneRefusedWriteRefusesAllThatComeWithIt() {
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

  // the other database

  @Test
  @Keeps("P16")
  void theKeysAreNobodys() throws IOException {
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
