package com.anykoma.privacy.proof.verification;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Pages;
import com.anykoma.privacy.subject.Subjects;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Finds generations made from a purged item's objects; each object's name decides. */
record DerivedScan(Documents documents, Blobs blobs, DataMap dataMap, FoundResidue residue) {
  private static final int PAGE = 1_000;

  /** Adds the item's derived objects to the residue; returns the locations that share some. */
  Set<String> scan(DocumentPath item, SubjectId owner) {
    Set<String> shared = new LinkedHashSet<>();
    Map<DocumentPath, Boolean> known = new HashMap<>(Map.of(item, false));
    Map<String, String> ids = idsOf(item);
    for (Location each : dataMap.locations()) {
      if (each.place() instanceof Place.Blobs place
          && ids.keySet().containsAll(place.path().ids())) {
        for (String prefix : each.derivedPrefixes(ids)) {
          forEachDerived(
              place.bucket(),
              prefix,
              item,
              others -> {
                if (others.stream()
                    .anyMatch(it -> known.computeIfAbsent(it, o -> exists(o, owner)))) {
                  shared.add(each.name());
                } else {
                  residue.add(each.name());
                }
              });
        }
      }
    }
    return shared;
  }

  private Map<String, String> idsOf(DocumentPath item) {
    return dataMap
        .locationOf(item)
        .flatMap(it -> it.place().pattern())
        .flatMap(it -> it.match(item.segments()))
        .orElse(Map.of());
  }

  /** Passes on the possible items of each object that may be made from this item's object. */
  private void forEachDerived(
      String bucket, String prefix, DocumentPath item, Consumer<List<DocumentPath>> each) {
    Pages.of(next -> blobs.listGenerations(bucket, prefix, next, PAGE))
        .forEach(
            page ->
                page.stream()
                    .map(blob -> dataMap.itemsOf(blob.id()))
                    .filter(items -> items.contains(item))
                    .forEach(each));
  }

  private boolean exists(DocumentPath item, SubjectId owner) {
    return documents.getAll(List.of(item, Subjects.stampPath(owner, item))).stream()
        .anyMatch(Optional::isPresent);
  }
}
