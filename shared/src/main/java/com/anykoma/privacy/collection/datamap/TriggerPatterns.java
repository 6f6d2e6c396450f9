package com.anykoma.privacy.collection.datamap;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The path patterns of the documents whose writes run a function (P3, P8). Terraform computes the
 * same patterns from the same files, in {@code triggers.tf}, and {@code ./run infra check} compares
 * them.
 *
 * <p>A function is deployed once for each of its patterns. No path matches two patterns of a
 * function, so each write is delivered once: patterns of the same length differ in a literal.
 */
public final class TriggerPatterns {
  /** The wildcard for the last collection of a pattern. */
  public static final String COLLECTION = "collection";

  private static final Set<LocationRole> WITHOUT_WILDCARD =
      Set.of(LocationRole.OWN, LocationRole.ACCOUNT);

  private TriggerPatterns() {}

  /**
   * Returns the patterns for the documents of a role in the main database; for content, only of
   * stamped documents. Paths that differ only in their last collection share one pattern, such as
   * {@code users/{uid}/{collection}/{id}}, unless it would also match accounts or this product's
   * own records. Other paths are patterns themselves.
   */
  public static List<PathPattern> of(LocationRole role, DataMap map) {
    Set<String> closed =
        paths(map, each -> WITHOUT_WILDCARD.contains(each.role()))
            .map(TriggerPatterns::parentShape)
            .collect(Collectors.toSet());
    Map<String, List<PathPattern>> siblings = new TreeMap<>();
    paths(map, each -> each.role() == role && (role != LocationRole.CONTENT || each.stamped()))
        .sorted(Comparator.comparing(PathPattern::toString))
        .forEach(
            each -> siblings.computeIfAbsent(parentShape(each), it -> new ArrayList<>()).add(each));
    return siblings.entrySet().stream()
        .flatMap(
            each ->
                each.getValue().size() == 1 || closed.contains(each.getKey())
                    ? each.getValue().stream()
                    : Stream.of(anyCollection(each.getValue().get(0))))
        .toList();
  }

  private static Stream<PathPattern> paths(DataMap map, Predicate<Location> filter) {
    return map.locations().stream()
        .filter(filter)
        .map(Location::place)
        .filter(
            each ->
                each instanceof Place.Documents in && in.database().equals(Place.Documents.MAIN))
        .map(each -> each.pattern().orElseThrow());
  }

  /** The path of the parent document, without the names of its ids: {@code users/{}}. */
  private static String parentShape(PathPattern path) {
    return String.join("/", path.shape().subList(0, path.segments().size() - 2));
  }

  private static PathPattern anyCollection(PathPattern path) {
    List<String> segments = new ArrayList<>(path.segments());
    segments.set(segments.size() - 2, "{" + COLLECTION + "}");
    return new PathPattern(segments);
  }
}
