package com.anykoma.privacy.collection.datamap;

import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsMistakes;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks locations that lie beneath other locations. If data beneath a person's document may belong
 * to other people, the document's location must have a {@code shared} rule (P19, P23).
 */
record NestedLocations(List<Location> locations) {
  private static final String RULES = "shared: stays, reassigned or removed";

  /** Adds a mistake for each location whose data would be deleted with another person's. */
  static void check(Map<Location, Setting> all, SettingsMistakes mistakes) {
    NestedLocations nested = new NestedLocations(List.copyOf(all.keySet()));
    all.forEach((lower, setting) -> mistakes.check(() -> nested.check(lower, setting)));
  }

  private void check(Location lower, Setting setting) {
    lower.edges().forEach(each -> checkEdge(lower, each, setting.find("edges").orElse(setting)));
    if (lower.shared().isPresent()) {
      checkRule(lower, setting.get("shared"));
    }
    for (Location upper : locations) {
      if (isBeneath(lower, upper) && mayBeDeleted(upper) && !hasSameSubject(upper, lower)) {
        requireRule(upper, setting);
      }
      if (isBeneath(lower, upper)) {
        checkSharedRules(upper, lower, setting);
      }
      if (isRootless(upper, lower)) {
        throw setting
            .get("path")
            .error(
                "it lies beneath a document that belongs to a person by location '%s': add '%s' as a"
                        .formatted(upper.name(), upper.root().orElseThrow())
                    + " location, with a rule for other people's documents ("
                    + RULES
                    + ")");
      }
    }
  }

  /** Requires that edge targets belong to the source's owner and are found by the source's ids. */
  private void checkEdge(Location from, LocationEdge edge, Setting at) {
    Location to =
        locations.stream().filter(each -> each.name().equals(edge.to())).findFirst().orElseThrow();
    boolean isOwners = from.subject() instanceof SubjectLocator.InPath && hasSameSubject(from, to);
    if (edge.kind() == LocationEdge.Kind.COUNTED && !isOwners) {
      throw at.error(
          "a counted location must lie under the same {uid}: '" + to.name() + "' does not");
    }
    List<String> ids = from.place().pattern().map(PathPattern::ids).orElse(List.of());
    boolean isByPath = to.place().pattern().isPresent() && to.itemField().isEmpty();
    if (from.stamped()
        && edge.isCascading()
        && to.erase().action() != EraseRule.Action.RETAIN
        && isByPath
        && !(isOwners && ids.containsAll(to.place().pattern().orElseThrow().ids()))) {
      throw at.error("'" + to.name() + "' cannot be found by the ids of one item: give it 'about'");
    }
  }

  private static void requireRule(Location upper, Setting setting) {
    if (upper.place() instanceof Place.Blobs) {
      throw setting
          .get("path")
          .error(
              "the folder belongs to a person by location '%s': move other people's objects elsewhere"
                  .formatted(upper.name()));
    }
    if (upper.shared().isEmpty()) {
      throw setting
          .get("subject")
          .error(
              "it lies beneath '%s', which may belong to another person: add a rule there for"
                  .concat(" its deletion (%s)")
                  .formatted(upper.name(), RULES));
    }
  }

  private void checkRule(Location location, Setting at) {
    if (!(location.place() instanceof Place.Documents) || !mayBeDeleted(location)) {
      throw at.error("only documents that an erasure deletes can have a 'shared' rule");
    }
    if (locations.stream()
        .noneMatch(each -> isBeneath(each, location) && !hasSameSubject(location, each))) {
      throw at.error("no location of other people's data lies beneath it; remove 'shared'");
    }
    if (location.shared().equals(Optional.of(SharedRule.REASSIGNED))
        && !(location.subject() instanceof SubjectLocator.InField)) {
      throw at.error(
          "its path contains the uid, so it cannot be reassigned: write stays or removed");
    }
  }

  /** Refuses contradicting {@code shared} rules of a location and one above it. */
  private static void checkSharedRules(Location upper, Location lower, Setting setting) {
    boolean isSamePath =
        upper.subject() instanceof SubjectLocator.InPath && hasSameSubject(upper, lower);
    if (isSamePath
        && upper.shared().isPresent()
        && lower.shared().isPresent()
        && !upper.shared().equals(lower.shared())) {
      throw setting
          .get("shared")
          .error(
              "'%s' above it belongs to the same person and has another rule; use one rule"
                  .formatted(upper.name()));
    }
    if (upper.shared().equals(Optional.of(SharedRule.REMOVED))
        && lower.shared().equals(Optional.of(SharedRule.REASSIGNED))) {
      throw setting
          .get("shared")
          .error(
              "'%s' above it removes these documents, so they cannot be reassigned"
                  .formatted(upper.name()));
    }
  }

  /** Whether {@code upper} belongs to a person by its path and has no location at its root. */
  private boolean isRootless(Location upper, Location lower) {
    if (!(upper.subject() instanceof SubjectLocator.InPath)
        || !(upper.place() instanceof Place.Documents)
        || !mayBeDeleted(upper)) {
      return false;
    }
    List<String> root = upper.root().orElseThrow().segments();
    return isWithin(lower, upper.place(), root)
        && !hasSameSubject(upper, lower)
        && locations.stream()
            .noneMatch(
                each ->
                    each.place()
                        .equals(
                            new Place.Documents(
                                ((Place.Documents) upper.place()).database(),
                                upper.root().orElseThrow())));
  }

  /** Whether an erasure or a purge deletes its documents, and could delete data beneath them. */
  private static boolean mayBeDeleted(Location location) {
    return (location.erase().action() == EraseRule.Action.DELETE || location.stamped())
        && !(location.subject() instanceof SubjectLocator.None)
        && !(location.subject() instanceof SubjectLocator.Hashed);
  }

  /**
   * Whether all data of the lower location belongs to the subject of the upper one: both have the
   * same id in their path, the lower one leads through the upper one, or it is not about a person.
   */
  static boolean hasSameSubject(Location upper, Location lower) {
    if (lower.subject() instanceof SubjectLocator.None) {
      return true;
    }
    if (lower.subject() instanceof SubjectLocator.ThroughPath through) {
      return through.location().equals(upper.name()) || lower.subject().equals(upper.subject());
    }
    return upper.root().isPresent()
        && lower.root().isPresent()
        && upper.root().get().segments().size() == lower.root().get().segments().size();
  }

  private static boolean isBeneath(Location lower, Location upper) {
    return upper.place() instanceof Place.Blobs blobs
        ? upper.subject() instanceof SubjectLocator.InPath
            && !lower.equals(upper)
            && isWithin(lower, blobs, upper.root().orElseThrow().segments())
        : upper.place() instanceof Place.Documents documents
            && isWithin(lower, documents, documents.path().segments());
  }

  /** Whether some path of the location lies beneath a path of this pattern in the same store. */
  private static boolean isWithin(Location location, Place place, List<String> pattern) {
    boolean isSameStore =
        place instanceof Place.Documents own
            && location.place() instanceof Place.Documents that
            && own.database().equals(that.database());
    isSameStore |=
        place instanceof Place.Blobs own
            && location.place() instanceof Place.Blobs that
            && own.bucket().equals(that.bucket());
    return isSameStore
        && above(location, pattern.size())
            .filter(it -> it.overlaps(new PathPattern(pattern)))
            .isPresent();
  }

  /** Returns the first segments of the location's pattern; empty if it is not longer. */
  private static Optional<PathPattern> above(Location location, int segments) {
    return location
        .place()
        .pattern()
        .map(PathPattern::segments)
        .filter(path -> path.size() > segments)
        .map(path -> new PathPattern(path.subList(0, segments)));
  }

  /**
   * Whether there may be data beneath a document of the main database that must not be deleted with
   * it: other people's data, or the same person's data that an erasure does not delete. Beneath a
   * location with a {@code shared} rule, unlisted data may also belong to other people.
   */
  boolean mayContainRetained(List<String> path) {
    List<Location> main = locations.stream().filter(NestedLocations::isMain).toList();
    Optional<Location> own =
        main.stream()
            .filter(each -> each.place().pattern().orElseThrow().match(path).isPresent())
            .findFirst();
    return main.stream().anyMatch(each -> isSharedAbove(each, path))
        || main.stream()
            .filter(each -> above(each, path.size()).flatMap(it -> it.match(path)).isPresent())
            .filter(each -> !(each.subject() instanceof SubjectLocator.None))
            .anyMatch(
                each ->
                    each.erase().action() != EraseRule.Action.DELETE
                        || own.filter(it -> !hasSameSubject(it, each)).isPresent());
  }

  private static boolean isSharedAbove(Location location, List<String> path) {
    PathPattern pattern = location.place().pattern().orElseThrow();
    int end = pattern.segments().size();
    return location.shared().isPresent()
        && end <= path.size()
        && pattern.match(path.subList(0, end)).isPresent();
  }

  private static boolean isMain(Location location) {
    return location.place() instanceof Place.Documents in
        && in.database().equals(Place.Documents.MAIN);
  }
}
