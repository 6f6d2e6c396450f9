package com.anykoma.privacy.platform.embedded;

import com.anykoma.privacy.platform.CloudFailure;
import com.anykoma.privacy.platform.DocumentIndex;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsMistakes;
import com.google.common.collect.Sets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The deployed indexes of Firestore, from {@code firestore.indexes.json}: composite indexes, and
 * field overrides. By default, Firestore has an index on each single field for queries of one
 * collection, and none for queries of a collection group. Firestore refuses a query without a
 * suitable index; its emulator and the embedded database accept it.
 *
 * @param listed the indexes in the file
 * @param overridden the fields with an override, as {@code collection|field}; they have only the
 *     listed indexes
 */
public record Indexes(Set<DocumentIndex> listed, Set<String> overridden) {
  private static final String ARRAY_CONFIG = "arrayConfig";

  private static final Set<Query.Operator> EXACT =
      Set.of(Query.Operator.EQUAL, Query.Operator.CONTAINS);

  private enum Scope {
    COLLECTION,
    COLLECTION_GROUP
  }

  private enum Kind {
    ASCENDING,
    DESCENDING,
    CONTAINS
  }

  public Indexes {
    listed = Set.copyOf(listed);
    overridden = Set.copyOf(overridden);
  }

  /** Reads the file with the YAML reader, because JSON is a subset of YAML. */
  public static Indexes read(Setting file) {
    Set<DocumentIndex> listed = new HashSet<>();
    Set<String> overridden = new HashSet<>();
    SettingsMistakes mistakes = new SettingsMistakes();
    mistakes.check(() -> file.allowKeys("indexes", "fieldOverrides"));
    mistakes.check(
        () -> file.get("indexes").readEach(each -> addUnique(listed, each, composite(each))));
    mistakes.check(
        () -> file.get("fieldOverrides").readEach(each -> override(each, listed, overridden)));
    mistakes.throwIfAny();
    return new Indexes(listed, overridden);
  }

  /** The indexes of both files. */
  public Indexes and(Indexes other) {
    return new Indexes(Sets.union(listed, other.listed), Sets.union(overridden, other.overridden));
  }

  private static <T> T addUnique(Set<T> all, Setting at, T one) {
    if (!all.add(one)) {
      throw at.error("duplicate entry; keep one");
    }
    return one;
  }

  private static DocumentIndex composite(Setting setting) {
    setting.allowKeys("collectionGroup", "queryScope", "fields");
    List<String> fields =
        setting
            .get("fields")
            .readEach(
                each ->
                    each.allowKeys("fieldPath", "order", ARRAY_CONFIG).get("fieldPath").string()
                        + kind(each));
    if (fields.size() < 2) {
      throw setting
          .get("fields")
          .error("an index on one field belongs under fieldOverrides; move it there");
    }
    return new DocumentIndex(setting.get("collectionGroup").string(), isGroup(setting), fields);
  }

  private static String override(
      Setting setting, Set<DocumentIndex> listed, Set<String> overridden) {
    setting.allowKeys("collectionGroup", "fieldPath", "ttl", "indexes");
    String collection = setting.get("collectionGroup").string();
    String field = setting.get("fieldPath").string();
    setting.find("ttl").ifPresent(Setting::flag);
    setting
        .get("indexes")
        .readEach(
            each ->
                addUnique(
                    listed,
                    each.allowKeys("order", ARRAY_CONFIG, "queryScope"),
                    new DocumentIndex(collection, isGroup(each), List.of(field + kind(each)))));
    return addUnique(overridden, setting, collection + "|" + field);
  }

  private static boolean isGroup(Setting setting) {
    return setting.get("queryScope").constant(Scope.class) == Scope.COLLECTION_GROUP;
  }

  private static String kind(Setting setting) {
    Optional<Setting> arrayConfig = setting.find(ARRAY_CONFIG);
    if (arrayConfig.isPresent() == setting.find("order").isPresent()) {
      throw setting.error(
          "an index field needs an order or an arrayConfig, not both; write one of them");
    }
    Kind kind = arrayConfig.orElseGet(() -> setting.get("order")).constant(Kind.class);
    if ((kind == Kind.CONTAINS) != arrayConfig.isPresent()) {
      throw setting.error("an order must be ASCENDING or DESCENDING, an arrayConfig CONTAINS");
    }
    return " " + kind;
  }

  /** The failure of a query without a suitable index; empty when an index serves it. */
  public Optional<CloudFailure> refusal(Query query) {
    return missingIndex(query).map(it -> it.missingIndexFailure(isOverridden(it)));
  }

  /** The index that the query needs and that is not deployed; empty when the query is served. */
  public Optional<DocumentIndex> missingIndex(Query query) {
    return DocumentIndex.of(query).filter(it -> !isServed(query, it));
  }

  /** Whether the file has an override for the field of a single-field index. */
  public boolean isOverridden(DocumentIndex needed) {
    return needed.isSingleField()
        && overridden.contains(
            needed.collection() + "|" + DocumentIndex.name(needed.fields().get(0)));
  }

  private boolean isServed(Query query, DocumentIndex needed) {
    List<String> fields = needed.fields();
    List<Query.Condition> unordered =
        query.conditions().stream().filter(each -> EXACT.contains(each.operator())).toList();
    int unorderedCount =
        (int) unordered.stream().map(each -> each.field() + each.operator()).distinct().count();
    boolean isMerged = // Firestore merges indexes for equalities only
        unorderedCount == fields.size()
            && unordered.stream().allMatch(each -> each.operator() == Query.Operator.EQUAL);
    boolean servedByFields =
        (isMerged || needed.isSingleField())
            && fields.stream().allMatch(each -> hasSingle(needed, each, unorderedCount == 0));
    return servedByFields
        || listed.stream()
            .filter(each -> each.collection().equals(needed.collection()))
            .filter(each -> each.group() == needed.group())
            .anyMatch(each -> serves(each.fields(), fields, unorderedCount));
  }

  /** Whether an index has the needed fields; the first {@code unorderedCount} in any order. */
  private static boolean serves(List<String> index, List<String> needed, int unorderedCount) {
    return index.size() == needed.size()
        && Set.copyOf(index.subList(0, unorderedCount))
            .equals(Set.copyOf(needed.subList(0, unorderedCount)))
        && index
            .subList(unorderedCount, index.size())
            .equals(needed.subList(unorderedCount, needed.size()));
  }

  private boolean hasSingle(DocumentIndex needed, String field, boolean isOrdered) {
    DocumentIndex single = new DocumentIndex(needed.collection(), needed.group(), List.of(field));
    String opposite = field.replaceFirst(" ASCENDING$", " DESCENDING");
    return (single.isAutomatic() && !isOverridden(single))
        || listed.contains(single)
        || (!isOrdered
            && listed.contains(
                new DocumentIndex(needed.collection(), needed.group(), List.of(opposite))));
  }
}
