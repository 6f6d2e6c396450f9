package com.anykoma.privacy.rights.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.Ports;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.NodePath;
import com.anykoma.privacy.platform.Page;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.protection.vault.InterceptedPorts;
import com.anykoma.privacy.protection.vault.KeyClass;
import com.anykoma.privacy.rights.access.SubjectData.Entry;
import com.anykoma.privacy.usage.plan.EventFixtures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a person's data is read completely, from every place, and no other person's. */
@Keeps({"P22", "P24"})
final class SubjectDataTest {
  /** The other person's uid as a word: random keys can have any three characters. */
  private static final String OTHER = "(?<![A-Za-z0-9])u10(?![A-Za-z0-9])";

  /** Every form of subject that the fixture's own locations do not have. */
  private static final String LOCATIONS =
      """

        rooms:
          kind: document
          path: rooms/{room}
          subject: ownerId
          shared: stays
          role: content
          purposes: [service]
          retention: account-life
          export: yes
          erase: delete
          fields:
            ownerId: { category: user.unique_id }
            memberIds: { category: user.unique_id, subjects: yes }
            colours.*: { category: user.unique_id, subjects: keys }
            name: { category: user.content }
            secret: { category: user.content.private, sealed: always }

        roomMembers:
          kind: document
          path: rooms/{room}/members/{uid}
          subject: "{uid}"
          role: usage
          purposes: [service]
          retention: account-life
          export: yes
          erase: delete
          fields:
            role: { category: user.account }

        badges:
          kind: document
          path: rooms/{room}/members/{uid}/badges/{badge}
          subject: "{uid}"
          role: usage
          purposes: [service]
          retention: account-life
          export: yes
          erase: delete
          fields:
            colour: { category: user.account }

        doors:
          kind: document
          path: rooms/{room}/doors/{door}
          subject: "{room}"
          through: rooms
          role: usage
          purposes: [service]
          retention: account-life
          export: yes
          erase: delete
          fields:
            width: { category: user.content }

        keysOfRooms:
          kind: document
          path: keyring/{id}
          subject: roomId
          through: rooms
          role: usage
          purposes: [service]
          retention: account-life
          export: yes
          erase: delete
          fields:
            roomId: { category: user.content }

        albums:
          kind: document
          path: albums/{id}
          subject: owners
          role: content
          purposes: [service]
          retention: account-life
          export: yes
          erase: delete
          fields:
            owners: { category: user.unique_id, subjects: yes }
            name: { category: user.content }

        comments:
          kind: document
          path: users/{uid}/posts/{post}/comments/{id}
          subject: authorId
          role: content
          purposes: [service]
          retention: account-life
          export: yes
          erase: delete
          fields:
            authorId: { category: user.unique_id }
            text: { category: user.content }

        status:
          kind: realtime
          path: status/{uid}
          subject: "{uid}"
          role: usage
          purposes: [service]
          retention: account-life
          export: yes
          erase: delete
          fields:
            state: { category: user.behavior }

        platformLog:
          kind: log
          log: requests
          subject: uid
          role: log
          purposes: [security]
          retention: account-life
          export: yes
          erase: retain
          ground: the platform deletes it
          fields:
            uid: { category: user.unique_id }
      """;

  private static final byte[] PICTURE = "no picture at all".getBytes(UTF_8);

  private World world;
  private SubjectId ann;
  private SubjectId bob;

  @BeforeEach
  void open(@TempDir Path directory) throws Exception {
    world =
        World.withMap(
            directory,
            map ->
                map.replaceFirst(
                        "edges: \\{ owned: \\[prompts",
                        "shared: stays\n    edges: { owned: [prompts")
                    + LOCATIONS);
    ann = world.signUp("u1");
    bob = world.signUp("u10");
    for (SubjectId each : List.of(ann, bob)) {
      live(each);
    }
    world.put("rooms/bobs", room(bob, List.of("u10", "u1")));
    world.put("rooms/bobs/members/u1", Fields.of(Map.of("role", "guest")));
    world.put("rooms/bobs/members/u1/badges/star", Fields.of(Map.of("colour", "red")));
    world.put("rooms/bobs/doors/front", Fields.of(Map.of("width", 80)));
    world.put("rooms/anns", room(ann, List.of("u1", "u10")));
    world.put("rooms/anns/doors/back", Fields.of(Map.of("width", 90)));
    world.put("keyring/a", Fields.of(Map.of("roomId", "anns")));
    world.put("keyring/b", Fields.of(Map.of("roomId", "bobs")));
    world.put("albums/both", Fields.of(Map.of("owners", List.of("u10", "u1"), "name", "Sea")));
    world.put("albums/bobs", Fields.of(Map.of("owners", List.of("u10"), "name", "Bob's")));
    world.put("users/u10/posts/p/comments/c1", Fields.of(Map.of("authorId", "u1", "text", "fine")));
    world.put(
        "users/u1/posts/p/comments/c2", Fields.of(Map.of("authorId", "u10", "text", "thanks")));
  }

  @AfterEach
  void close() {
    world.close();
  }

  private static Fields room(SubjectId owner, List<String> members) {
    return Fields.of(
        Map.of(
            "ownerId",
            owner.value(),
            "memberIds",
            members,
            "colours",
            Map.of("u1", "green", "u10", "blue"),
            "name",
            "Room"));
  }

  /** Writes data of the person in every location of the fixture product. */
  private void live(SubjectId subject) throws IOException {
    String uid = subject.value();
    world.subscribe(subject, "cus_" + uid);
    world.clock.set(EventFixtures.at(2_000));
    for (String id : List.of("p1", "p2", "p3")) {
      world.createPrompt(subject, id);
    }
    String user = "users/" + uid + "/";
    world.handle(
        world.write(new DocumentPath(user + "images/i1"), Fields.of(Map.of("title", "T"))));
    Blob upload =
        world
            .cloud
            .blobs()
            .write(
                new BlobId("uploads", user + "images/i1"),
                "image/webp",
                Map.of(),
                OptionalLong.empty(),
                out -> out.write(PICTURE));
    world.services.uploads().sealUpload(upload);
    world.put(user + "characters/c", Fields.of(Map.of("name", "Fox")));
    world.put(user + "stories/s", Fields.of(Map.of("title", "Sea")));
    world.put(user + "usage/1", Fields.of(Map.of("feature", "draw", "unlisted", "x")));
    world.put(user + "devices/1", Fields.of(Map.of("os", "Linux")));
    world.put("errorLogs/of-" + uid, Fields.of(Map.of("uid", uid, "code", "E1")));
    world.put("securityLogs/of-" + uid, Fields.of(Map.of("uid", uid, "event", "sign-in")));
    world.cloud.realtime().set(new NodePath(List.of("status", uid, "state")), "\"online\"");
  }

  private SubjectData data() {
    return world.services.subjectData();
  }

  private Location source(String name) {
    return world.dataMap.location(name).orElseThrow();
  }

  private Map<String, Entry> all(SubjectId subject, String location) {
    return all(data(), subject, location, 500);
  }

  /** Reads all pages; a name on two pages fails. */
  private Map<String, Entry> all(SubjectData data, SubjectId subject, String location, int limit) {
    Map<String, Entry> all = new LinkedHashMap<>();
    Optional<String> token = Optional.empty();
    do {
      Page<Entry> page = data.page(subject, source(location), token, limit);
      assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
      page.items().forEach(it -> assertThat(all.put(it.name(), it)).as(it.name()).isNull());
      token = page.next();
    } while (token.isPresent());
    return all;
  }

  private static Entry entry(Map<String, Entry> entries, String name) {
    return Objects.requireNonNull(entries.get(name), name);
  }

  private static Object at(Map<String, Entry> entries, String name, String field) {
    return entry(entries, name).fields().value(field).orElse("absent");
  }

  @Test
  void sourcesAreTheExportedLocationsInTheDataMapsOrder() {
    assertThat(data().sources())
        .containsExactlyElementsOf(
            world.dataMap.locations().stream().filter(it -> it.export().exported()).toList());
  }

  @Test
  void everySourceHasItsEntriesAndAsManyAsAreCounted() {
    for (Location each : data().sources()) {
      for (int limit : List.of(1, 2, 500)) {
        assertThat(all(data(), ann, each.name(), limit))
            .as(each.name() + " by " + limit)
            .hasSize((int) data().count(ann, each))
            .hasSameSizeAs(all(ann, each.name()));
      }
    }
    for (String filled :
        List.of(
            "accounts",
            "users",
            "prompts",
            "images",
            "characters",
            "stories",
            "usage",
            "devices",
            "errorLogs",
            "securityLogs",
            "sealedImages",
            "stripeCustomer",
            "subjects",
            "consents",
            "items",
            "customers",
            "rooms",
            "roomMembers",
            "badges",
            "doors",
            "keysOfRooms",
            "albums",
            "comments",
            "status",
            "platformLog")) {
      assertThat(data().count(ann, source(filled))).as(filled).isPositive();
    }
  }

  @Test
  void documentsAreFoundByEveryFormOfSubject() {
    assertThat(all(ann, "users").keySet()).containsExactly("users");
    assertThat(all(ann, "prompts").keySet())
        .containsExactly("users/prompts/p1", "users/prompts/p2", "users/prompts/p3");
    assertThat(all(ann, "errorLogs").keySet()).containsExactly("errorLogs/of-u1");
    assertThat(all(ann, "roomMembers").keySet()).containsExactly("rooms/bobs/members");
    assertThat(all(ann, "badges").keySet()).containsExactly("rooms/bobs/members/badges/star");
    assertThat(all(ann, "doors").keySet()).containsExactly("rooms/anns/doors/back");
    assertThat(all(ann, "keysOfRooms").keySet()).containsExactly("keyring/a");
    assertThat(all(ann, "albums").keySet()).containsExactly("albums/both");
    assertThat(all(ann, "rooms").keySet()).containsExactly("rooms/anns");
    assertThat(all(ann, "comments").keySet())
        .singleElement()
        .asString()
        .matches("users/person-.{43}/posts/p/comments/c1");
    assertThat(at(all(ann, "status"), "status", "state")).isEqualTo("online");
    assertThat(at(all(ann, "platformLog"), "platformLog", "unavailable"))
        .isEqualTo("this software cannot read it");
  }

  @Test
  void otherPeopleAreNotNamed() {
    Map<String, Entry> rooms = all(ann, "rooms");
    assertThat(at(rooms, "rooms/anns", "memberIds")).isEqualTo(List.of("u1", "[another person]"));
    assertThat(at(rooms, "rooms/anns", "colours"))
        .isEqualTo(Map.of("u1", "green", "[other people]", 1L));
    for (Location each : data().sources()) {
      for (Entry entry : all(ann, each.name()).values()) {
        assertThat(entry.name() + " " + entry.fields().asMap())
            .as(each.name())
            .doesNotContainPattern(OTHER)
            .doesNotContain("thanks")
            .doesNotContain("Bob's");
      }
    }
  }

  @Test
  void unlistedFieldsAreNotGiven() {
    assertThat(entry(all(ann, "usage"), "users/usage/1").fields())
        .isEqualTo(Fields.of(Map.of("feature", "draw")));
  }

  @Test
  void providersDataIsGivenForEachCustomer() {
    Fields customer = entry(all(ann, "stripeCustomer"), "cus_u1").fields();
    assertThat(customer.maps("subscriptions"))
        .extracting(it -> it.string("id").orElseThrow())
        .containsExactly("sub_cus_u1");
    assertThat(customer.map("email").string("unavailable")).isPresent();
    assertThat(at(all(ann, "accounts"), "accounts", "uid")).isEqualTo("u1");
  }

  @Test
  void customerOfTwoClaimsIsGivenToNeither() {
    DocumentPath record = new DocumentPath("customers/cus_u1");
    world.put(
        "customers/cus_u1",
        world.cloud.documents().get(record).orElseThrow().fields().with("contested", true));

    assertThat(entry(all(ann, "stripeCustomer"), "cus_u1").fields().asMap().keySet())
        .containsExactly("unavailable");
  }

  @Test
  void sealedContentIsOpened() throws Exception {
    assertThat(world.at("users/u1/prompts/p1").orElseThrow().value("text"))
        .get()
        .isInstanceOf(Bytes.class);

    assertThat(at(all(ann, "prompts"), "users/prompts/p1", "text")).isEqualTo("a castle");
    Entry image = entry(all(ann, "sealedImages"), "users/images/i1");
    assertThat(image.fields())
        .isEqualTo(Fields.of(Map.of("contentType", "image/webp", "bytes", (long) PICTURE.length)));
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    image.content().orElseThrow().writeTo(plain);
    assertThat(plain.toByteArray()).isEqualTo(PICTURE);
  }

  @Test
  void deletedContentIsIncludedWithItsTime() {
    world.markDeleted("users/u1/prompts/p2");

    assertThat(at(all(ann, "prompts"), "users/prompts/p2", "deletedAt"))
        .isEqualTo(world.clock.instant());
    assertThat(all(ann, "purges").values())
        .extracting(it -> it.fields().string("item").orElseThrow())
        .containsExactly("users/prompts/p2");
  }

  @Test
  void damagedDataIsMarkedAndEndsNothing() {
    Fields stored = world.at("users/u1/prompts/p2").orElseThrow();
    byte[] sealed = ((Bytes) stored.value("text").orElseThrow()).toArray();
    sealed[sealed.length - 1] ^= 1;
    world.put("users/u1/prompts/p2", stored.with("text", Bytes.of(sealed)).with("seed", 7));
    world.putBlob("content", "users/u1/images/i2");

    Map<String, Entry> prompts = all(ann, "prompts");
    assertThat(prompts).hasSize(3);
    assertThat(entry(prompts, "users/prompts/p2").fields().map("text").asMap().keySet())
        .containsExactly("unavailable");
    assertThat(at(prompts, "users/prompts/p2", "seed")).isEqualTo(7L);
    assertThat(at(prompts, "users/prompts/p3", "text")).isEqualTo("a castle");
    Entry image = entry(all(ann, "sealedImages"), "users/images/i2");
    assertThat(image.content()).isEmpty();
    assertThat(image.fields().string("unavailable")).isPresent();
  }

  @Test
  void formerOwnersAndDestroyedKeysAreMarked() {
    Location rooms = source("rooms");
    world.put("rooms/old", room(bob, List.of()).with("secret", "hers"));
    Document old = world.cloud.documents().get(new DocumentPath("rooms/old")).orElseThrow();
    Fields sealed = world.services.fields().sealedFields(bob, rooms, old, true);
    world.put("rooms/old", old.fields().with(sealed).with("ownerId", "u1"));
    assertThat(entry(all(ann, "rooms"), "rooms/old").fields().map("secret").string("unavailable"))
        .isPresent();

    world.services.shredding().shred(ann, KeyClass.CONTENT);

    SubjectData later = world.on(world.cloud).subjectData();
    assertThat(all(later, ann, "prompts", 500).values())
        .hasSize(3)
        .allMatch(it -> it.fields().map("text").string("unavailable").isPresent());
    assertThat(all(later, ann, "sealedImages", 500).values())
        .hasSize(1)
        .allMatch(it -> it.content().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u00e9ve", "e\u0301ve", "U1", "u1 ", "u1/../u10", "~u1", "."})
  void uidsThatLookAlikeAreDifferentPeople(String uid) throws Exception {
    SubjectId other = new SubjectId(uid);
    String id = other.documentId();
    world.put("users/" + id + "/devices/of-other", Fields.of(Map.of("os", "X")));
    world.put("errorLogs/of-other", Fields.of(Map.of("uid", uid, "code", "E2")));
    world.put("albums/of-other", Fields.of(Map.of("owners", List.of(uid), "name", "Y")));

    assertThat(all(other, "devices").keySet()).containsExactly("users/devices/of-other");
    assertThat(all(other, "errorLogs").keySet()).containsExactly("errorLogs/of-other");
    for (String each : List.of("u1", "u10", "\u00e9ve", "e\u0301ve")) {
      SubjectId asking = new SubjectId(each);
      if (!asking.equals(other)) {
        assertThat(all(asking, "devices")).doesNotContainKey("users/devices/of-other");
        assertThat(all(asking, "errorLogs")).doesNotContainKey("errorLogs/of-other");
        assertThat(all(asking, "albums")).doesNotContainKey("albums/of-other");
      }
    }
  }

  @Test
  void tokenOpensItsOwnListingOnly() {
    String token = data().page(ann, source("prompts"), Optional.empty(), 1).next().orElseThrow();

    assertThat(token).doesNotContain("u1").matches("[A-Za-z0-9_-]+");
    for (String each : List.of("", "x", token + "A", token.toLowerCase(Locale.ROOT))) {
      assertThatThrownBy(() -> data().page(ann, source("prompts"), Optional.of(each), 1))
          .isInstanceOf(SubjectData.UnknownPage.class);
    }
    assertThatThrownBy(() -> data().page(bob, source("prompts"), Optional.of(token), 1))
        .isInstanceOf(SubjectData.UnknownPage.class);
    assertThatThrownBy(() -> data().page(ann, source("images"), Optional.of(token), 1))
        .isInstanceOf(SubjectData.UnknownPage.class);
    assertThat(data().page(ann, source("prompts"), Optional.of(token), 2).items())
        .extracting(Entry::name)
        .containsExactly("users/prompts/p2", "users/prompts/p3");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 501})
  void pageSizeHasBounds(int limit) {
    assertThatThrownBy(() -> data().page(ann, source("prompts"), Optional.empty(), limit))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Documents whose pages have at most this many items, or each item twice. */
  private SubjectData listing(int most, boolean doubled) {
    return world
        .on(
            Ports.watched(
                world.cloud,
                port ->
                    new InterceptedPorts.Interceptor() {
                      @Override
                      public @Nullable Object after(String operation, @Nullable Object answer) {
                        if (answer == null || !Set.of("find", "list", "ids").contains(operation)) {
                          return answer;
                        }
                        return answer instanceof Page<?> page
                            ? changed(page)
                            : changed((List<?>) answer);
                      }

                      private <T> Page<T> changed(Page<T> page) {
                        return doubled ? new Page<>(changed(page.items()), page.next()) : page;
                      }

                      private <T> List<T> changed(List<T> items) {
                        List<T> all = new ArrayList<>(items);
                        if (doubled) {
                          all.addAll(items);
                          return all;
                        }
                        return all.subList(0, Math.min(most, all.size()));
                      }
                    }))
        .subjectData();
  }

  @Test
  void shortAndDoubledPagesLoseNothing() {
    for (Location each : data().sources()) {
      Set<String> names = all(ann, each.name()).keySet();
      assertThat(all(listing(1, false), ann, each.name(), 500).keySet())
          .as(each.name())
          .isEqualTo(names);
      assertThat(all(listing(0, true), ann, each.name(), 500).keySet())
          .as(each.name())
          .isEqualTo(names);
    }
  }

  @Test
  void refusedCallFailsThePageAndLosesNothing() {
    for (String operation : List.of("find", "getAll", "descendants", "ids")) {
      Documents refusing =
          InterceptedPorts.failFirst(Documents.class, world.cloud.documents(), operation);
      SubjectData data = world.on(Ports.of(world.cloud).with(refusing)).subjectData();
      String location =
          switch (operation) {
            case "find" -> "prompts";
            case "getAll" -> "users";
            case "descendants" -> "doors";
            default -> "roomMembers";
          };
      assertThatThrownBy(() -> all(data, ann, location, 2)).isInstanceOf(RuntimeException.class);
      assertThat(all(data, ann, location, 2).keySet())
          .isEqualTo(all(ann, location).keySet())
          .isNotEmpty();
    }
  }

  @Test
  void readingWritesNothing() {
    Map<DocumentPath, Fields> before = world.allDocuments();
    for (Location each : data().sources()) {
      all(ann, each.name());
      data().count(ann, each);
    }

    assertThat(world.allDocuments()).isEqualTo(before);
  }

  @Test
  void manyEntriesAreReadPageByPage() {
    for (int i = 0; i < 1_203; i++) {
      world.put("users/u1/usage/n" + i, Fields.of(Map.of("count", i)));
    }

    assertThat(all(data(), ann, "usage", 500)).hasSize(1_204);
    assertThat(data().count(ann, source("usage"))).isEqualTo(1_204);
    assertThat(source("usage").place()).isInstanceOf(Place.Documents.class);
    assertThat(world.cloud.documents().count(Query.group("usage"))).isEqualTo(1_205);
  }
}
