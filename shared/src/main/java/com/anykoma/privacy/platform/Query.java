package com.anykoma.privacy.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Which documents of a collection, or of every collection with one id, are asked for.
 *
 * <p>A field name may be dotted to reach into maps ({@code plan.standing}). A document that lacks a
 * field which is compared or ordered by does not match. Comparisons match values of the same type
 * only. The order is by the named fields, then by path, so that it is total and a cursor ({@link
 * #after}) never skips or repeats; a range without an order is ordered by its field, as Firestore
 * demands.
 *
 * @param collection the collection's path, or for a group the id of its collections
 * @param group whether every collection with that id is meant
 * @param limit how many documents at most, 1 to 10,000
 * @param after the last document of the page before
 */
public record Query(
    String collection,
    boolean group,
    List<Condition> conditions,
    List<Order> orders,
    int limit,
    Optional<Document> after) {
  /** The largest page: what fits in one answer with room to spare. */
  public static final int MAX_LIMIT = 10_000;

  private static final int DEFAULT_LIMIT = 1_000;

  /** How a field is compared with a value. */
  public enum Operator {
    EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL,
    /** The field is a list that has the value; once in a query at most. */
    CONTAINS;

    boolean isRange() {
      return this != EQUAL && this != CONTAINS;
    }
  }

  /** A field compared with a string, number, flag or instant, as documents keep them. */
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
      throw new IllegalArgumentException("a query's limit is 1 to " + MAX_LIMIT);
    }
    List<String> ranges =
        conditions.stream()
            .filter(each -> each.operator().isRange())
            .map(Condition::field)
            .distinct()
            .toList();
    if (conditions.stream().filter(each -> each.operator() == Operator.CONTAINS).count() > 1) {
      throw new IllegalArgumentException("a query asks for a value of one list at most");
    }
    if (ranges.size() > 1) {
      throw new IllegalArgumentException("a query has a range over one field at most");
    }
    if (ranges.size() == 1) {
      if (orders.isEmpty()) {
        orders = List.of(new Order(ranges.get(0), false));
      } else if (!orders.get(0).field().equals(ranges.get(0))) {
        throw new IllegalArgumentException("a query with a range is ordered by its field first");
      }
    }
  }

  /** All documents directly in a collection, 1,000 of them at most. */
  public static Query in(CollectionPath collection) {
    return new Query(
        collection.value(), false, List.of(), List.of(), DEFAULT_LIMIT, Optional.empty());
  }

  /** All documents in any collection with this id, 1,000 of them at most. */
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

  /** The page that follows {@code last}, a document of this query's earlier answer. */
  public Query after(Document last) {
    return new Query(collection, group, conditions, orders, limit, Optional.of(last));
  }
}
