package com.anykoma.privacy.infra;

import static com.anykoma.privacy.infra.AppClient.Answer.ALLOWED;
import static com.anykoma.privacy.infra.AppClient.SERVER_TIME;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.emulators.FirestoreEmulator;
import com.anykoma.privacy.emulators.FirestoreRules;
import com.anykoma.privacy.emulators.Session;
import com.anykoma.privacy.platform.Bytes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/**
 * Loads the security rules into Firestore's emulator, with the locations that clients may access.
 */
abstract class SecurityRulesFixture {
  static final String PROJECT = "demo-rules";
  private static final String MAIN = "(default)";
  static final String EMAIL = "ann@example.com";
  static final Bytes SEAL = Bytes.of(new byte[] {'A', 'K', 'S', 1, 1, 9, 9, 9, 9});
  static final String PROMPT = "prompts/p1";

  static AppClient app;
  static List<ClientPlace> all = List.of();
  String ann = "";

  @BeforeAll
  static void protect() {
    FirestoreEmulator emulator = Session.firestore();
    app = new AppClient(emulator.uri(), PROJECT, MAIN, Optional.empty());
    String rules = DeployedRules.of(InfraFiles.ofProject(), "firestore.rules");
    assertThat(FirestoreRules.protect(emulator, PROJECT, MAIN, rules)).isEmpty();
    all = ClientPlace.all(RulesFile.read("firestore.rules", rules));
    for (ClientPlace each : clients()) {
      String owner = Session.unique("samples");
      assertThat(each.findSamples(app.signedInAs(owner, Map.of("email", EMAIL)), owner, EMAIL))
          .as("fields of the data map that the rules let no client write")
          .isEmpty();
    }
  }

  static List<ClientPlace> clients() {
    return all.stream().filter(ClientPlace::isClients).toList();
  }

  @BeforeEach
  void createUser() {
    ann = Session.unique("ann");
  }

  AppClient annsApp() {
    return app.signedInAs(ann, Map.of("email", EMAIL));
  }

  /** The path of an item of Ann. */
  String of(String item) {
    return "users/" + ann + "/" + item;
  }

  static void put(String path, Map<String, ?> fields) {
    assertThat(app.owner().commit(List.of(unconditional(path, fields)))).isEqualTo(ALLOWED);
  }

  /** A write without a precondition. */
  static Map<String, Object> unconditional(String path, Map<String, ?> fields) {
    Map<String, Object> write = app.write(path, fields, Optional.empty(), false);
    write.remove("currentDocument");
    return write;
  }

  static Map<String, Object> changed(ClientPlace place, String path) {
    String field =
        place.writable().stream()
            .filter(it -> place.sample(it, path) != SERVER_TIME)
            .findFirst()
            .orElseThrow();
    return Map.of(field, place.sample(field, path));
  }

  static Stream<ClientPlace> places() {
    return clients().stream();
  }
}
