package com.anykoma.privacy.collection.datamap;

import com.anykoma.privacy.platform.DocumentPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The shape of a path, {@code users/{uid}/prompts/{id}}: each segment is a word or the name of an
 * id. It matches whole segments only, never a part or a prefix of one (E23), and an id only when a
 * document with it may exist.
 */
public record PathPattern(List<String> segments) {
  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_-]+|\\{[a-z][A-Za-z0-9]*}");

  public PathPattern {
    segments = List.copyOf(segments);
    if (!segments.stream().allMatch(each -> SEGMENT.matcher(each).matches())) {
      throw new IllegalArgumentException("a path is words and {ids} joined by '/'");
    }
    if (segments.stream().filter(PathPattern::isId).distinct().count()
        < segments.stream().filter(PathPattern::isId).count()) {
      throw new IllegalArgumentException("a path names each {id} once");
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

  /** Whether the pattern has {@code {id}}; the name is without its braces. */
  public boolean names(String id) {
    return segments.contains("{" + id + "}");
  }

  /** The collection ids, when this is the shape of a document's path. */
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

  /** Whether documents have such paths: collection and document ids in turn, collections fixed. */
  boolean isDocument() {
    return segments.size() % 2 == 0 && collections().stream().noneMatch(PathPattern::isId);
  }

  /** The ids of a path of this shape by their names; empty for a path of another shape. */
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

  /**
   * The path with these ids.
   *
   * @throws IllegalArgumentException when one is missing or not valid, so that none can reach
   *     elsewhere
   */
  public String fill(Map<String, String> ids) {
    return fill(segments, ids);
  }

  /** The same; empty when an id is not valid. */
  public Optional<String> filled(Map<String, String> ids) {
    return ids.values().stream().allMatch(DocumentPath::mayExist)
        ? Optional.of(fill(ids))
        : Optional.empty();
  }

  /** The name of its first id, without braces; empty for a path of words. */
  String firstId() {
    return segments.stream()
        .filter(PathPattern::isId)
        .findFirst()
        .map(PathPattern::nameOf)
        .orElse("");
  }

  /** The names of its ids, without braces, in their order. */
  public List<String> ids() {
    return segments.stream().filter(PathPattern::isId).map(PathPattern::nameOf).toList();
  }

  /** Whether it ends in this word and an id: {@code prompts/{id}}. */
  public boolean endsIn(String word) {
    int last = segments.size() - 1;
    return last > 0 && isId(segments.get(last)) && segments.get(last - 1).equals(word);
  }

  /**
   * The name of the id that it ends in.
   *
   * @throws IllegalStateException when it ends in a word
   */
  public String lastId() {
    String last = segments.get(segments.size() - 1);
    if (!isId(last)) {
      throw new IllegalStateException(this + " does not end in an id");
    }
    return nameOf(last);
  }

  /**
   * The beginning of the paths that have these ids: as far as the first id that is not among them.
   *
   * @throws IllegalArgumentException when an id is not valid
   */
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

  /** The path of the collection, or folder, in which paths with these ids end. */
  String fillParent(Map<String, String> ids) {
    return fill(segments.subList(0, segments.size() - 1), ids);
  }

  private static String fill(List<String> segments, Map<String, String> ids) {
    List<String> path = new ArrayList<>();
    for (String segment : segments) {
      String id = isId(segment) ? ids.get(nameOf(segment)) : segment;
      if (id == null) {
        throw new IllegalArgumentException("no id is given for " + segment);
      }
      DocumentPath.requireStoredId(id);
      path.add(id);
    }
    return String.join("/", path);
  }

  /** Whether some path has both shapes. */
  boolean overlaps(PathPattern other) {
    if (segments.size() != other.segments.size()) {
      return false;
    }
    for (int i = 0; i < segments.size(); i++) {
      String mine = segments.get(i);
      String theirs = other.segments.get(i);
      if (!isId(mine) && !isId(theirs) && !mine.equals(theirs)) {
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
