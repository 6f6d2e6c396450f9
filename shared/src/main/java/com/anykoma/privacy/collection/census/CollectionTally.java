package com.anykoma.privacy.collection.census;

import com.anykoma.privacy.platform.CollectionPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts the documents of one database outside every location, by their collection's shape. */
final class CollectionTally {
  /** Maximum number of shapes; a client could create millions of collections. */
  static final int MAX_SHAPES = 100;

  private static final String OTHERS = "...";
  private static final String ID = "{}";

  private final String database;
  private final Map<String, Long> documents = new TreeMap<>();

  CollectionTally(String database) {
    this.database = database;
  }

  /** Counts documents of an unlisted collection; 0 if only beneath missing documents. */
  void add(CollectionPath collection, long more) {
    String shape = shape(collection);
    boolean remembered = documents.containsKey(shape) || documents.size() < MAX_SHAPES;
    documents.merge(remembered ? shape : OTHERS, more, Long::sum);
  }

  private static String shape(CollectionPath collection) {
    List<String> shape = new ArrayList<>();
    for (String each : collection.value().split("/", -1)) {
      shape.add(shape.size() % 2 == 0 ? each : ID);
    }
    return String.join("/", shape);
  }

  List<UnlistedCollection> found() {
    return documents.entrySet().stream()
        .map(each -> new UnlistedCollection(database, each.getKey(), each.getValue()))
        .toList();
  }
}
