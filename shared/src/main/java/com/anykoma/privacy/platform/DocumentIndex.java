package com.anykoma.privacy.platform;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An index of the document database: one that a query needs, or one that {@code
 * firestore.indexes.json} deploys.
 *
 * @param collection the id of the collections that it indexes
 * @param group whether it covers every collection with that id
 * @param fields the indexed fields in order, as {@code field ASCENDING}, {@code field DESCENDING}
 *     or {@code field CONTAINS}, without the document name at the end
 */
public record DocumentIndex(String collection, boolean group, List<String> fields) {
  /** The file that indexes are deployed from. */
  public static final String FILE = "firestore.indexes.json";

  private static final String ASCENDING = " ASCENDING";
  private static final String DESCENDING = " DESCENDING";
  private static final String CONTAINS = " CONTAINS";

  public DocumentIndex {
    Objects.requireNonNull(collection);
    fields = List.copyOf(fields);
  }

  /** The index that the query needs; empty when the query names no field. */
  public static Optional<DocumentIndex> of(Query query) {
    Set<String> fields = new LinkedHashSet<>(); // the field of a range is among the orders
    query.conditions().stream()
        .filter(each -> each.operator() == Query.Operator.EQUAL)
        .forEach(each -> fields.add(each.field() + ASCENDING));
    query.conditions().stream()
        .filter(each -> each.operator() == Query.Operator.CONTAINS)
        .forEach(each -> fields.add(each.field() + CONTAINS));
    query.orders().stream()
        .filter(each -> !fields.contains(each.field() + ASCENDING))
        .forEach(each -> fields.add(each.field() + (each.descending() ? DESCENDING : ASCENDING)));
    String id = query.collection().substring(query.collection().lastIndexOf('/') + 1);
    return fields.isEmpty()
        ? Optional.empty()
        : Optional.of(new DocumentIndex(id, query.group(), List.copyOf(fields)));
  }

  /** Whether it has one field; Firestore configures such an index as a field override. */
  public boolean isSingleField() {
    return fields.size() == 1;
  }

  /** Whether Firestore creates the index automatically, unless a field override disables it. */
  public boolean isAutomatic() {
    return isSingleField() && !group;
  }

  /** The name in an element of {@link #fields}. */
  public static String name(String field) {
    return field.substring(0, field.lastIndexOf(' '));
  }

  /**
   * Tells an operator what to add to {@link #FILE}, and where in the file.
   *
   * @param isOverridden whether the file has an override for the field of a single-field index
   */
  public String remedy(boolean isOverridden) {
    if (!isSingleField()) {
      String all = fields.stream().map(this::fieldJson).collect(Collectors.joining(", "));
      return advice(
          "\"indexes\"",
          "{\"collectionGroup\": \"%s\", \"queryScope\": \"%s\", \"fields\": [%s]}"
              .formatted(collection, scope(group), all));
    }
    String field = fields.get(0);
    String one = singleFieldJson(field, group);
    if (isOverridden) {
      return advice(
          "the \"indexes\" of the override of %s.%s".formatted(collection, name(field)), one);
    }
    String indexes =
        Stream.concat(
                Stream.of(ASCENDING, DESCENDING, CONTAINS)
                    .map(each -> singleFieldJson(name(field) + each, false)),
                group ? Stream.of(one) : Stream.empty())
            .collect(Collectors.joining(", "));
    return advice(
        "\"fieldOverrides\"",
        "{\"collectionGroup\": \"%s\", \"fieldPath\": \"%s\", \"indexes\": [%s]}"
            .formatted(collection, name(field), indexes));
  }

  private static String advice(String to, String json) {
    return "add to " + to + " in " + FILE + ": " + json;
  }

  private String fieldJson(String field) {
    return "{\"fieldPath\": \"" + name(field) + "\", " + kindJson(field) + "}";
  }

  private static String singleFieldJson(String field, boolean group) {
    return "{" + kindJson(field) + ", \"queryScope\": \"" + scope(group) + "\"}";
  }

  private static String kindJson(String field) {
    return "\"%s\": \"%s\""
        .formatted(
            field.endsWith(CONTAINS) ? "arrayConfig" : "order",
            field.substring(field.lastIndexOf(' ') + 1));
  }

  private static String scope(boolean group) {
    return group ? "COLLECTION_GROUP" : "COLLECTION";
  }

  /** The failure of a query that needs this index. */
  public CloudFailure missingIndexFailure(boolean isOverridden) {
    return new CloudFailure(
        "Firestore",
        "serve a query of " + collection + " without an index (" + remedy(isOverridden) + ")",
        CloudFailure.FAILED_PRECONDITION);
  }
}
