package com.anykoma.privacy.platform.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.Query.Operator;
import org.junit.jupiter.api.Test;

/** What no index serves is refused here as Firestore refuses it. */
final class IndexesTest {
  private static final Indexes INDEXES =
      Indexes.read(
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

  private static final Query ORDERS = Query.in(new CollectionPath("orders"));

  @Test
  void aFieldAloneIsIndexedByDefaultInItsCollectionOnly() {
    assertThat(INDEXES.lacking(ORDERS)).isEmpty();
    assertThat(INDEXES.lacking(ORDERS.whereEqual("shard", 1))).isEmpty();
    assertThat(INDEXES.lacking(ORDERS.orderByDescending("fulfilledAt"))).isEmpty();
    assertThat(INDEXES.lacking(Query.group("orders").whereEqual("shard", 1)))
        .contains("orders: shard");
    assertThat(INDEXES.lacking(Query.group("usage").where("createdAt", Operator.LESS, 1)))
        .isEmpty();
  }

  @Test
  void aListIsIndexedByWhatItHasByDefaultInItsCollectionOnly() {
    assertThat(INDEXES.lacking(ORDERS.whereContains("tags", "x"))).isEmpty();
    assertThat(INDEXES.lacking(ORDERS.whereContains("sorted", "x"))).contains("orders: sorted[]");
    assertThat(INDEXES.lacking(ORDERS.whereContains("at", "x"))).contains("orders: at[]");
    assertThat(INDEXES.lacking(ORDERS.whereContains("tags", "x").whereEqual("shard", 1)))
        .contains("orders: shard, tags[]");
    assertThat(INDEXES.lacking(Query.group("orders").whereContains("tags", "x")))
        .contains("orders: tags[]");
    Query liked = Query.group("images").whereContains("likedBy", "x");
    assertThat(INDEXES.lacking(liked)).isEmpty();
    assertThat(INDEXES.lacking(Query.group("images").whereEqual("likedBy", "x")))
        .contains("images: likedBy");
  }

  @Test
  void anExemptFieldAloneIsRefused() {
    assertThat(INDEXES.lacking(ORDERS.where("at", Operator.LESS, 1))).contains("orders: at");
    assertThat(
            INDEXES.lacking(
                Query.in(new CollectionPath("users/u1/orders")).where("at", Operator.LESS, 1)))
        .contains("orders: at");
  }

  @Test
  void severalFieldsNeedAnIndexOverThemUnlessAllAreAskedToBeEqual() {
    assertThat(INDEXES.lacking(ORDERS.whereEqual("shard", 1).where("at", Operator.LESS, 1)))
        .isEmpty();
    assertThat(INDEXES.lacking(ORDERS.whereEqual("shard", 1).orderBy("dueAt")))
        .contains("orders: shard, dueAt");
    assertThat(INDEXES.lacking(ORDERS.whereEqual("shard", 1).whereEqual("state", "open")))
        .isEmpty();
    assertThat(INDEXES.lacking(ORDERS.whereEqual("shard", 1).whereEqual("at", 1))).isEmpty();
    assertThat(INDEXES.lacking(ORDERS.whereEqual("state", "open").whereEqual("at", 1)))
        .contains("orders: state, at");
  }
}
