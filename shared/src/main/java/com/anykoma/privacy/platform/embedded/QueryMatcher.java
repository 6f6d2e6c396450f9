package com.anykoma.privacy.platform.embedded;

import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Evaluates a query on one document: whether it matches, and its place in the order. */
final class QueryMatcher {
  private final Query query;
  private final Optional<Hit> after;

  QueryMatcher(Query query) {
    this.query = query;
    this.after = query.after().map(this::cursor);
  }

  /** A matching document with the values of the ordering fields. */
  record Hit(Document document, List<Optional<Object>> orderedBy) {}

  /** The place of a document, by its path alone in a query without an order. */
  private Hit cursor(Document last) {
    return Optional.of(new Hit(last, List.of()))
        .filter(it -> query.orders().isEmpty())
        .or(() -> match(last))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the cursor of a query must be a document that matches it"));
  }

  /** The document with its ordering values; empty when it does not match. */
  Optional<Hit> match(Document document) {
    for (Query.Condition each : query.conditions()) {
      if (!holds(each, document.fields())) {
        return Optional.empty();
      }
    }
    List<Optional<Object>> orderedBy = new ArrayList<>(query.orders().size());
    for (Query.Order each : query.orders()) {
      if (!document.fields().hasAt(each.field())) {
        return Optional.empty();
      }
      orderedBy.add(document.fields().at(each.field()));
    }
    return Optional.of(new Hit(document, orderedBy));
  }

  /** Whether the hit sorts after the cursor of the query. */
  boolean isAfterCursor(Hit hit) {
    return after.isEmpty() || compare(hit, after.get()) > 0;
  }

  int compare(Hit left, Hit right) {
    for (int i = 0; i < query.orders().size(); i++) {
      int order =
          ValueOrder.compare(
              left.orderedBy().get(i).orElse(null), right.orderedBy().get(i).orElse(null));
      if (order != 0) {
        return query.orders().get(i).descending() ? -order : order;
      }
    }
    return left.document().path().compareTo(right.document().path());
  }

  private static boolean holds(Query.Condition condition, Fields fields) {
    Object wanted = wanted(condition);
    Object found = fields.at(condition.field()).orElse(null);
    if (condition.operator() == Query.Operator.CONTAINS) {
      return found instanceof List<?> list
          && list.stream().anyMatch(each -> ValueOrder.compare(each, wanted) == 0);
    }
    if (found == null || ValueOrder.type(found) != ValueOrder.type(wanted)) {
      return false;
    }
    int order = ValueOrder.compare(found, wanted);
    return switch (condition.operator()) {
      case EQUAL, CONTAINS -> order == 0;
      case LESS -> order < 0;
      case LESS_OR_EQUAL -> order <= 0;
      case GREATER -> order > 0;
      case GREATER_OR_EQUAL -> order >= 0;
    };
  }

  /** The value of the condition as a document stores it. */
  static Object wanted(Query.Condition condition) {
    return Fields.empty().with("value", condition.value()).value("value").orElseThrow();
  }

  static String lastName(String field) {
    return field.substring(field.lastIndexOf('.') + 1);
  }
}
