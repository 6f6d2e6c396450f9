package com.anykoma.privacy.rights.erasure;

import com.anykoma.privacy.BatchRunner;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Page;
import java.util.List;
import java.util.Optional;

/**
 * The collections whose document ids are subjects, {@code users} and {@code subjects}, with their
 * subjects: also those whose document is deleted while documents beneath it remain (E24).
 */
public final class SubjectCollections {
  private final Documents documents;
  private final List<String> collections;

  public SubjectCollections(Documents documents, DataMap dataMap) {
    this.documents = documents;
    this.collections =
        dataMap.locations().stream()
            .filter(each -> each.place() instanceof Place.Documents)
            .flatMap(each -> each.folderOfPeople().stream())
            .distinct()
            .toList();
  }

  List<String> collections() {
    return collections;
  }

  /** A page of a collection's subjects; an invalid id is skipped and reported. */
  Page<SubjectId> page(String collection, Optional<String> token, int limit) {
    Page<String> ids = documents.ids(new CollectionPath(collection), token, limit);
    BatchRunner aside = new BatchRunner(collection);
    return new Page<>(
        aside.read(ids.items(), each -> "", each -> SubjectId.ofDocumentId(each).orElseThrow()),
        ids.next());
  }
}
