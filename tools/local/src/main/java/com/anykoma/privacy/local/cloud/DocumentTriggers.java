package com.anykoma.privacy.local.cloud;

import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.PathPattern;
import com.anykoma.privacy.functions.Trigger;
import com.anykoma.privacy.platform.DocumentPath;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The functions that run on writes of documents.
 *
 * @param patterns of the documents, by function name
 */
record DocumentTriggers(Map<String, List<PathPattern>> patterns) {
  DocumentTriggers {
    patterns = Map.copyOf(patterns);
  }

  /** Derives the patterns of functions from their triggers by name. */
  static DocumentTriggers of(Map<String, Trigger> functions, DataMap map) {
    Map<String, List<PathPattern>> patterns = new TreeMap<>();
    functions.forEach(
        (name, trigger) -> {
          if (trigger instanceof Trigger.DocumentWritten written) {
            patterns.put(name, written.patterns(map));
          }
        });
    return new DocumentTriggers(patterns);
  }

  /** The names of the functions that run on a write of the document. */
  List<String> triggeredBy(DocumentPath path) {
    return patterns.entrySet().stream()
        .filter(
            each -> each.getValue().stream().anyMatch(it -> it.match(path.segments()).isPresent()))
        .map(Map.Entry::getKey)
        .toList();
  }
}
