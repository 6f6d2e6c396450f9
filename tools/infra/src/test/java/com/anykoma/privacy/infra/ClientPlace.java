package com.anykoma.privacy.infra;

import static com.anykoma.privacy.infra.AppClient.Answer.ALLOWED;

import com.anykoma.privacy.collection.datamap.DataField;
import com.anykoma.privacy.collection.datamap.DataMap;
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
 * A place of the data map's main database, and what clients may do there as far as the security
 * rules are laid out: the table that the rules are held against on the emulator. What a client may
 * do somewhere, only the owner may.
 *
 * @param rule what the rules say of it; empty where they say nothing
 */
record ClientPlace(Location location, Optional<RulesFile.Match> rule) {
  /** Stands for the document's own path, which is the name of its object too. */
  private static final Object OWN_PATH = new Object();

  /** What was found of the fields that there are, by location and field. */
  private static final Map<String, Object> SAMPLES = new ConcurrentHashMap<>();

  /** Those of the shipped map, in its order. */
  static List<ClientPlace> all(List<RulesFile.Match> rules) {
    return DataMap.shipped().locations().stream()
        .filter(
            each ->
                each.place() instanceof Place.Documents in
                    && in.database().equals(Place.Documents.MAIN))
        .map(each -> new ClientPlace(each, RulesCheck.ruleOf(each, rules)))
        .toList();
  }

  /** Whether its owner's client reads or writes it. */
  boolean isClients() {
    return !allowed().isEmpty();
  }

  /** What its owner may do, as Firestore's rules call it. */
  Set<String> allowed() {
    return rule.map(RulesFile.Match::allowed).orElse(Set.of());
  }

  /** Whether the rules have to say something of it: our own records are shut without a word. */
  boolean needsRule() {
    return location.role() != LocationRole.OWN;
  }

  /** The path of a document of this person's, with this id where it has another one. */
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
        .filter(each -> !RulesCheck.isOurs(each))
        .map(each -> each.segments().get(0))
        .filter(each -> rule.orElseThrow().writable().contains(each))
        .distinct()
        .toList();
  }

  /** Those whose values we seal. */
  List<String> sealed() {
    return location.fields().stream()
        .filter(each -> each.sealed() != DataField.Sealing.NEVER)
        .map(DataField::name)
        .toList();
  }

  /** Whether the data map names the field. */
  boolean has(String field) {
    return location.field(field).isPresent();
  }

  /**
   * Something that a client may write into the field of the document of this path: the first of the
   * kinds of values that there are, and of the words in its rule, that the rules take.
   */
  Object sample(String field, String path) {
    Object sample =
        Objects.requireNonNull(
            SAMPLES.get(location.name() + "." + field),
            () -> "no sample was looked for: " + location.name() + "." + field);
    return sample == OWN_PATH ? path : sample;
  }

  /**
   * Looks for a sample of each field that the owner may write.
   *
   * @param uid of the owner, whose client this is
   * @return the fields into which the rules let nothing be written
   */
  List<String> findSamples(AppClient client, String uid, String email) {
    List<Object> candidates = new ArrayList<>(List.of(AppClient.SERVER_TIME, "a castle", "p1"));
    candidates.addAll(List.of(email, true, 7L, List.of("i1", "i2"), OWN_PATH));
    candidates.addAll(new HashSet<>(rule.orElseThrow().quoted()));
    List<String> none = new ArrayList<>();
    for (String field : writable()) {
      Optional<Object> found =
          candidates.stream().filter(each -> takes(client, uid, field, each)).findFirst();
      found.ifPresentOrElse(
          each -> SAMPLES.put(location.name() + "." + field, each),
          () -> none.add(location.name() + "." + field));
    }
    return none;
  }

  /** Whether the value may be there from the beginning, or else be put in place. */
  private boolean takes(AppClient client, String uid, String field, Object candidate) {
    String path = path(uid, "sample");
    Map<String, Object> fields = Map.of(field, candidate == OWN_PATH ? path : candidate);
    boolean isGone = client.owner().delete(path) == ALLOWED;
    return isGone
        && (client.create(path, fields) == ALLOWED
            || (client.owner().create(path, Map.of()) == ALLOWED
                && client.update(path, fields) == ALLOWED));
  }

  /** A new document with every field that one may have from its beginning. */
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
