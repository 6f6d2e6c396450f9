package com.anykoma.privacy.proof.verification;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.Owners;
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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Verifies a purge: re-reads the item's document and its subcollections, the objects of its name in
 * every bucket, and every record that refers to the item.
 */
public record PurgeVerification(Documents documents, Blobs blobs, DataMap dataMap) {
  private static final String RECREATED = "a new item was created under the same name";
  private static final String SHARED = "other items refer to it as well";

  /** Verifies that no data of the order's item remain. */
  VerificationResult verify(RemovalOrder order) {
    DocumentPath item = new DocumentPath(order.fields().string("item").orElseThrow());
    VerificationResult.Builder result = new VerificationResult.Builder();
    Optional<Document> present = documents.get(item);
    Optional<Instant> createdAt = order.fields().instant("createdAt");
    if (present.filter(it -> !createdAt.equals(Optional.of(it.createTime()))).isPresent()) {
      result.add(Finding.retained(nameOf(item), Optional.empty(), RECREATED));
    } else {
      FoundResidue residue = new FoundResidue(dataMap);
      present.ifPresent(it -> residue.add(Place.Documents.MAIN, it));
      SubjectId owner = order.subject().orElseThrow();
      scan(item, owner, residue);
      Set<String> shared = new HashSet<>(shared(order));
      shared.addAll(new DerivedScan(documents, blobs, dataMap, residue).scan(item, owner));
      assess(item, residue, shared, result);
    }
    new RecalledCopies(blobs).verify(order, result);
    return result.build();
  }

  private void scan(DocumentPath item, SubjectId owner, FoundResidue residue) {
    DocumentScan main = new DocumentScan(Place.Documents.MAIN, documents, dataMap, residue);
    main.scanBeneath(List.of(item), owner);
    boolean isOnlyOwners = dataMap.subjectOf(item).isPresent(); // by its path, so for ever
    for (Location each : dataMap.locations()) {
      if (each.place() instanceof Place.Documents place && each.itemField().isPresent()) {
        Query records = isOnlyOwners ? records(each, place, owner) : all(place);
        main.scanRecords(records.whereEqual(each.itemField().get(), item.value()), owner);
      }
    }
    for (Document each : led(item)) {
      residue.add(Place.Documents.MAIN, each);
    }
    new BlobScan(blobs, dataMap, residue).scanItem(item.value());
  }

  /** Documents that belong to the item's owner because a field of theirs refers to the item. */
  private List<Document> led(DocumentPath item) {
    Owners owners = new Owners(dataMap, documents::get);
    List<Document> led = new ArrayList<>();
    for (Location each : dataMap.locations()) {
      if (isLedBy(each, item)
          && each.subject() instanceof SubjectLocator.Through key
          && each.place() instanceof Place.Documents place) {
        documents.find(all(place).whereEqual(key.field(), item.id())).stream()
            .filter(it -> isAt(each, it) && owners.leading(it).equals(Optional.of(item)))
            .forEach(led::add);
      }
    }
    return led;
  }

  private boolean isAt(Location location, Document document) {
    return dataMap.locationOf(document.path()).equals(Optional.of(location));
  }

  private boolean isLedBy(Location location, DocumentPath item) {
    return location.subject() instanceof SubjectLocator.Through key
        && key.location().equals(nameOf(item));
  }

  /** The records of a location; only the owner's if the path contains the owner's id. */
  private static Query records(Location of, Place.Documents place, SubjectId owner) {
    List<String> path = place.path().segments();
    return path.size() == 4 && of.subject() instanceof SubjectLocator.InPath
        ? Query.in(new CollectionPath(path.get(0) + "/" + owner.documentId() + "/" + path.get(2)))
        : all(place);
  }

  private static Query all(Place.Documents place) {
    List<String> path = place.path().segments();
    String collection = path.get(path.size() - 2);
    return path.size() == 2 ? Query.in(new CollectionPath(collection)) : Query.group(collection);
  }

  private void assess(
      DocumentPath item,
      FoundResidue residue,
      Set<String> shared,
      VerificationResult.Builder result) {
    String own = nameOf(item);
    for (Location each : dataMap.locations()) {
      if (residue.has(each.name())) {
        result.addResidue(each.name());
      } else if (shared.contains(each.name())) {
        result.add(Finding.retained(each.name(), Optional.empty(), SHARED));
      } else if (residue.hasOthers(each.name())) {
        result.add(Finding.retained(each.name(), Optional.empty(), ErasureVerification.OTHERS));
      } else if (each.name().equals(own)
          || each.itemField().isPresent()
          || isLedBy(each, item)
          || hasObjectName(each, item)) {
        result.addGone(each.name());
      }
    }
    residue.unlisted().ifPresent(result::addResidue);
  }

  private static boolean hasObjectName(Location location, DocumentPath item) {
    return location.place() instanceof Place.Blobs place
        && place.path().match(item.segments()).isPresent();
  }

  /** Locations of data that other items refer to as well: they are not certified as gone. */
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
