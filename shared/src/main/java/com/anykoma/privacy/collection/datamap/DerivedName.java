package com.anykoma.privacy.collection.datamap;

import com.anykoma.privacy.platform.DocumentPath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A pattern of the names of objects that are made from an original, such as {@code
 * thumbs/{imageId}_{width}x{height}}, relative to the original's folder (P19, P23).
 *
 * <p>Its first placeholder names the original: {@code {imageId}}, the id at the end of the
 * original's path; {@code {name}} together with {@code {ext}}, the id before and after its last
 * dot; or {@code {name.png}}, the id without this ending. {@code {width}} and {@code {height}} are
 * digits, every other placeholder is letters and digits. A name therefore has at most one original
 * by each pattern: {@code a_b_200x200} is made from {@code a_b} and never from {@code a}.
 */
public final class DerivedName {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z0-9.]*)}");
  private static final Pattern STEM = Pattern.compile("name\\.[A-Za-z0-9]+");
  private static final String NAME = "name";
  private static final String EXTENSION = "ext";

  private final PathPattern original;
  private final String text;
  private final String before;
  private final String after;
  private final String ending;
  private final boolean hasExtension;
  private final Pattern names;
  private final int segments;

  private DerivedName(PathPattern original, String pattern, List<MatchResult> placeholders) {
    MatchResult first = placeholders.get(0);
    String key = first.group(1);
    this.original = original;
    this.text = pattern;
    this.hasExtension = key.equals(NAME);
    this.ending = STEM.matcher(key).matches() ? key.substring(NAME.length()) : "";
    this.segments = pattern.split("/", -1).length;
    this.before = pattern.substring(0, first.start());
    this.after =
        pattern.substring(
            first.end(), placeholders.size() > 1 ? placeholders.get(1).start() : pattern.length());
    StringBuilder regex = new StringBuilder(Pattern.quote(before)).append("([^/]+)");
    int end = first.end();
    for (MatchResult each : placeholders.subList(1, placeholders.size())) {
      regex
          .append(Pattern.quote(pattern.substring(end, each.start())))
          .append(values(each.group(1), key));
      end = each.end();
    }
    this.names = Pattern.compile(regex + Pattern.quote(pattern.substring(end)));
  }

  /** Parses a pattern; names by it must determine the name of their original. */
  static DerivedName of(PathPattern original, String pattern) {
    List<MatchResult> placeholders = PLACEHOLDER.matcher(pattern).results().toList();
    if (PLACEHOLDER.matcher(pattern).replaceAll("").matches(".*[{}].*")
        || List.of(pattern.split("/", -1)).stream().anyMatch(each -> each.matches("|\\.\\.?"))) {
      throw new IllegalArgumentException(
          "a derived name is text and {placeholders}, relative to the original's folder");
    }
    String id = original.lastId();
    List<String> keys = placeholders.stream().map(each -> each.group(1)).toList();
    String first = keys.isEmpty() ? "" : keys.get(0);
    long extensions = keys.stream().filter(EXTENSION::equals).count();
    boolean isNamed = first.equals(NAME) && extensions == 1 && !id.equals(NAME);
    boolean isWhole = (first.equals(id) || STEM.matcher(first).matches()) && extensions == 0;
    if (!isNamed && !isWhole) {
      throw new IllegalArgumentException(
          "the first placeholder must name the original: {"
              + id
              + "}, {name} with {ext}, or {name.png} for originals that end in .png");
    }
    DerivedName derived = new DerivedName(original, pattern, placeholders);
    if (keys.size() > 1 && derived.after.matches("[A-Za-z0-9]*")) {
      throw new IllegalArgumentException(
          "{%s} must be followed by a character that is no letter or digit, such as '_'"
              .formatted(first));
    }
    return derived;
  }

  private static String values(String placeholder, String ofOriginal) {
    return switch (placeholder) {
      case "width", "height" -> "[0-9]+";
      case EXTENSION -> "([A-Za-z0-9]+)";
      default -> placeholder.equals(ofOriginal) ? "\\1" : "[A-Za-z0-9]+";
    };
  }

  /** Returns the ids of the original of the object with this path; empty if it does not match. */
  Optional<Map<String, String>> match(List<String> path) {
    List<String> folder = original.segments().subList(0, original.segments().size() - 1);
    if (path.size() != folder.size() + segments) {
      return Optional.empty();
    }
    Optional<Map<String, String>> ids =
        new PathPattern(folder).match(path.subList(0, folder.size()));
    Matcher name = names.matcher(String.join("/", path.subList(folder.size(), path.size())));
    if (ids.isEmpty() || !name.matches()) {
      return Optional.empty();
    }
    String id = name.group(1) + (hasExtension ? "." + name.group(2) : ending);
    Map<String, String> all = new HashMap<>(ids.get());
    all.put(original.lastId(), id);
    return DocumentPath.mayExist(id) ? Optional.of(Map.copyOf(all)) : Optional.empty();
  }

  /**
   * Returns a prefix of the names of all objects that are made from one original, also of some that
   * are not; empty if the pattern does not apply to the original's name.
   */
  Optional<String> prefix(Map<String, String> ids) {
    String id = ids.getOrDefault(original.lastId(), "");
    String removed = hasExtension ? id.substring(Math.max(0, id.lastIndexOf('.'))) : ending;
    boolean applies = removed.length() < id.length() && id.endsWith(removed);
    return applies
        ? Optional.of(
            original.fillParent(ids)
                + "/"
                + before
                + id.substring(0, id.length() - removed.length())
                + after)
        : Optional.empty();
  }

  @Override
  public String toString() {
    return text;
  }
}
