package com.anykoma.privacy.collection.datamap;

import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsMistakes;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which locations lie beneath others, and whether all that lies there is the same person's. The
 * data map's reader holds every map to it: what other people own beneath a person's document has a
 * rule of its own, {@code shared} (P19, P23).
 */
record Nesting(List<Location> locations) {
  private static final String RULES = "shared: stays, reassigned or removed";

  /** Notes each location whose data would go with another person's as a mistake. */
  static void check(Map<Location, Setting> all, SettingsMistakes mistakes) {
    Nesting nesting = new Nesting(List.copyOf(all.keySet()));
    all.forEach((lower, setting) -> mistakes.check(() -> nesting.check(lower, setting)));
  }

  private void check(Location lower, Setting setting) {
    lower.edges().forEach(each -> checkEdge(lower, each, setting.find("edges").orElse(setting)));
    if (lower.shared().isPresent()) {
      checkRule(lower, setting.get("shared"));
    }
    for (Location upper : locations) {
      if (isBeneath(lower, upper) && mayGo(upper) && !isOfSame(upper, lower)) {
        requireRule(upper, setting);
      }
      if (isBeneath(lower, upper)) {
        checkOrder(upper, lower, setting);
      }
      if (isRootless(upper, lower)) {
        throw setting
            .get("path")
            .error(
                "it lies beneath a document that location '%s' makes a person's own: name '%s' as a"
                        .formatted(upper.name(), rootOf(upper))
                    + " location, and say there what becomes of other people's documents ("
                    + RULES
                    + ")");
      }
    }
  }

  /** What goes with an item is found by the item's own ids, and is its owner's. */
  private void checkEdge(Location from, Edge edge, Setting at) {
    Location to =
        locations.stream().filter(each -> each.name().equals(edge.to())).findFirst().orElseThrow();
    boolean isOfOwner = from.subject() instanceof SubjectLocator.InPath && isOfSame(from, to);
    if (edge.kind() == Edge.Kind.COUNTED && !isOfOwner) {
      throw at.error("what is counted lies under the same {uid}: '" + to.name() + "' does not");
    }
    List<String> ids = from.place().pattern().map(PathPattern::ids).orElse(List.of());
    boolean isByPath = to.place().pattern().isPresent() && to.about().isEmpty();
    if (from.stamped()
        && edge.isDeep()
        && to.erase().action() != EraseRule.Action.RETAIN
        && isByPath
        && !(isOfOwner && ids.containsAll(to.place().pattern().orElseThrow().ids()))) {
      throw at.error(
          "'"
              + to.name()
              + "' is not found by the ids of one item: 'about' says which it is about");
    }
  }

  private static void requireRule(Location upper, Setting setting) {
    if (upper.place() instanceof Place.Blobs) {
      throw setting
          .get("path")
          .error(
              "the folder belongs to a person by location '%s': keep others' objects elsewhere"
                  .formatted(upper.name()));
    }
    if (upper.shared().isEmpty()) {
      throw setting
          .get("subject")
          .error(
              "it lies beneath '%s', which may be another person's: say there what becomes of it"
                  .concat(" when that goes (%s)")
                  .formatted(upper.name(), RULES));
    }
  }

  private void checkRule(Location location, Setting at) {
    if (!(location.place() instanceof Place.Documents) || !mayGo(location)) {
      throw at.error("only documents that an erasure deletes can have others' beneath them");
    }
    if (locations.stream()
        .noneMatch(each -> isBeneath(each, location) && !isOfSame(location, each))) {
      throw at.error("nothing that other people own lies beneath it");
    }
    if (location.shared().equals(Optional.of(SharedRule.REASSIGNED))
        && !(location.subject() instanceof SubjectLocator.InField)) {
      throw at.error("its path names the person, so it cannot be handed on: stays or removed");
    }
  }

  /** Where both go by the same path, or one with the other, one rule holds for what is beneath. */
  private static void checkOrder(Location upper, Location lower, Setting setting) {
    boolean isSamePath = upper.subject() instanceof SubjectLocator.InPath && isOfSame(upper, lower);
    if (isSamePath
        && upper.shared().isPresent()
        && lower.shared().isPresent()
        && !upper.shared().equals(lower.shared())) {
      throw setting
          .get("shared")
          .error("'%s' above it is the same person's and says otherwise".formatted(upper.name()));
    }
    if (upper.shared().equals(Optional.of(SharedRule.REMOVED))
        && lower.shared().equals(Optional.of(SharedRule.REASSIGNED))) {
      throw setting
          .get("shared")
          .error("'%s' above it has it removed, so it cannot be handed on".formatted(upper.name()));
    }
  }

  /** Whether a path makes {@code upper} a person's own, and nothing says so at its root. */
  private boolean isRootless(Location upper, Location lower) {
    if (!(upper.subject() instanceof SubjectLocator.InPath)
        || !(upper.place() instanceof Place.Documents)
        || !mayGo(upper)) {
      return false;
    }
    List<String> root = rootOf(upper).segments();
    return isWithin(lower, upper.place(), root)
        && !isOfSame(upper, lower)
        && locations.stream()
            .noneMatch(
                each ->
                    each.place()
                        .equals(
                            new Place.Documents(
                                ((Place.Documents) upper.place()).database(), rootOf(upper))));
  }

  /** The path as far as the person's id. */
  private static PathPattern rootOf(Location location) {
    PathPattern pattern = location.place().pattern().orElseThrow();
    return new PathPattern(pattern.segments().subList(0, pattern.leading(Map.of()).size() + 1));
  }

  /** Whether an erasure or a purge deletes its data, and so may take along what is beneath. */
  private static boolean mayGo(Location location) {
    return (location.erase().action() == EraseRule.Action.DELETE || location.stamped())
        && (location.subject() instanceof SubjectLocator.InPath
            || location.subject() instanceof SubjectLocator.InField);
  }

  /**
   * Whether all of the lower location's data is of the person whose the upper one's is: both say so
   * by the same id of the path, or the lower one is about nobody.
   */
  static boolean isOfSame(Location upper, Location lower) {
    if (lower.subject() instanceof SubjectLocator.None) {
      return true;
    }
    return upper.subject() instanceof SubjectLocator.InPath
        && lower.subject() instanceof SubjectLocator.InPath
        && rootOf(upper).segments().size() == rootOf(lower).segments().size();
  }

  private static boolean isBeneath(Location lower, Location upper) {
    return upper.place() instanceof Place.Blobs blobs
        ? upper.subject() instanceof SubjectLocator.InPath
            && !lower.equals(upper)
            && isWithin(lower, blobs, rootOf(upper).segments())
        : upper.place() instanceof Place.Documents documents
            && isWithin(lower, documents, documents.path().segments());
  }

  /** Whether some path of the location lies beneath one of this shape in the same store. */
  private static boolean isWithin(Location location, Place place, List<String> shape) {
    boolean isSameStore =
        place instanceof Place.Documents mine
            && location.place() instanceof Place.Documents theirs
            && mine.database().equals(theirs.database());
    isSameStore |=
        place instanceof Place.Blobs mine
            && location.place() instanceof Place.Blobs theirs
            && mine.bucket().equals(theirs.bucket());
    return isSameStore
        && above(location, shape.size())
            .filter(it -> it.overlaps(new PathPattern(shape)))
            .isPresent();
  }

  /** The shape of what so many segments of the location's paths lead to; empty when they end. */
  private static Optional<PathPattern> above(Location location, int segments) {
    return location
        .place()
        .pattern()
        .map(PathPattern::segments)
        .filter(path -> path.size() > segments)
        .map(path -> new PathPattern(path.subList(0, segments)));
  }

  /**
   * Whether something beneath a document of the main database may stay when it goes: other people's
   * data, or data of the same person that an erasure does not delete. In a place that is shared
   * even what no location names may be other people's.
   */
  boolean mayHoldWhatStays(List<String> path) {
    List<Location> main = locations.stream().filter(Nesting::isMain).toList();
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
                        || own.filter(it -> !isOfSame(it, each)).isPresent());
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
