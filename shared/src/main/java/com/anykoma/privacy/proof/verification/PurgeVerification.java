package com.anykoma.privacy.proof.verification;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.ItemReference;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.collection.datamap.SubjectLocator;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.proof.certificate.Finding;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A look for everything of one deleted item: its document and what is beneath it, objects of its
 * name in every bucket, and every record that says it is about it.
 */
public record PurgeVerification(Documents documents, Blobs blobs, DataMap dataMap) {
  private static final String MADE_AGAIN = "another was made under the same name since";
  private static final String SHARED = "others lead to it too";

  /** Looks for whatever is left of the item that the order names. */
  VerificationResult at(RemovalOrder order) {
    DocumentPath item = new DocumentPath(order.fields().string("item").orElseThrow());
    VerificationResult.Gathering gathering = new VerificationResult.Gathering();
    Optional<Document> present = documents.get(item);
    Optional<Instant> createdAt = order.fields().instant("createdAt");
    if (present.filter(it -> !createdAt.equals(Optional.of(it.createTime()))).isPresent()) {
      gathering.says(Finding.retained(nameOf(item), Optional.empty(), MADE_AGAIN));
    } else {
      FoundResidue trace = new FoundResidue(dataMap);
      present.ifPresent(it -> trace.add(Place.Documents.MAIN, it));
      lookFor(item, order.subject().orElseThrow(), trace);
      judge(item, trace, shared(order), gathering);
    }
    return gathering.verdict();
  }

  private void lookFor(DocumentPath item, SubjectId owner, FoundResidue trace) {
    DocumentScan main = new DocumentScan(Place.Documents.MAIN, documents, dataMap, trace);
    main.beneath(List.of(item), owner);
    for (Location each : dataMap.locations()) {
      if (each.place() instanceof Place.Documents place && each.itemReference().isPresent()) {
        ItemReference about = each.itemReference().get();
        String name =
            about.form() == ItemReference.Form.PATH
                ? item.value()
                : item.collection().id() + "/" + item.id();
        main.records(records(each, place, owner).whereEqual(about.field(), name), owner);
      }
    }
    new BlobScan(blobs, dataMap, trace).named(item.value());
  }

  /** The records of a location: the owner's where its path tells whose they are. */
  private static Query records(Location of, Place.Documents place, SubjectId owner) {
    List<String> path = place.path().segments();
    String collection = path.get(path.size() - 2);
    if (path.size() == 2) {
      return Query.in(new CollectionPath(collection));
    }
    return path.size() > 4 || !(of.subject() instanceof SubjectLocator.InPath)
        ? Query.group(collection)
        : Query.in(new CollectionPath(path.get(0) + "/" + owner.documentId() + "/" + collection));
  }

  private void judge(
      DocumentPath item,
      FoundResidue trace,
      Set<String> shared,
      VerificationResult.Gathering gathering) {
    String own = nameOf(item);
    for (Location each : dataMap.locations()) {
      if (trace.has(each.name())) {
        gathering.addResidue(each.name());
      } else if (shared.contains(each.name())) {
        gathering.says(Finding.retained(each.name(), Optional.empty(), SHARED));
      } else if (trace.hasOthers(each.name())) {
        gathering.says(Finding.retained(each.name(), Optional.empty(), ErasureVerification.OTHERS));
      } else if (each.name().equals(own)
          || each.itemReference().isPresent()
          || isNamedAlike(each, item)) {
        gathering.gone(each.name());
      }
    }
    trace.unlisted().ifPresent(gathering::addResidue);
  }

  private static boolean isNamedAlike(Location location, DocumentPath item) {
    return location.place() instanceof Place.Blobs place
        && place.path().match(item.segments()).isPresent();
  }

  /** Where what the item led to and others lead to as well is: it is not certified to be gone. */
  private Set<String> shared(RemovalOrder order) {
    return order.fields().strings("counted").stream()
        .map(DocumentPath::new)
        .filter(each -> documents.get(each).isPresent())
        .map(this::nameOf)
        .collect(Collectors.toSet());
  }

  private String nameOf(DocumentPath path) {
    return dataMap.locationOf(path).map(Location::name).orElse(FoundResidue.UNLISTED);
  }
}
