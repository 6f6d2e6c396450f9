package com.anykoma.privacy.infra;

import static com.anykoma.privacy.infra.AppClient.Answer.ALLOWED;
import static com.anykoma.privacy.infra.AppClient.Answer.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.emulators.FirestoreEmulator;
import com.anykoma.privacy.emulators.FirestoreRules;
import com.anykoma.privacy.emulators.Session;
import com.anykoma.privacy.infra.AppClient.Answer;
import com.anykoma.privacy.subject.SubjectHash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Does each operation as each kind of client, in each location of a data map, on Firestore's
 * emulator with a product's security rules: only the owner may do what the rules allow.
 *
 * @param app the client that is signed out
 * @param places the locations of the main database
 */
record ClientAccess(AppClient app, List<ClientPlace> places) {
  static final String EMAIL = "ann@example.com";
  private static final String MAIN = "(default)";

  /** A kind of client. */
  enum Role {
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
    DELETE;

    private boolean isWrite() {
      return compareTo(GROUP) > 0;
    }
  }

  private record Attempt(ClientPlace place, Operation operation, Answer answer) {
    @Override
    public String toString() {
      return place + " " + operation + " " + answer;
    }
  }

  /**
   * Loads rules into the emulator, and finds a value for each field that clients may write.
   *
   * @param project of the emulator, for these rules only
   * @param rules the deployed text
   */
  static ClientAccess open(String project, DataMap map, String rules) {
    FirestoreEmulator emulator = Session.firestore();
    AppClient app = new AppClient(emulator.uri(), project, MAIN, Optional.empty());
    assertThat(FirestoreRules.protect(emulator, project, MAIN, rules)).isEmpty();
    ClientAccess access =
        new ClientAccess(app, ClientPlace.all(map, RulesFile.read("firestore.rules", rules)));
    for (ClientPlace each : access.clients()) {
      String owner = Session.unique("samples");
      access.createAncestors(each, owner, "sample");
      each.findSamples(app.signedInAs(owner, Map.of("email", EMAIL)), owner, EMAIL);
    }
    return access;
  }

  /** The places in which clients may do any operation. */
  List<ClientPlace> clients() {
    return places.stream().filter(ClientPlace::isClients).toList();
  }

  /** The fields that rules list as writable, but for which they accept no value of an owner. */
  List<String> unwritable() {
    return clients().stream().flatMap(each -> each.unwritable().stream()).toList();
  }

  /**
   * Returns the operations with another answer than the rules give this client, if they allow
   * operations to owners only.
   *
   * @param uid of the owner of all documents
   */
  List<String> deviations(Role role, String uid) {
    List<Attempt> attempts = attempts(role, uid);
    assertThat(attempts.stream().anyMatch(each -> each.answer() == ALLOWED))
        .isEqualTo(role == Role.OWNER || role == Role.ERASED);
    return attempts.stream()
        .filter(each -> each.answer() != expected(each.place(), role, each.operation()))
        .map(Attempt::toString)
        .toList();
  }

  /**
   * Returns the operations that no product may allow to other clients than a living owner: writes,
   * and any access to this software's own records.
   */
  List<String> intrusions(Role role, String uid) {
    return attempts(role, uid).stream()
        .filter(each -> each.answer() == ALLOWED)
        .filter(each -> each.operation().isWrite() || !each.place().needsRule())
        .map(Attempt::toString)
        .toList();
  }

  private List<Attempt> attempts(Role role, String uid) {
    if (role == Role.ERASED) {
      put("fences/" + SubjectHash.fence(new SubjectId(uid)), Map.of("raisedAt", Instant.now()));
    }
    List<Attempt> attempts = new ArrayList<>();
    for (ClientPlace place : places) {
      for (Operation operation : Operation.values()) {
        attempts.add(new Attempt(place, operation, done(as(role, uid), operation, place, uid)));
      }
    }
    return attempts;
  }

  private AppClient as(Role role, String uid) {
    return switch (role) {
      case OWNER, ERASED -> app.signedInAs(uid, Map.of("email", EMAIL));
      case STRANGER -> app.signedInAs(uid + "0", Map.of("email", EMAIL));
      case SIGNED_OUT -> app;
      case STAFF ->
          app.signedInAs(
              "staff", Map.of("email", EMAIL, "staff", List.of("safety"), "admin", true));
    };
  }

  private static Answer expected(ClientPlace place, Role role, Operation operation) {
    boolean isRead = operation == Operation.GET || operation == Operation.LIST;
    boolean isOwners = role == Role.OWNER || (role == Role.ERASED && isRead);
    boolean isAllowed = place.allowed().contains(operation.name().toLowerCase(Locale.ROOT));
    return isOwners && isAllowed ? ALLOWED : REFUSED;
  }

  private Answer done(AppClient client, Operation operation, ClientPlace place, String uid) {
    String id = Session.unique("id");
    String path = place.path(uid, id);
    Map<String, Object> owner = place.owner(uid, id);
    createAncestors(place, uid, id);
    assertThat(app.owner().delete(path)).isEqualTo(ALLOWED);
    if (operation != Operation.CREATE) {
      put(path, owner);
    }
    Map<String, Object> document = new HashMap<>(owner);
    document.putAll(place.document(path));
    return switch (operation) {
      case GET -> client.get(path);
      case LIST -> client.list(path, owner);
      case GROUP -> client.group(path);
      case CREATE -> client.create(path, document);
      case UPDATE -> client.update(path, place.change(path));
      case DELETE -> client.delete(path);
    };
  }

  /** Creates the documents through which the owner of a document is found. */
  private void createAncestors(ClientPlace place, String uid, String id) {
    place
        .through()
        .ifPresent(
            parent -> {
              createAncestors(parent, uid, id);
              put(parent.path(uid, id), parent.owner(uid, id));
            });
  }

  /** Writes a document as a server does. */
  void put(String path, Map<String, ?> fields) {
    assertThat(app.owner().commit(List.of(unconditional(path, fields)))).isEqualTo(ALLOWED);
  }

  /** A write without a precondition. */
  Map<String, Object> unconditional(String path, Map<String, ?> fields) {
    Map<String, Object> write = app.write(path, fields, Optional.empty(), false);
    write.remove("currentDocument");
    return write;
  }
}
