package com.anykoma.privacy.improvement.detection;

import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.log.Log;
import com.anykoma.privacy.log.LogField;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.usage.training.SensitiveContent;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Finds sensitive data in all text of the fields with content (P32): in strings, and in those
 * within maps and lists. The text is neither stored nor logged.
 *
 * @param detector finds the spans of a text
 */
public record SensitiveText(Function<String, List<Span>> detector) implements SensitiveContent {
  /** The kind of text that could not be checked, and so must not be used. */
  static final String UNCHECKED = "UNCHECKED";

  private static final Log LOG = Log.of(SensitiveText.class);

  @Override
  public Set<String> kinds(Location location, Fields fields) {
    try {
      Set<String> kinds = new TreeSet<>();
      ContentText.all(location, fields)
          .flatMap(text -> detector.apply(text).stream())
          .filter(span -> span.type().isSensitive())
          .forEach(span -> kinds.add(span.type().name()));
      return kinds;
    } catch (RuntimeException e) {
      // neither the message nor the cause: they could quote the text
      LOG.severe(
          "alarm: text could not be checked for sensitive data; its content is excluded",
          LogField.REASON.of(e));
      return Set.of(UNCHECKED);
    }
  }
}
