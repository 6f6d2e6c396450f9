package com.anykoma.privacy.collection.census;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Fields;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a census reports documents and objects outside the data map's locations. */
@Keeps({"P2", "P11", "P12", "P13", "P14", "P15", "P21"})
final class CensusPlacesTest extends CensusFixture {
  @Test
  void documentsWithNumericDatastoreIdsAreCounted() {
    put("users/u1/prompts/__id5__");
    put("users/u1/prompts/p1");
    put("users/u1/photos/__id6__");
    put("users/u2/photos/f1");

    Census census = census();

    assertThat(at(census, "prompts").seen()).isEqualTo(2);
    assertThat(census.unlistedCollections())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.shape()).isEqualTo("users/{}/photos");
              assertThat(it.documents()).isEqualTo(2);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "photos/a, photos",
    "users/u1/photos/a, users/{}/photos",
    "users/u1/prompts/p1/drafts/a, users/{}/prompts/{}/drafts",
    "subjects/u1/items/i1/usage/a, subjects/{}/items/{}/usage",
    "users/u1/Prompts/a, users/{}/Prompts",
    "users/u1/prompts2/a, users/{}/prompts2",
    "users/u1/users/a, users/{}/users",
    "usage/a, usage",
    "keys/a, keys",
    "securityLogs/a/securityLogs/a, securityLogs/{}/securityLogs",
    "users/u1/a/1/b/2/c/3/d/4/e/5, users/{}/a/{}/b/{}/c/{}/d/{}/e",
    "users/u1/😀/a, users/{}/😀",
  })
  @Keeps("E24")
  void unlistedDocumentIsReportedEvenUnderAMissingParent(String path, String shape) {
    put(path);

    Census census = census();

    assertThat(census.unlistedCollections())
        .containsExactly(new UnlistedCollection("main", shape, 1));
    assertThat(census.clean()).isFalse();
    assertThat(census.complete()).isTrue();

    put("users/u1");
    put("users/u1/prompts/p1");
    assertThat(census().unlistedCollections()).isEqualTo(census.unlistedCollections());
  }

  @ParameterizedTest
  @CsvSource({
    "users/u1, users",
    "keys/k/old/a, keys/{}/old",
    "keys/k/keys/a, keys/{}/keys",
    "subjects/u1, subjects"
  })
  void readsTheKeyDatabase(String path, String shape) {
    put(cloud.keys(), path, Fields.empty());

    assertThat(census().unlistedCollections())
        .containsExactly(new UnlistedCollection("keys", shape, 1));
  }

  @Test
  @Keeps("E24")
  void collectionOfMissingDocumentsIsFoundByItsDescendants() {
    put("photos/a/tags/b");
    put("users/u1/photos/a/tags/b");

    assertThat(census().unlistedCollections())
        .containsExactly(
            new UnlistedCollection("main", "photos", 0),
            new UnlistedCollection("main", "users/{}/photos/{}/tags", 1));
  }

  @Test
  void documentsOfOneShapeAreOneFinding() {
    for (int i = 0; i < 450; i++) {
      put("users/u" + i + "/photos/a");
      put("photos/a" + i);
    }

    assertThat(census().unlistedCollections())
        .containsExactly(
            new UnlistedCollection("main", "photos", 450),
            new UnlistedCollection("main", "users/{}/photos", 450));
  }

  @Test
  void unlistedDataCountsForNoLocation() {
    put("teams/t1/usage/a", Map.of("odd", 1));
    put("users/u1/usage/a", Map.of("feature", "x"));

    Census census = census();

    assertThat(at(census, "usage")).isEqualTo(new LocationCount("usage", 1, 0, List.of(), 0, 0));
    assertThat(census.unlistedCollections())
        .extracting(UnlistedCollection::shape, UnlistedCollection::documents)
        .containsExactly(tuple("teams", 0L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "photos/a",
        "users/u1/images",
        "users/u1/images/",
        "users/u1/images/i1/thumb",
        "users/u1/Images/i1",
        "/users/u1/images/i1",
        "users//images/i1",
        "users/../images/i1",
        "a\tb",
      })
  @Keeps("E23")
  void unlistedObjectIsReported(String name) {
    blob("content", name);
    blob("content", "users/u1/images/i1");

    Census census = census();

    assertThat(census.unlistedBlobs()).containsExactly(Map.entry("content", 1L));
    assertThat(at(census, "sealedImages").seen()).isEqualTo(1);
    assertThat(census.clean()).isFalse();
  }

  @Test
  void readsObjectsOfAllPagesAndBuckets() {
    for (int i = 0; i < 450; i++) {
      blob("content", "photos/a" + i);
      blob("uploads", (i % 2 == 0 ? "users/u1/images/i" : "x") + i);
    }

    Census census = census();

    assertThat(census.unlistedBlobs()).isEqualTo(Map.of("content", 450L, "uploads", 225L));
    assertThat(at(census, "uploadedImages").seen()).isEqualTo(225);
  }

  @Test
  @Keeps("P20")
  void noncurrentGenerationsAreReadAndAnObjectCountsOnce() {
    cloud.blobs().keepGenerations("content", true);
    BlobId stray = blob("content", "photos/a");
    blob("content", "photos/a");
    blob("content", "photos/b");
    cloud.blobs().delete(cloud.blobs().stat(stray).orElseThrow());

    assertThat(cloud.blobs().stat(stray)).isEmpty();
    assertThat(census().unlistedBlobs()).containsExactly(Map.entry("content", 2L));
  }
}
