package com.anykoma.privacy.infra;

import static com.anykoma.privacy.infra.AppClient.Answer.ALLOWED;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.collection.datamap.DataField;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.LocationRole;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.collection.datamap.SubjectLocator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A location of the main database with the operations that the parsed security rules allow: the
 * expected results of the rule tests on the emulator. Only the owner may do an allowed operation.
 *
 * @param rule the rule of the location; empty when it has none
 */
record ClientPlace(Location location, Optional<RulesFile.Match> rule) {
  /** Stands for the document's own path, which is also the name of its object. */
  private static final Object OWN_PATH = new Object();

  /** The sample values that were found, by location and field. */
  private static final Map<String, Object> SAMPLES = new ConcurrentHashMap<>();

  /** The locations of the shipped map, in its order. */
  static List<ClientPlace> all(List<RulesFile.Match> rules) {
    return FixtureProduct.MAP.locations().stream()
        .filter(
            each ->
                each.place() instanceof Place.Documents in
                    && in.database().equals(Place.Documents.MAIN))
        .map(each -> new ClientPlace(each, RulesCheck.ruleOf(each, rules)))
        .toList();
  }

  /** Whether its owner's client may do any operation. */
  boolean isClients() {
    return !allowed().isEmpty();
  }

  /** The operations that its owner may do, by their names in rules. */
  Set<String> allowed() {
    return rule.map(RulesFile.Match::allowed).orElse(Set.of());
  }

  /** Whether it needs a rule; internal records are refused without one. */
  boolean needsRule() {
    return location.role() != LocationRole.OWN;
  }

  /** The path of a document of this user, with this value for every other id. */
  String path(String uid, String id) {
    Map<String, String> ids = new HashMap<>();
    location.place().pattern().orElseThrow().ids().forEach(each -> ids.put(each, id));
    if (location.subject() instanceof SubjectLocator.InPath key) {
      ids.put(key.id(), uid);
    }
    return location.place().pattern().orElseThrow().fill(ids);
  }

  /** The top-level fields that a client may write. */
  List<String> writable() {
    return location.fields().stream()
        .filter(each -> !RulesCheck.isFunctionOnly(each))
        .map(each -> each.segments().get(0))
        .filter(each -> rule.orElseThrow().writable().contains(each))
        .distinct()
        .toList();
  }

  /** The fields whose values are sealed. */
  List<String> sealed() {
    return location.fields().stream()
        .filter(each -> each.sealed() != DataField.Sealing.NEVER)
        .map(DataField::name)
        .toList();
  }

  /** Whether the data map has the field. */
  boolean has(String field) {
    return location.field(field).isPresent();
  }

  /**
   * A value that the rules let a client write to the field of this document: the first accepted
   * value of the candidate types and of the string literals in the rule.
   */
  Object sample(String field, String path) {
    Object sample =
        Objects.requireNonNull(
            SAMPLES.get(location.name() + "." + field),
            () -> "findSamples has no value for " + location.name() + "." + field);
    return sample == OWN_PATH ? path : sample;
  }

  /**
   * Finds a sample for each field that the owner may write.
   *
   * @param uid of the owner, whose client this is
   * @return the fields for which the rules accept no candidate
   */
  List<String> findSamples(AppClient client, String uid, String email) {
    List<Object> candidates = new ArrayList<>(List.of(AppClient.SERVER_TIME, "a castle", "p1"));
    candidates.addAll(List.of(email, true, 7L, List.of("i1", "i2"), OWN_PATH));
    candidates.addAll(new HashSet<>(rule.orElseThrow().quoted()));
    List<String> none = new ArrayList<>();
    for (String field : writable()) {
      Optional<Object> found =
          candidates.stream().filter(each -> accepts(client, uid, field, each)).findFirst();
      found.ifPresentOrElse(
          each -> SAMPLES.put(location.name() + "." + field, each),
          () -> none.add(location.name() + "." + field));
    }
    return none;
  }

  /** Whether a create or an update may set the value. */
  private boolean accepts(AppClient client, String uid, String field, Object candidate) {
    String path = path(uid, "sample");
    Map<String, Object> fields = Map.of(field, candidate == OWN_PATH ? path : candidate);
    boolean isDeleted = client.owner().delete(path) == ALLOWED;
    return isDeleted
        && (client.create(path, fields) == ALLOWED
            || (client.owner().create(path, Map.of()) == ALLOWED
                && client.update(path, fields) == ALLOWED));
  }

  /** A new document with all fields that a create may set. */
  Map<String, Object> document(String path) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (String each : writable()) {
      if (!each.equals("deletedAt")) {
        fields.put(each, sample(each, path));
      }
    }
    return fields;
  }

  @Override
  public String toString() {
    return location.name();
  }
}
