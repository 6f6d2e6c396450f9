package com.anykoma.privacy.rights.erasure;

import com.anykoma.privacy.BatchRunner;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.PathPattern;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.collection.datamap.SubjectLocator;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Page;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The collections whose documents' ids are subjects, {@code users} and {@code subjects}, and who is
 * in them: also where the document is gone and only something beneath it is left (E24).
 */
public final class SubjectCollections {
  private final Documents documents;
  private final List<String> collections;

  public SubjectCollections(Documents documents, DataMap dataMap) {
    this.documents = documents;
    this.collections =
        dataMap.locations().stream()
            .filter(each -> each.place() instanceof Place.Documents)
            .filter(each -> each.subject() instanceof SubjectLocator.InPath)
            .map(SubjectCollections::collection)
            .distinct()
            .toList();
  }

  private static String collection(Location location) {
    PathPattern pattern = location.place().pattern().orElseThrow();
    return String.join("/", pattern.leading(Map.of())); // the subject's is the first id
  }

  /** Their names, in the order of the data map. */
  List<String> collections() {
    return collections;
  }

  /** A page of the subjects in one of them; an id that no subject can have is set aside. */
  Page<SubjectId> page(String collection, Optional<String> token, int limit) {
    Page<String> ids = documents.ids(new CollectionPath(collection), token, limit);
    BatchRunner aside = new BatchRunner(collection);
    return new Page<>(
        aside.read(ids.items(), each -> "", each -> SubjectId.ofDocumentId(each).orElseThrow()),
        ids.next());
  }
}
