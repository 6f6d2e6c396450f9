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
import java.util.stream.Stream;

/**
 * A location of the main database with the operations that the parsed security rules allow: the
 * expected results of the rule tests on the emulator. Only the owner may do an allowed operation.
 *
 * @param rule the rule of the location; empty when it has none
 * @param through the location whose documents name the owner; empty when the documents do
 */
record ClientPlace(
    Location location, Optional<RulesFile.Match> rule, Optional<ClientPlace> through) {
  /** Stands for the document's own path, which is also the name of its object. */
  private static final Object OWN_PATH = new Object();

  /** The sample values that were found, by place and field. */
  private static final Map<Sampled, Object> SAMPLES = new ConcurrentHashMap<>();

  private record Sampled(ClientPlace place, String field) {}

  /** The locations of a map's main database, in its order. */
  static List<ClientPlace> all(DataMap map, List<RulesFile.Match> rules) {
    return map.locations().stream()
        .filter(
            each ->
                each.place() instanceof Place.Documents in
                    && in.database().equals(Place.Documents.MAIN))
        .map(each -> of(each, map, rules))
        .toList();
  }

  private static ClientPlace of(Location location, DataMap map, List<RulesFile.Match> rules) {
    Optional<String> through = Optional.empty();
    if (location.subject() instanceof SubjectLocator.Through it) {
      through = Optional.of(it.location());
    } else if (location.subject() instanceof SubjectLocator.ThroughPath it) {
      through = Optional.of(it.location());
    }
    return new ClientPlace(
        location,
        RulesCheck.ruleOf(location, rules),
        through.flatMap(map::location).map(each -> of(each, map, rules)));
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

  /**
   * The fields of a document by which the rules recognise this user as its owner; empty if the path
   * does.
   *
   * @param id as in {@link #path}
   */
  Map<String, Object> owner(String uid, String id) {
    if (location.subject() instanceof SubjectLocator.InField key) {
      return nested(key.field(), uid);
    } else if (location.subject() instanceof SubjectLocator.InList key) {
      return nested(key.field(), List.of(uid));
    } else if (location.subject() instanceof SubjectLocator.Through key) {
      String parent = through.orElseThrow().path(uid, id);
      return nested(key.field(), parent.substring(parent.lastIndexOf('/') + 1));
    }
    return Map.of();
  }

  private static Map<String, Object> nested(String field, Object value) {
    int dot = field.indexOf('.');
    return dot < 0
        ? Map.of(field, value)
        : Map.of(field.substring(0, dot), nested(field.substring(dot + 1), value));
  }

  /** The top-level fields that a client may write, besides those that name the owner. */
  List<String> writable() {
    Set<String> owner = owner("u", "id").keySet();
    return location.fields().stream()
        .filter(each -> !RulesCheck.isFunctionOnly(each))
        .map(each -> each.segments().get(0))
        .filter(each -> !owner.contains(each))
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
            SAMPLES.get(new Sampled(this, field)),
            () -> "findSamples has no value for " + location.name() + "." + field);
    return sample == OWN_PATH ? path : sample;
  }

  /**
   * Finds a sample for each field that the owner may write.
   *
   * @param uid of the owner, whose client this is
   */
  void findSamples(AppClient client, String uid, String email) {
    List<Object> candidates = new ArrayList<>(List.of(AppClient.SERVER_TIME, "a castle", "p1"));
    candidates.addAll(List.of(email, true, 7L, List.of("i1", "i2"), OWN_PATH));
    candidates.addAll(new HashSet<>(rule.orElseThrow().quoted()));
    for (String field : writable()) {
      candidates.stream()
          .filter(each -> accepts(client, uid, field, each))
          .findFirst()
          .ifPresent(each -> SAMPLES.put(new Sampled(this, field), each));
    }
  }

  /** The fields for which the rules accept no candidate of {@link #findSamples}. */
  List<String> unwritable() {
    return writable().stream()
        .filter(each -> !isSampled(each))
        .map(each -> location.name() + "." + each)
        .toList();
  }

  private boolean isSampled(String field) {
    return SAMPLES.containsKey(new Sampled(this, field));
  }

  /** Whether a create or an update may set the value. */
  private boolean accepts(AppClient client, String uid, String name, Object candidate) {
    String path = path(uid, "sample");
    Map<String, Object> owner = owner(uid, "sample");
    Map<String, Object> field = Map.of(name, candidate == OWN_PATH ? path : candidate);
    Map<String, Object> created = new HashMap<>(owner);
    created.putAll(field);
    boolean isDeleted = client.owner().delete(path) == ALLOWED;
    return isDeleted
        && (client.create(path, created) == ALLOWED
            || (client.owner().create(path, owner) == ALLOWED
                && client.update(path, field) == ALLOWED));
  }

  /** A change of one field. */
  Map<String, Object> change(String path) {
    return sampled()
        .filter(each -> sample(each, path) != AppClient.SERVER_TIME)
        .findFirst()
        .map(each -> Map.of(each, sample(each, path)))
        .orElse(Map.of("any", "thing"));
  }

  /** The fields that a create may set, besides those that name the owner. */
  Map<String, Object> document(String path) {
    Map<String, Object> fields = new LinkedHashMap<>();
    sampled()
        .filter(each -> !each.equals("deletedAt"))
        .forEach(each -> fields.put(each, sample(each, path)));
    return fields;
  }

  private Stream<String> sampled() {
    return rule.stream().flatMap(it -> writable().stream()).filter(this::isSampled);
  }

  @Override
  public String toString() {
    return location.name();
  }
}
