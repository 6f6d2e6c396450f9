package com.anykoma.privacy.collection.datamap;

import com.anykoma.privacy.platform.DocumentPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A path pattern such as {@code users/{uid}/prompts/{id}}: each segment is a literal or the name of
 * an id. It matches whole segments only, never a prefix (E23). An id matches only valid document
 * ids.
 */
public record PathPattern(List<String> segments) {
  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_-]+|\\{[a-z][A-Za-z0-9]*}");

  public PathPattern {
    segments = List.copyOf(segments);
    if (!segments.stream().allMatch(each -> SEGMENT.matcher(each).matches())) {
      throw new IllegalArgumentException("a path is literals and {ids} joined by '/'");
    }
    if (segments.stream().filter(PathPattern::isId).distinct().count()
        < segments.stream().filter(PathPattern::isId).count()) {
      throw new IllegalArgumentException("a path must not repeat an {id}");
    }
  }

  static PathPattern of(String pattern) {
    return new PathPattern(List.of(pattern.split("/", -1)));
  }

  private static boolean isId(String segment) {
    return segment.startsWith("{");
  }

  private static String nameOf(String segment) {
    return segment.substring(1, segment.length() - 1);
  }

  /** Whether the pattern has this id; the name is without braces. */
  public boolean names(String id) {
    return segments.contains("{" + id + "}");
  }

  /** Returns the collection ids of the pattern of a document's path. */
  public List<String> collections() {
    return evens(segments);
  }

  static List<String> evens(List<String> segments) {
    List<String> evens = new ArrayList<>();
    for (int i = 0; i < segments.size(); i += 2) {
      evens.add(segments.get(i));
    }
    return evens;
  }

  /** Whether this is a document's pattern: literal collections and document ids in turn. */
  boolean isDocument() {
    return segments.size() % 2 == 0 && collections().stream().noneMatch(PathPattern::isId);
  }

  /** Matches a path and returns its ids by name; empty if it does not match. */
  public Optional<Map<String, String>> match(List<String> path) {
    if (path.size() != segments.size()) {
      return Optional.empty();
    }
    Map<String, String> ids = new HashMap<>();
    for (int i = 0; i < path.size(); i++) {
      String segment = segments.get(i);
      if (isId(segment) ? !DocumentPath.mayExist(path.get(i)) : !segment.equals(path.get(i))) {
        return Optional.empty();
      }
      if (isId(segment)) {
        ids.put(nameOf(segment), path.get(i));
      }
    }
    return Optional.of(Map.copyOf(ids));
  }

  /** Returns the path with these ids, all of them valid, so that none leads to another path. */
  public String fill(Map<String, String> ids) {
    return fill(segments, ids);
  }

  /** Like {@link #fill}, but empty if an id is invalid. */
  public Optional<String> filled(Map<String, String> ids) {
    return ids.values().stream().allMatch(DocumentPath::mayExist)
        ? Optional.of(fill(ids))
        : Optional.empty();
  }

  /** Returns the pattern up to and including this id. */
  public PathPattern upTo(String id) {
    return new PathPattern(segments.subList(0, segments.indexOf("{" + id + "}") + 1));
  }

  /** Returns the name of the first id, without braces; empty if there is none. */
  String firstId() {
    return segments.stream()
        .filter(PathPattern::isId)
        .findFirst()
        .map(PathPattern::nameOf)
        .orElse("");
  }

  /** Returns the pattern without its last segment: {@code users} of {@code users/{uid}}. */
  String parent() {
    return String.join("/", segments.subList(0, segments.size() - 1));
  }

  /** Returns the segments without the names of the ids: {@code users, {}, prompts, {}}. */
  public List<String> shape() {
    return segments.stream().map(each -> isId(each) ? "{}" : each).toList();
  }

  /** Returns the names of the ids in order, without braces. */
  public List<String> ids() {
    return segments.stream().filter(PathPattern::isId).map(PathPattern::nameOf).toList();
  }

  /** Whether the pattern ends in this literal and an id: {@code prompts/{id}}. */
  public boolean endsIn(String literal) {
    int last = segments.size() - 1;
    return last > 0 && isId(segments.get(last)) && segments.get(last - 1).equals(literal);
  }

  /** Returns the name of the id at the end of the pattern, which must not be a literal. */
  public String lastId() {
    String last = segments.get(segments.size() - 1);
    if (!isId(last)) {
      throw new IllegalStateException(this + " does not end in an id");
    }
    return nameOf(last);
  }

  /** Returns the segments before the first id that is not given, with the given ids filled in. */
  public List<String> leading(Map<String, String> ids) {
    List<String> leading = new ArrayList<>();
    for (String segment : segments) {
      String id = isId(segment) ? ids.get(nameOf(segment)) : segment;
      if (id == null) {
        break;
      }
      DocumentPath.requireStoredId(id);
      leading.add(id);
    }
    return List.copyOf(leading);
  }

  /** Returns the path of the parent collection or folder, with these ids filled in. */
  String fillParent(Map<String, String> ids) {
    return fill(segments.subList(0, segments.size() - 1), ids);
  }

  private static String fill(List<String> segments, Map<String, String> ids) {
    List<String> path = new ArrayList<>();
    for (String segment : segments) {
      String id = isId(segment) ? ids.get(nameOf(segment)) : segment;
      if (id == null) {
        throw new IllegalArgumentException("missing id for " + segment);
      }
      DocumentPath.requireStoredId(id);
      path.add(id);
    }
    return String.join("/", path);
  }

  /** Whether every path beneath a path of the other pattern may match this one. */
  boolean isBeneath(PathPattern upper) {
    int above = upper.segments.size();
    return segments.size() > above && new PathPattern(segments.subList(0, above)).overlaps(upper);
  }

  /** Whether some path matches both patterns. */
  boolean overlaps(PathPattern other) {
    if (segments.size() != other.segments.size()) {
      return false;
    }
    for (int i = 0; i < segments.size(); i++) {
      String own = segments.get(i);
      String that = other.segments.get(i);
      if (!isId(own) && !isId(that) && !own.equals(that)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return String.join("/", segments);
  }
}
