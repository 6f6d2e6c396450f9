package com.anykoma.privacy.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A query over one collection, or over every collection with one id.
 *
 * <p>A dotted field name reaches into maps ({@code plan.standing}). A document without a compared
 * or ordering field does not match. Comparisons match values of the same type only. Results are
 * ordered by the named fields, then by path. This order is total, so a cursor ({@link #after})
 * never skips or repeats a document. A range without an order is ordered by its field, as Firestore
 * requires.
 *
 * @param collection the path of the collection, or the id of the collections of a group
 * @param group whether the query covers every collection with that id
 * @param limit the largest number of documents, 1 to 10,000
 * @param after the last document of the previous page
 */
public record Query(
    String collection,
    boolean group,
    List<Condition> conditions,
    List<Order> orders,
    int limit,
    Optional<Document> after) {
  /** The largest page; it fits into one response of the store. */
  public static final int MAX_LIMIT = 10_000;

  private static final int DEFAULT_LIMIT = 1_000;

  /** How a field is compared with a value. */
  public enum Operator {
    EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL,
    /** The field is a list that contains the value. At most one per query. */
    CONTAINS;

    boolean isRange() {
      return this != EQUAL && this != CONTAINS;
    }
  }

  /** A comparison of a field with a string, number, flag or instant. */
  public record Condition(String field, Operator operator, Object value) {
    public Condition {
      Objects.requireNonNull(field);
      Objects.requireNonNull(operator);
      value = Fields.empty().with(field, Objects.requireNonNull(value)).value(field).orElseThrow();
    }

    @Override
    public String toString() {
      return field + " " + operator;
    }
  }

  /** A field to order by. */
  public record Order(String field, boolean descending) {
    public Order {
      Objects.requireNonNull(field);
    }
  }

  public Query {
    Objects.requireNonNull(collection);
    conditions = List.copyOf(conditions);
    orders = List.copyOf(orders);
    Objects.requireNonNull(after);
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("the limit of a query must be 1 to " + MAX_LIMIT);
    }
    List<String> ranges =
        conditions.stream()
            .filter(each -> each.operator().isRange())
            .map(Condition::field)
            .distinct()
            .toList();
    if (conditions.stream().filter(each -> each.operator() == Operator.CONTAINS).count() > 1) {
      throw new IllegalArgumentException("a query has at most one CONTAINS condition");
    }
    if (ranges.size() > 1) {
      throw new IllegalArgumentException("a query has ranges over at most one field");
    }
    if (ranges.size() == 1) {
      if (orders.isEmpty()) {
        orders = List.of(new Order(ranges.get(0), false));
      } else if (!orders.get(0).field().equals(ranges.get(0))) {
        throw new IllegalArgumentException(
            "a query with a range must be ordered by its field first");
      }
    }
  }

  /** The documents of a collection, with a limit of 1,000. */
  public static Query in(CollectionPath collection) {
    return new Query(
        collection.value(), false, List.of(), List.of(), DEFAULT_LIMIT, Optional.empty());
  }

  /** The documents of every collection with this id, with a limit of 1,000. */
  public static Query group(String collectionId) {
    DocumentPath.requireId(collectionId);
    return new Query(collectionId, true, List.of(), List.of(), DEFAULT_LIMIT, Optional.empty());
  }

  public Query where(String field, Operator operator, Object value) {
    List<Condition> more = new ArrayList<>(conditions);
    more.add(new Condition(field, operator, value));
    return new Query(collection, group, more, orders, limit, after);
  }

  public Query whereEqual(String field, Object value) {
    return where(field, Operator.EQUAL, value);
  }

  public Query whereContains(String field, Object value) {
    return where(field, Operator.CONTAINS, value);
  }

  public Query orderBy(String field) {
    return ordered(new Order(field, false));
  }

  public Query orderByDescending(String field) {
    return ordered(new Order(field, true));
  }

  private Query ordered(Order order) {
    List<Order> more = new ArrayList<>(orders);
    more.add(order);
    return new Query(collection, group, conditions, more, limit, after);
  }

  public Query limit(int most) {
    return new Query(collection, group, conditions, orders, most, after);
  }

  /** This query, starting after {@code last}, a document of the previous page. */
  public Query after(Document last) {
    return new Query(collection, group, conditions, orders, limit, Optional.of(last));
  }
}
