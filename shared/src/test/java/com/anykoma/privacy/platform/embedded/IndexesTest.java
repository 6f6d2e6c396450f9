package com.anykoma.privacy.platform.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.DocumentIndex;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.Query.Operator;
import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests that queries without an index are refused, as Firestore does. */
final class IndexesTest {
  private static final Indexes INDEXES =
      read(
          """
          {"indexes": [
            {"collectionGroup": "orders", "queryScope": "COLLECTION", "fields": [
              {"fieldPath": "shard", "order": "ASCENDING"},
              {"fieldPath": "at", "order": "ASCENDING"}]}],
           "fieldOverrides": [
            {"collectionGroup": "orders", "fieldPath": "at", "indexes": []},
            {"collectionGroup": "orders", "fieldPath": "sorted", "indexes": [
              {"order": "ASCENDING", "queryScope": "COLLECTION"}]},
            {"collectionGroup": "images", "fieldPath": "likedBy", "indexes": [
              {"arrayConfig": "CONTAINS", "queryScope": "COLLECTION_GROUP"}]},
            {"collectionGroup": "usage", "fieldPath": "createdAt", "indexes": [
              {"order": "ASCENDING", "queryScope": "COLLECTION"},
              {"order": "ASCENDING", "queryScope": "COLLECTION_GROUP"}]}]}
          """);

  private static Indexes read(String json) {
    return Indexes.read(Setting.parse("firestore.indexes.json", json));
  }

  private static void lacks(Query query, String collection, String... fields) {
    assertThat(INDEXES.missingIndex(query))
        .contains(new DocumentIndex(collection, query.group(), List.of(fields)));
  }

  private static final Query ORDERS = Query.in(new CollectionPath("orders"));

  @Test
  void singleFieldIndexesCoverOnlyTheirCollection() {
    assertThat(INDEXES.missingIndex(ORDERS)).isEmpty();
    assertThat(INDEXES.missingIndex(ORDERS.whereEqual("shard", 1))).isEmpty();
    assertThat(INDEXES.missingIndex(ORDERS.orderByDescending("fulfilledAt"))).isEmpty();
    lacks(Query.group("orders").whereEqual("shard", 1), "orders", "shard ASCENDING");
    assertThat(INDEXES.missingIndex(Query.group("usage").where("createdAt", Operator.LESS, 1)))
        .isEmpty();
  }

  @Test
  void defaultArrayIndexesCoverOnlyTheirCollection() {
    assertThat(INDEXES.missingIndex(ORDERS.whereContains("tags", "x"))).isEmpty();
    lacks(ORDERS.whereContains("sorted", "x"), "orders", "sorted CONTAINS");
    lacks(ORDERS.whereContains("at", "x"), "orders", "at CONTAINS");
    lacks(
        ORDERS.whereContains("tags", "x").whereEqual("shard", 1),
        "orders",
        "shard ASCENDING",
        "tags CONTAINS");
    lacks(Query.group("orders").whereContains("tags", "x"), "orders", "tags CONTAINS");
    Query byListElement = Query.group("images").whereContains("likedBy", "x");
    assertThat(INDEXES.missingIndex(byListElement)).isEmpty();
    lacks(Query.group("images").whereEqual("likedBy", "x"), "images", "likedBy ASCENDING");
  }

  @Test
  void refusesAQueryOnAnExemptField() {
    lacks(ORDERS.where("at", Operator.LESS, 1), "orders", "at ASCENDING");
    lacks(
        Query.in(new CollectionPath("users/u1/orders")).where("at", Operator.LESS, 1),
        "orders",
        "at ASCENDING");
  }

  @Test
  void onlyEqualitiesOnSeveralFieldsNeedNoCompositeIndex() {
    assertThat(INDEXES.missingIndex(ORDERS.whereEqual("shard", 1).where("at", Operator.LESS, 1)))
        .isEmpty();
    lacks(
        ORDERS.whereEqual("shard", 1).orderBy("dueAt"),
        "orders",
        "shard ASCENDING",
        "dueAt ASCENDING");
    assertThat(INDEXES.missingIndex(ORDERS.whereEqual("shard", 1).whereEqual("state", "open")))
        .isEmpty();
    assertThat(INDEXES.missingIndex(ORDERS.whereEqual("shard", 1).whereEqual("at", 1))).isEmpty();
    lacks(
        ORDERS.whereEqual("state", "open").whereEqual("at", 1),
        "orders",
        "state ASCENDING",
        "at ASCENDING");
  }

  @Test
  void indexServesOnlyItsOwnDirections() {
    Query ofShard = ORDERS.whereEqual("shard", 1);

    assertThat(INDEXES.missingIndex(ofShard.orderBy("at"))).isEmpty();
    lacks(ofShard.orderByDescending("at"), "orders", "shard ASCENDING", "at DESCENDING");
    lacks(ORDERS.orderByDescending("sorted"), "orders", "sorted DESCENDING");
    assertThat(INDEXES.missingIndex(ORDERS.orderBy("sorted"))).isEmpty();
  }

  @Test
  void equalityFieldsMatchAnIndexInAnyOrder() {
    Indexes indexes =
        read(
            """
            {"indexes": [{"collectionGroup": "orders", "queryScope": "COLLECTION", "fields": [
              {"fieldPath": "cause", "order": "ASCENDING"},
              {"fieldPath": "shard", "order": "ASCENDING"},
              {"fieldPath": "at", "order": "ASCENDING"}]}], "fieldOverrides": []}
            """);

    Query query = ORDERS.whereEqual("shard", 1).whereEqual("cause", "x");

    assertThat(indexes.missingIndex(query.orderBy("at"))).isEmpty();
    assertThat(indexes.missingIndex(query.orderBy("dueAt"))).isPresent();
    assertThat(indexes.missingIndex(ORDERS.whereEqual("at", 1).orderBy("cause").orderBy("shard")))
        .isPresent();
  }

  @Test
  void refusalNamesTheFileAndTheJsonToAdd() {
    refusal(
        ORDERS.whereEqual("shard", 1).orderByDescending("dueAt"),
        """
        add to "indexes" in firestore.indexes.json: {"collectionGroup": "orders",\
         "queryScope": "COLLECTION", "fields": [{"fieldPath": "shard", "order": "ASCENDING"},\
         {"fieldPath": "dueAt", "order": "DESCENDING"}]}""");
    refusal(
        ORDERS.where("at", Operator.LESS, 1),
        """
        add to the "indexes" of the override of orders.at in firestore.indexes.json:\
         {"order": "ASCENDING", "queryScope": "COLLECTION"}""");
    refusal(
        Query.group("rooms").whereContains("members", "u1"),
        """
        add to "fieldOverrides" in firestore.indexes.json: {"collectionGroup": "rooms",\
         "fieldPath": "members", "indexes": [{"order": "ASCENDING", "queryScope": "COLLECTION"},\
         {"order": "DESCENDING", "queryScope": "COLLECTION"},\
         {"arrayConfig": "CONTAINS", "queryScope": "COLLECTION"},\
         {"arrayConfig": "CONTAINS", "queryScope": "COLLECTION_GROUP"}]}""");
  }

  private static void refusal(Query query, String remedy) {
    assertThat(INDEXES.refusal(query).orElseThrow())
        .hasMessageStartingWith("Firestore did not serve a query of ")
        .hasMessageContaining(remedy)
        .hasMessageEndingWith(": FAILED_PRECONDITION");
  }

  /** The suggested JSON is valid, and its index serves the query. */
  @Test
  void suggestedIndexServesTheQuery() {
    String file = "{\"indexes\": [%s], \"fieldOverrides\": [%s]}";
    Query composite = ORDERS.whereEqual("shard", 1).orderByDescending("dueAt");
    Query single = Query.group("rooms").whereContains("members", "u1");

    assertThat(read(file.formatted(jsonFor(composite), "")).missingIndex(composite)).isEmpty();
    assertThat(read(file.formatted("", jsonFor(single))).missingIndex(single)).isEmpty();
    assertThat(read(file.formatted("", "")).missingIndex(composite)).isPresent();
    assertThat(read(file.formatted("", "")).missingIndex(single)).isPresent();
  }

  private static String jsonFor(Query query) {
    String remedy = INDEXES.missingIndex(query).orElseThrow().remedy(false);
    return remedy.substring(remedy.indexOf('{'));
  }

  @Test
  void reportsMistakesWithTheirLines() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    {"indexes": [
                      {"collectionGroup": "a", "queryScope": "COLLECTION", "fields": [
                        {"fieldPath": "x", "order": "ASCENDING"}]}],
                     "fieldOverrides": [
                      {"collectionGroup": "a", "fieldPath": "x", "indexes": [
                        {"order": "UP", "queryScope": "COLLECTION"}]},
                      {"collectionGroup": "a", "fieldPath": "y", "index": []}]}
                    """))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            """
            firestore.indexes.json:2: indexes[0].fields: an index on one field belongs under\
             fieldOverrides; move it there
            firestore.indexes.json:6: fieldOverrides[0].indexes[0].order: 'UP' is not one of\
             ASCENDING, DESCENDING, CONTAINS
            firestore.indexes.json:7: fieldOverrides[1].index: unknown key 'index'; known are\
             collectionGroup, fieldPath, ttl, indexes""");
  }
}
