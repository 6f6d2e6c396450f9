package com.anykoma.privacy.retention.removal;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.LocationEdge;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Pages;
import com.anykoma.privacy.platform.Query;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Items that several documents may reference; each is deleted with the last one (P20; E20). */
public record ReferenceCountedItems(Documents documents, Targets targets) {
  /** The paths of the reference-counted items that the document references. */
  List<String> of(Document item) {
    List<String> paths = new ArrayList<>();
    for (LocationEdge edge : targets.countedEdgesOf(item.path())) {
      for (String id : ids(item.fields(), edge)) {
        targets.counted(edge, item.path(), id).map(DocumentPath::value).ifPresent(paths::add);
      }
    }
    return paths;
  }

  /** Clients may write any type here; only strings are ids. */
  private static Set<String> ids(Fields fields, LocationEdge edge) {
    Set<String> ids = new LinkedHashSet<>();
    Object value = fields.at(edge.by().orElseThrow()).orElse(List.of());
    for (Object each : value instanceof List<?> list ? list : List.of(value)) {
      if (each instanceof String id) {
        ids.add(id);
      }
    }
    return ids;
  }

  /** The targets of the counted item; empty if another document of the collection references it. */
  List<Target> unlessReferencedElsewhere(
      DocumentPath purged, DocumentPath counted, SubjectId owner) {
    for (List<Document> page : Pages.of(documents, Query.in(purged.collection()))) {
      if (page.stream()
          .filter(it -> !it.path().equals(purged))
          .anyMatch(it -> of(it).contains(counted.value()))) {
        return List.of();
      }
    }
    return targets.ofItem(counted, owner);
  }
}
