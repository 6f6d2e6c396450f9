package com.anykoma.privacy.proof.verification;

import com.anykoma.privacy.DataCategory;
import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.World;
import com.anykoma.privacy.collection.datamap.DataField;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.collection.datamap.SubjectLocator;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.usage.plan.EventFixtures;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Data of a person that the erasure missed, or that came back, as input of verification tests.
 *
 * @param place the place that the verifier must report
 * @param plant creates the data
 * @param clear deletes the data
 */
record PlantedResidue(
    String name, String place, BiConsumer<World, Person> plant, BiConsumer<World, Person> clear) {
  private static final DataMap MAP = FixtureProduct.MAP;
  private static final DataCategory IDENTIFIER = new DataCategory("user.unique_id");
  private static final List<String> BUCKETS =
      List.of("uploads", "content", "evidence", "exports", "releases");
  private static final String UNLISTED = "unlisted";

  /** All kinds. */
  static Stream<PlantedResidue> all() {
    return Stream.of(found(), fences(), Stream.of(account())).flatMap(each -> each);
  }

  /** Documents and objects. */
  static Stream<PlantedResidue> found() {
    return Stream.of(documents(), byPath(), byField(), objects()).flatMap(each -> each);
  }

  /** A document; {@code UID} and {@code CUS} in its path are replaced by the person's ids. */
  private static PlantedResidue document(String place, String path, Fields fields) {
    return new PlantedResidue(
        "document " + path,
        place,
        (world, whose) -> world.put(of(path, whose), fields(fields, whose)),
        (world, whose) -> world.remove(of(path, whose)));
  }

  private static PlantedResidue document(String place, String path) {
    return document(place, path, Fields.empty().with("what", "left"));
  }

  private static String of(String text, Person whose) {
    return text.replace("UID", whose.uid()).replace("CUS", whose.customer());
  }

  private static Fields fields(Fields template, Person whose) {
    Fields filled = Fields.empty();
    for (String each : template.asMap().keySet()) {
      filled = filled.with(each, of(template.string(each).orElseThrow(), whose));
    }
    return filled;
  }

  private static Stream<PlantedResidue> documents() {
    return Stream.of(
        document(UNLISTED, "users/UID/ghost/g/items/x"),
        document(UNLISTED, "users/UID/prompts/p/more/deep"),
        document(UNLISTED, "newThings/UID"),
        document(UNLISTED, "newThings/UID/beneath/missing"),
        document(UNLISTED, "newThings/CUS"),
        document("tombstones", "tombstones/UID"),
        document("fences", "fences/UID"),
        document("audit", "audit/UID"),
        document("erasures", "erasures/UID"),
        document("breakers", "breakers/CUS"),
        document("corpus", "corpus/entry", field("content", "users/UID/prompts/left")),
        document("corpus", "corpus/entry", field("content", "subjects/UID/items/left")),
        document("stripeEvents", "stripeEvents/evt_left", field("customer", "CUS")),
        document("errorLogs", "errorLogs/of-customer", field("uid", "CUS")));
  }

  private static Fields field(String name, String value) {
    return Fields.empty().with(name, value);
  }

  /** One document in each location with the uid in its path. */
  private static Stream<PlantedResidue> byPath() {
    return MAP.locations().stream()
        .filter(each -> each.subject() instanceof SubjectLocator.InPath)
        .filter(each -> each.place() instanceof Place.Documents)
        .map(each -> document(each.name(), filled(each)));
  }

  private static String filled(Location location) {
    String own = ((SubjectLocator.InPath) location.subject()).id();
    Map<String, String> ids = new HashMap<>();
    location.place().pattern().orElseThrow().ids().forEach(each -> ids.put(each, "left"));
    ids.put(own, "UID");
    return location.place().pattern().orElseThrow().fill(ids);
  }

  /** One document for each identifying field; not for holds, which may identify the person. */
  private static Stream<PlantedResidue> byField() {
    List<PlantedResidue> found = new ArrayList<>();
    for (Location each : MAP.locations()) {
      if (each.place() instanceof Place.Documents && !each.name().equals("holds")) {
        for (DataField field : each.fields()) {
          if (field.category().equals(IDENTIFIER) && !field.name().endsWith("*")) {
            String path = filledWith(each, "of-UID");
            found.add(document(each.name(), path, field(field.name(), "UID")));
          }
        }
      }
    }
    return found.stream();
  }

  private static String filledWith(Location location, String id) {
    Map<String, String> ids = new HashMap<>();
    location.place().pattern().orElseThrow().ids().forEach(each -> ids.put(each, id));
    return location.place().pattern().orElseThrow().fill(ids);
  }

  private static Stream<PlantedResidue> objects() {
    List<PlantedResidue> found = new ArrayList<>();
    for (String bucket : BUCKETS) {
      for (String name : List.of("users/UID/images/left", "users/UID", "users/UID/a/b/c")) {
        found.add(object(bucket, name));
        found.add(formerObject(bucket, name));
      }
      found.add(object(bucket, "holds/UID/h1/document"));
    }
    return found.stream();
  }

  private static PlantedResidue object(String bucket, String name) {
    return new PlantedResidue(
        "object " + bucket + ":" + name,
        placeOf(bucket, name),
        (world, whose) -> world.putBlob(bucket, of(name, whose)),
        (world, whose) -> removeAll(world, new BlobId(bucket, of(name, whose))));
  }

  /** An object with only a noncurrent generation. */
  private static PlantedResidue formerObject(String bucket, String name) {
    return new PlantedResidue(
        "noncurrent " + bucket + ":" + name,
        placeOf(bucket, name),
        (world, whose) -> {
          BlobId id = new BlobId(bucket, of(name, whose));
          world.putBlob(bucket, id.name());
          world.putBlob(bucket, id.name());
          Blob live = world.cloud.blobs().stat(id).orElseThrow();
          world.cloud.blobs().delete(live);
        },
        (world, whose) -> removeAll(world, new BlobId(bucket, of(name, whose))));
  }

  private static String placeOf(String bucket, String name) {
    return MAP.locationOf(new BlobId(bucket, name)).map(Location::name).orElse(UNLISTED);
  }

  private static void removeAll(World world, BlobId id) {
    world.cloud.blobs().deleteEveryGeneration(id);
  }

  /** Missing or wrong records that should prevent the person's data from coming back. */
  private static Stream<PlantedResidue> fences() {
    Fields wrapped = Fields.empty().with("wrapped", Bytes.of(new byte[] {1, 2, 3}));
    return Stream.of(
        new PlantedResidue(
            "the tombstone is missing",
            "tombstones",
            (world, whose) -> world.remove(tombstone(world, whose)),
            (world, whose) ->
                world.put(
                    tombstone(world, whose),
                    Fields.empty()
                        .with("raisedAt", world.clock.instant())
                        .with("epoch", 1)
                        .with("cause", "erased")
                        .with("order", 1))),
        key("a key exists again", "content", Optional.of(wrapped)),
        key(
            "a key exists with the mark",
            "content",
            Optional.of(wrapped.with("destroyedAt", EventFixtures.START))),
        key("neither key nor mark exists", "content", Optional.empty()),
        key("the mark is empty", "content", Optional.of(Fields.empty())),
        key("a key of held copies exists without a hold", "held", Optional.of(wrapped)),
        new PlantedResidue(
            "a key is named by the uid",
            "keys",
            (world, whose) -> setKey(world, whose.uid(), Optional.of(wrapped)),
            (world, whose) -> setKey(world, whose.uid(), Optional.empty())));
  }

  private static String tombstone(World world, Person whose) {
    return "tombstones/" + world.hash.tombstone(whose.subject());
  }

  private static PlantedResidue key(String name, String keyClass, Optional<Fields> record) {
    return new PlantedResidue(
        name,
        "keys",
        (world, whose) -> setKey(world, idOfKey(world, keyClass, whose), record),
        (world, whose) -> setKey(world, idOfKey(world, keyClass, whose), Optional.empty()));
  }

  private static String idOfKey(World world, String keyClass, Person whose) {
    return world.hash.of("key-" + keyClass, world.hash.tombstone(whose.subject()));
  }

  private static void setKey(World world, String id, Optional<Fields> record) {
    DocumentPath path = DocumentPath.of("keys", id);
    world
        .cloud
        .keys()
        .transact(
            tx -> {
              record.ifPresentOrElse(it -> tx.set(path, it), () -> tx.delete(path));
              return true;
            });
  }

  private static PlantedResidue account() {
    return new PlantedResidue(
        "an account created again",
        "accounts",
        (world, whose) -> {
          world.cloud.accounts().create(whose.subject(), Optional.empty(), Optional.empty());
        },
        (world, whose) -> world.cloud.accounts().delete(whose.subject()));
  }

  @Override
  public String toString() {
    return name;
  }
}
