package com.anykoma.privacy.local.emulators;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.datamap.DataField;
import com.anykoma.privacy.datamap.DataMap;
import com.anykoma.privacy.datamap.Location;
import com.anykoma.privacy.datamap.Place;
import com.anykoma.privacy.datamap.Role;
import com.anykoma.privacy.datamap.SubjectKey;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A place of the data map's main database, and what clients may do there: the table that the
 * security rules are held against. Whatever of the app's is beneath {@code users/{uid}} is its
 * owner's to write, but for the fields that are ours to write; nothing else is any client's.
 *
 * @param isClients whether its owner's client reads and writes it
 */
record ClientPlace(Location location, boolean isClients) {
  /** What we write into the app's documents, and what only Stripe can tell. */
  private static final Set<String> OURS = Set.of("privacy", "plan");

  /**
   * Something that a client may write into each field that there is. A field of the data map that
   * is new has to be decided on here, and in the rules.
   */
  private static final Map<String, Object> SAMPLES =
      Map.ofEntries(
          Map.entry("email", "ann@example.com"),
          Map.entry("displayName", "Ann"),
          Map.entry("gpc", true),
          Map.entry("objection", false),
          Map.entry("createdAt", AppClient.SERVER_TIME),
          Map.entry("deletedAt", AppClient.SERVER_TIME),
          Map.entry("lastSeenAt", AppClient.SERVER_TIME),
          Map.entry("text", "a castle"),
          Map.entry("negativePrompt", "fog"),
          Map.entry("seed", 7L),
          Map.entry("style", "ink"),
          Map.entry("promptId", "p1"),
          Map.entry("blob", "users/UID/images/ID"),
          Map.entry("width", 512L),
          Map.entry("height", 512L),
          Map.entry("title", "Castles"),
          Map.entry("name", "Bo"),
          Map.entry("description", "a fox"),
          Map.entry("traits", List.of("brave", "sly")),
          Map.entry("imageIds", List.of("i1", "i2")),
          Map.entry("visibility", "private"),
          Map.entry("characterIds", List.of("c1")),
          Map.entry("feature", "upscale"),
          Map.entry("count", 3L),
          Map.entry("type", "phone"),
          Map.entry("os", "Android"),
          Map.entry("browser", "Firefox"));

  /** Those of the shipped map, in its order. */
  static List<ClientPlace> all() {
    return DataMap.shipped().locations().stream()
        .filter(
            each ->
                each.place() instanceof Place.Documents in
                    && in.database().equals(Place.Documents.MAIN))
        .map(each -> new ClientPlace(each, isClients(each)))
        .toList();
  }

  /** Those that clients write. */
  static List<ClientPlace> clients() {
    return all().stream().filter(ClientPlace::isClients).toList();
  }

  private static boolean isClients(Location location) {
    return location.subject() instanceof SubjectKey.InPath
        && location.role() != Role.OWN
        && location.place().pattern().orElseThrow().segments().get(0).equals("users");
  }

  boolean isAccount() {
    return location.role() == Role.ACCOUNT;
  }

  /** The path of a document of this person's, with this id where it has another one. */
  String path(String uid, String id) {
    Map<String, String> ids = new HashMap<>();
    location.place().pattern().orElseThrow().ids().forEach(each -> ids.put(each, id));
    ids.computeIfPresent("uid", (name, own) -> uid);
    return location.place().pattern().orElseThrow().fill(ids);
  }

  /** The top-level fields that a client may write. */
  List<String> writable() {
    return location.fields().stream()
        .map(DataField::segments)
        .map(segments -> segments.get(0))
        .filter(each -> !OURS.contains(each))
        .toList();
  }

  /** Those that it may not. */
  List<String> ours() {
    return location.fields().stream()
        .map(DataField::segments)
        .map(segments -> segments.get(0))
        .filter(OURS::contains)
        .toList();
  }

  /** Those whose values we seal. */
  List<String> sealed() {
    return location.fields().stream()
        .filter(each -> each.sealed() != DataField.Sealing.NEVER)
        .map(DataField::name)
        .toList();
  }

  /** What a client may write into the field of the document of this path. */
  Object sample(String field, String path) {
    assertThat(SAMPLES)
        .as("the rules have to say what a client may write into %s.%s", location.name(), field)
        .containsKey(field);
    Object sample = Objects.requireNonNull(SAMPLES.get(field));
    if (!field.equals("blob")) {
      return sample;
    }
    String[] ids = path.split("/", -1);
    return sample.toString().replace("UID", ids[1]).replace("ID", ids[3]);
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
