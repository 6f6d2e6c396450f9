package com.anykoma.privacy.platform.google;

import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.Query.Condition;
import com.google.firestore.v1.Cursor;
import com.google.firestore.v1.StructuredQuery;
import com.google.firestore.v1.StructuredQuery.CollectionSelector;
import com.google.firestore.v1.StructuredQuery.CompositeFilter;
import com.google.firestore.v1.StructuredQuery.Direction;
import com.google.firestore.v1.StructuredQuery.FieldFilter;
import com.google.firestore.v1.StructuredQuery.FieldReference;
import com.google.firestore.v1.StructuredQuery.Filter;
import com.google.firestore.v1.StructuredQuery.Order;
import com.google.firestore.v1.StructuredQuery.Projection;
import com.google.firestore.v1.Value;
import com.google.protobuf.Int32Value;
import java.util.List;
import java.util.Optional;

/** Conversion of queries to Firestore's protocol. */
final class FirestoreQueries {
  private static final String DOCUMENT_NAME = "__name__";
  private static final Order BY_NAME = order(new Query.Order(DOCUMENT_NAME, false));

  private FirestoreQueries() {}

  /** The resource name of the parent of the queried collections. */
  static String parent(String database, Query query) {
    return query.group()
        ? FirestoreEncoding.root(database)
        : FirestoreEncoding.parent(database, new CollectionPath(query.collection()));
  }

  /** One page in the order of the query, then by document name, ascending. */
  static StructuredQuery page(String database, Query query) {
    StructuredQuery.Builder page =
        all(query).toBuilder().setLimit(Int32Value.of(query.limit())).addOrderBy(BY_NAME);
    query.after().ifPresent(last -> page.setStartAt(after(database, query, last)));
    return page.build();
  }

  /** All matching documents in field order; a document without such a field does not match. */
  static StructuredQuery all(Query query) {
    String collection = query.collection();
    StructuredQuery.Builder all =
        StructuredQuery.newBuilder()
            .addFrom(
                CollectionSelector.newBuilder()
                    .setCollectionId(collection.substring(collection.lastIndexOf('/') + 1))
                    .setAllDescendants(query.group()));
    List<Filter> filters = query.conditions().stream().map(FirestoreQueries::filter).toList();
    if (filters.size() == 1) {
      all.setWhere(filters.get(0));
    } else if (!filters.isEmpty()) {
      all.getWhereBuilder()
          .getCompositeFilterBuilder()
          .setOp(CompositeFilter.Operator.AND)
          .addAllFilters(filters);
    }
    query.orders().forEach(each -> all.addOrderBy(order(each)));
    return all.build();
  }

  /** One page of the names of all descendants of the parent, in any collection. */
  static StructuredQuery names(String database, Optional<DocumentPath> after, int limit) {
    StructuredQuery.Builder names =
        StructuredQuery.newBuilder()
            .addFrom(CollectionSelector.newBuilder().setAllDescendants(true))
            .setSelect(Projection.newBuilder().addFields(field(DOCUMENT_NAME)))
            .addOrderBy(BY_NAME)
            .setLimit(Int32Value.of(limit));
    after.ifPresent(
        last ->
            names.setStartAt(Cursor.newBuilder().setBefore(false).addValues(name(database, last))));
    return names.build();
  }

  private static Filter filter(Condition condition) {
    Filter.Builder filter = Filter.newBuilder();
    filter
        .getFieldFilterBuilder()
        .setField(field(condition.field()))
        .setOp(operator(condition.operator()))
        .setValue(FirestoreEncoding.value(condition.value()));
    return filter.build();
  }

  private static FieldFilter.Operator operator(Query.Operator operator) {
    return switch (operator) {
      case EQUAL -> FieldFilter.Operator.EQUAL;
      case LESS -> FieldFilter.Operator.LESS_THAN;
      case LESS_OR_EQUAL -> FieldFilter.Operator.LESS_THAN_OR_EQUAL;
      case GREATER -> FieldFilter.Operator.GREATER_THAN;
      case GREATER_OR_EQUAL -> FieldFilter.Operator.GREATER_THAN_OR_EQUAL;
      case CONTAINS -> FieldFilter.Operator.ARRAY_CONTAINS;
    };
  }

  private static Order order(Query.Order order) {
    return Order.newBuilder()
        .setField(field(order.field()))
        .setDirection(order.descending() ? Direction.DESCENDING : Direction.ASCENDING)
        .build();
  }

  private static FieldReference field(String path) {
    return FieldReference.newBuilder().setFieldPath(FieldPaths.dotted(path)).build();
  }

  private static Cursor after(String database, Query query, Document last) {
    Cursor.Builder cursor = Cursor.newBuilder().setBefore(false);
    for (Query.Order each : query.orders()) {
      cursor.addValues(FirestoreEncoding.value(last.fields().at(each.field()).orElse(null)));
    }
    return cursor.addValues(name(database, last.path())).build();
  }

  private static Value name(String database, DocumentPath path) {
    return Value.newBuilder().setReferenceValue(FirestoreEncoding.name(database, path)).build();
  }
}
