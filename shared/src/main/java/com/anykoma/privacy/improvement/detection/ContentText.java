package com.anykoma.privacy.improvement.detection;

import com.anykoma.privacy.collection.datamap.DataField;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.platform.Fields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The text in the content fields of a document, by the categories of the data map. */
final class ContentText {
  private static final String FREE_TEXT = "user.content.private";
  private static final String CONTENT = "user.content";

  /** A field with an id or a path, by its name: promptId, blob. */
  private static final Pattern REFERENCE =
      Pattern.compile(
          "(?i)(.*[._])?(id|ids|uid|path|blob|url|uri|ref|key|hash)|.*(Ids?|Path|Url|Uri|Ref|Key)");

  /** Words, as in the name of a style, and no id. */
  private static final Pattern WORDS =
      Pattern.compile(
          "(?:\\p{L}\\p{Ll}{0,29}|[\\p{Lu}\\p{Lo}]{1,30})(?:[ ,.'-]{1,3}(?:\\p{L}\\p{Ll}{0,29}|[\\p{Lu}\\p{Lo}]{1,30}))*+\\.?");

  private ContentText() {}

  /**
   * The strings that are text, by the names of their fields: free text, and values of other content
   * fields that are words. Ids, paths, numbers, lists and maps are left out.
   */
  static Map<String, String> strings(Location location, Fields fields) {
    Map<String, String> strings = new LinkedHashMap<>();
    for (DataField each : location.fields()) {
      if (isText(each) && fields.at(each.name()).orElse("") instanceof String value) {
        boolean free = each.category().key().equals(FREE_TEXT);
        if (free || WORDS.matcher(value).matches()) {
          strings.put(each.name(), value);
        }
      }
    }
    return strings;
  }

  /** All strings of the top-level fields with text, those in lists and maps included. */
  static Stream<String> all(Location location, Fields fields) {
    return location.fields().stream()
        .filter(ContentText::isText)
        .map(it -> it.segments().get(0))
        .distinct()
        .flatMap(it -> fields.value(it).stream())
        .flatMap(ContentText::stringsIn);
  }

  private static Stream<String> stringsIn(Object value) {
    if (value instanceof String text) {
      return Stream.of(text);
    }
    if (value instanceof List<?> list) {
      return list.stream().flatMap(it -> it == null ? Stream.empty() : stringsIn(it));
    }
    return value instanceof Map<?, ?> map
        ? map.values().stream().flatMap(it -> it == null ? Stream.empty() : stringsIn(it))
        : Stream.empty();
  }

  private static boolean isText(DataField field) {
    return field.category().isIn(CONTENT) && !REFERENCE.matcher(field.name()).matches();
  }
}
