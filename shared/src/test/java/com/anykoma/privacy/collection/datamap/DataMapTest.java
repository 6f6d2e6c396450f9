package com.anykoma.privacy.collection.datamap;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.yaml.Setting;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataMapTest {
  private static final String YAML =
      """
      categories: { all: [user.content, user.unique_id, system.operations] }
      retention: { life: { ground: as long as the account } }
      locations:
        prompts:
          { kind: document, path: "users/{uid}/prompts/{id}", subject: "{uid}", role: content,
            purposes: [service], retention: life, export: yes, erase: delete,
            fields: { text: { category: user.content }, at: { category: user.content } } }
        shares:
          { kind: document, path: "shares/{id}", subject: scope.owner.id, role: content,
            purposes: [service], retention: life, export: yes, erase: delete,
            fields: { scope.owner.id: { category: user.unique_id },
                      changes.state: { category: user.content },
                      open.*: { category: user.content } } }
        images:
          { kind: blob, bucket: content, path: "users/{uid}/images/{imageId}", subject: "{uid}",
            role: content, purposes: [service], retention: life, export: yes, erase: delete,
            fields: { bytes: { category: user.content } } }
      """;

  private final DataMap map = DataMap.read(Setting.parse("datamap.yaml", YAML));

  static List<String> hostileIds() {
    return List.of(
        "u1",
        "u10",
        "U1",
        "u1 ",
        "{uid}",
        "*",
        ".*",
        "u1.u2",
        "...",
        "users",
        "prompts",
        "%2F",
        "u1\\u2",
        "u1\n",
        "é",
        "e\u0301",
        "😀",
        "__a",
        "u".repeat(128));
  }

  /** Blob names, unlike document ids, cannot contain line breaks. */
  static List<String> hostileNames() {
    return hostileIds().stream().filter(each -> !each.contains("\n")).toList();
  }

  @ParameterizedTest
  @MethodSource("hostileIds")
  @Keeps({"E23", "E24"})
  void idMatchesOnlyAsAWholeSegment(String id) {
    DocumentPath path = DocumentPath.of("users", id, "prompts", id);

    assertThat(map.locationOf(path)).map(Location::name).contains("prompts");
    assertThat(map.subjectOf(path)).contains(new SubjectId(id));
    assertThat(owners(path, Fields.of(Map.of("uid", "u2")))).containsExactly(new SubjectId(id));
  }

  @ParameterizedTest
  @MethodSource("hostileNames")
  @Keeps("E23")
  void blobNameIsMatchedBySegments(String id) {
    assertThat(map.subjectOf(new BlobId("content", "users/" + id + "/images/" + id)))
        .contains(new SubjectId(id));
    assertThat(map.locationOf(new BlobId("content", "users/" + id + "/images"))).isEmpty();
    assertThat(map.locationOf(new BlobId("content", "users/" + id + "/images/" + id + "/x")))
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("hostileIds")
  @Keeps("E23")
  void filledPatternMatchesItself(String id) {
    PathPattern pattern = map.location("prompts").orElseThrow().place().pattern().orElseThrow();
    Map<String, String> ids = Map.of("uid", id, "id", "p" + id);

    assertThat(pattern.match(new DocumentPath(pattern.fill(ids)).segments())).contains(ids);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "users/../images/i1",
        "users//images/i1",
        "users/u1/images/",
        "/users/u1/images/i1",
        "users/./images/i1",
        "users/__all__/images/i1",
        "xusers/u1/images/i1",
        "users/u1/imagesx/i1",
        "users/u1"
      })
  @Keeps("E23")
  void blobOfAnotherPatternHasNoLocation(String name) {
    assertThat(map.locationOf(new BlobId("content", name))).isEmpty();
    assertThat(map.subjectOf(new BlobId("content", name))).isEmpty();
  }

  @Test
  @Keeps("E23")
  void queriesOneCollectionIfTheIdsDetermineIt() {
    Place.Documents prompts = documents("prompts");
    CollectionPath ofOne = new CollectionPath("users/u1/prompts");

    assertThat(prompts.among(Map.of("uid", "u1"))).isEqualTo(Query.in(ofOne));
    assertThat(prompts.among(Map.of("uid", "u1", "id", "p1"))).isEqualTo(Query.in(ofOne));
    assertThat(prompts.among(Map.of("id", "p1"))).isEqualTo(Query.group("prompts"));
    assertThat(prompts.among(Map.of())).isEqualTo(Query.group("prompts"));
    assertThat(documents("shares").among(Map.of()))
        .isEqualTo(Query.in(new CollectionPath("shares")));
  }

  private List<SubjectId> owners(DocumentPath path, Fields fields) {
    Document document = new Document(path, fields, Instant.EPOCH, Instant.EPOCH);
    return new Owners(map, each -> Optional.empty()).of(document);
  }

  private Place.Documents documents(String location) {
    return (Place.Documents) map.location(location).orElseThrow().place();
  }

  @Test
  void blobOfAnotherBucketHasNoLocation() {
    assertThat(map.locationOf(new BlobId("content2", "users/u1/images/i1"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"users/u1", "users/u1/prompts2/p1", "prompts/p1", "users/u1/prompt/p1"})
  @Keeps("E24")
  void documentOfAnotherPatternHasNoLocation(String path) {
    assertThat(map.locationOf(new DocumentPath(path))).isEmpty();
    assertThat(map.subjectOf(new DocumentPath(path))).isEmpty();
  }

  @Test
  void tooLongUidHasNoSubject() {
    DocumentPath path = DocumentPath.of("users", "u".repeat(129), "prompts", "p1");

    assertThat(map.locationOf(path)).isPresent();
    assertThat(map.subjectOf(path)).isEmpty();
  }

  @Test
  @Keeps("E25")
  void findsAnOwnerInANestedField() {
    DocumentPath path = DocumentPath.of("shares", "s1");
    Map<String, Object> nested = Map.of("scope", Map.of("owner", Map.of("id", "u1")));

    assertThat(owners(path, Fields.of(nested))).containsExactly(new SubjectId("u1"));
    assertThat(map.subjectOf(path)).isEmpty();
  }

  @Test
  @Keeps("E25")
  void dottedNameIsNotAPathIntoMaps() {
    DocumentPath path = DocumentPath.of("shares", "s1");
    Fields literal = Fields.of(Map.of("scope.owner.id", "u1"));

    assertThat(owners(path, literal)).isEmpty();
    assertThat(unlisted("shares", literal)).containsExactly("`scope.owner.id`");
  }

  @Test
  void ownerThatIsNotAUidIsIgnored() {
    DocumentPath path = DocumentPath.of("shares", "s1");

    for (Object owner : Arrays.asList("", "a".repeat(129), 7L, List.of("u1"), Map.of("id", "u1"))) {
      Fields fields = Fields.of(Map.of("scope", Map.of("owner", Map.of("id", owner))));
      assertThat(owners(path, fields)).isEmpty();
    }
    assertThat(owners(path, Fields.of(Map.of("scope", "u1")))).isEmpty();
  }

  @Test
  @Keeps({"P11", "P12"})
  void unlistedFieldsAreNamedWithTheirPath() {
    Fields fields =
        Fields.of(
            Map.of(
                "scope", Map.of("owner", Map.of("id", "u1", "email", "x"), "kind", 1),
                "changes", List.of(Map.of("state", "a"), Map.of("state", "b", "who", "c")),
                "open", Map.of("whatever", Map.of("deep", 1)),
                "*", 1,
                "a b", 1,
                "extra", Map.of("nested", 1)));

    assertThat(unlisted("shares", fields))
        .containsExactlyInAnyOrder(
            "scope.owner.email", "scope.kind", "changes.who", "`*`", "`a b`", "extra");
  }

  @Test
  void valueInPlaceOfAMapIsUnlisted() {
    assertThat(unlisted("shares", Fields.of(Map.of("open", "x", "scope", Map.of("owner", "u1")))))
        .containsExactly("open", "scope.owner");
    assertThat(unlisted("prompts", Fields.of(Map.of("text", Map.of("secret", "x")))))
        .containsExactly("text.secret");
  }

  @Test
  void missingMapIsAllowed() {
    Fields fields = Fields.of(Map.of("open", Map.of(), "changes", List.of()));

    assertThat(unlisted("shares", fields.with("scope", (Object) null))).isEmpty();
    assertThat(unlisted("shares", Fields.empty())).isEmpty();
  }

  @Test
  void emptyUnlistedFieldIsNamed() {
    assertThat(unlisted("prompts", Fields.of(Map.of("extra", List.of(), "more", Map.of()))))
        .containsExactly("extra", "more");
  }

  private Iterable<String> unlisted(String location, Fields fields) {
    return map.unlistedFields(map.location(location).orElseThrow(), fields);
  }
}
