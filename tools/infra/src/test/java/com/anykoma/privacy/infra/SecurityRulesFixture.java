package com.anykoma.privacy.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.emulators.Session;
import com.anykoma.privacy.platform.Bytes;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/**
 * Loads the security rules into Firestore's emulator, with the locations that clients may access.
 */
abstract class SecurityRulesFixture {
  static final String PROJECT = "demo-rules";
  static final String EMAIL = ClientAccess.EMAIL;
  static final Bytes SEAL = Bytes.of(new byte[] {'A', 'K', 'S', 1, 1, 9, 9, 9, 9});
  static final String PROMPT = "prompts/p1";

  static AppClient app;
  static ClientAccess access;
  String ann = "";

  @BeforeAll
  static void protect() {
    InfraFiles files = InfraFiles.ofProject().with(FixtureProduct.FOLDER);
    access =
        ClientAccess.open(PROJECT, files.dataMap(), DeployedRules.of(files, "firestore.rules"));
    app = access.app();
    assertThat(access.unwritable()).isEmpty();
  }

  static List<ClientPlace> clients() {
    return access.clients();
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
    access.put(path, fields);
  }

  /** A write without a precondition. */
  static Map<String, Object> unconditional(String path, Map<String, ?> fields) {
    return access.unconditional(path, fields);
  }

  static Map<String, Object> changed(ClientPlace place, String path) {
    return place.change(path);
  }

  static Stream<ClientPlace> places() {
    return clients().stream();
  }
}
