package com.anykoma.privacy.proof.verification;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.EraseRule.Action;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.collection.datamap.SharedRule;
import com.anykoma.privacy.collection.datamap.SubjectLocator;
import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.BillingCustomer;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.RealtimeDatabase;
import com.anykoma.privacy.proof.certificate.Finding;
import com.anykoma.privacy.retention.removal.OrderState;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.subject.SubjectHash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Verifies an erasure: finds all data of one person in every store, by the uid and by the payment
 * provider's customer ids. The data map defines which data may be retained, and on what ground.
 */
public record ErasureVerification(
    Documents documents,
    Documents keys,
    Blobs blobs,
    RealtimeDatabase realtime,
    Accounts accounts,
    ProviderVerification provider,
    DataMap dataMap,
    SubjectHash hash) {
  // locations of the data map that have the names of their collections
  private static final String HOLDS = OwnCollections.HOLDS.id();
  private static final String KEYS = OwnCollections.KEYS.id();
  private static final String TOMBSTONES = OwnCollections.TOMBSTONES.id();
  private static final String FENCES = OwnCollections.FENCES.id();
  private static final String ERASURES = OwnCollections.ERASURES.id();
  private static final String CUSTOMERS = OwnCollections.CUSTOMERS.id();

  private static final String HELD_COPIES = "heldCopies";
  private static final String EVIDENCE = "evidence";

  /** The order's field with the person's documents that contain other people's documents. */
  private static final String PLACES = "places";

  static final String OTHERS =
      "contains documents of other people only; the person's own documents are deleted";
  private static final String UNNAMED =
      "documents outside the data map exist beneath the person's former documents";
  private static final String REASSIGNED =
      "contains documents of other people, so it keeps a keyed hash instead of the person";

  /** Verifies that no data of the order's subject, or of the removed one's customers, remain. */
  VerificationResult verify(RemovalOrder order) {
    VerificationResult.Builder result = new VerificationResult.Builder();
    provider.verify(order, result);
    order.subject().ifPresent(subject -> scan(subject, order, result));
    new RecalledCopies(blobs).verify(order, result);
    return result.build();
  }

  private void scan(SubjectId subject, RemovalOrder order, VerificationResult.Builder result) {
    FoundResidue residue = findResidue(subject, order);
    Optional<Instant> held = heldUntil(residue);
    for (Location each : dataMap.locations()) {
      if (residue.lists(each.name())) {
        result.addResidue(each.name());
      } else if (each.place() instanceof Place.Accounts) {
        assess(each, accounts.get(subject).isPresent(), Optional.empty(), result);
      } else if (each.name().equals(KEYS)) {
        keys(each, subject, held.isPresent(), residue, result);
      } else if (each.name().equals(TOMBSTONES)) {
        tombstone(each, subject, residue, result);
      } else if (each.name().equals(FENCES)) {
        fence(each, subject, residue, result);
      } else if (each.name().equals(HELD_COPIES) && held.isEmpty() && residue.has(HELD_COPIES)) {
        result.addResidue(HELD_COPIES);
      } else {
        assess(each, subject, residue, held, result);
      }
    }
    residue.unlisted().ifPresent(result::addResidue);
    if (residue.unlisted().isEmpty() && residue.hasOthers(FoundResidue.UNLISTED)) {
      result.add(Finding.retained(FoundResidue.UNLISTED, Optional.empty(), UNNAMED));
    }
  }

  /** Assesses a location without special rules. */
  private void assess(
      Location location,
      SubjectId subject,
      FoundResidue residue,
      Optional<Instant> held,
      VerificationResult.Builder result) {
    String name = location.name();
    Optional<String> ground =
        residue.has(name) ? Optional.empty() : groundToRetain(location, subject, residue);
    if (ground.isPresent()) {
      result.add(Finding.retained(name, Optional.empty(), ground.get()));
    } else if (hasSubject(location)) {
      boolean isHeld = name.equals(HELD_COPIES) && held.isPresent();
      assess(
          location, isHeld || remains(location, residue), isHeld ? held : Optional.empty(), result);
    } else if (residue.has(name)) {
      result.addResidue(name); // identifies the person in a location that should identify no one
    }
  }

  /** The ground on which data remain that do not identify the person. */
  private Optional<String> groundToRetain(
      Location location, SubjectId subject, FoundResidue residue) {
    if (isReassigned(location, subject)) {
      return Optional.of(REASSIGNED);
    }
    if (residue.hasOthers(location.name())) {
      return Optional.of(OTHERS);
    }
    return location.subject() instanceof SubjectLocator.Through key
            && !key.location().equals(CUSTOMERS)
            && location.place() instanceof Place.Documents
        ? location.erase().ground() // cannot be queried by person, so data may exist
        : Optional.empty();
  }

  private boolean isReassigned(Location location, SubjectId subject) {
    if (!location.shared().equals(Optional.of(SharedRule.REASSIGNED))) {
      return false;
    }
    String field = ((SubjectLocator.InField) location.subject()).field();
    String pseudonym = hash.of("pseudonym-" + location.name(), subject.value());
    Place.Documents place = (Place.Documents) location.place();
    return !documents.find(place.among(Map.of()).whereEqual(field, pseudonym).limit(1)).isEmpty();
  }

  private FoundResidue findResidue(SubjectId subject, RemovalOrder order) {
    FoundResidue residue = new FoundResidue(dataMap);
    Set<String> markers = new LinkedHashSet<>(List.of(subject.value()));
    Set<String> ids = new LinkedHashSet<>(List.of(subject.documentId()));
    for (String each : ProviderVerification.customers(order)) {
      markers.add(each);
      ids.add(BillingCustomer.documentId(each));
    }
    DocumentScan main = new DocumentScan(Place.Documents.MAIN, documents, dataMap, residue);
    main.scanIds(ids, subject);
    main.scanScattered(subject);
    main.scanFields(markers);
    main.scanReferences(folders(subject));
    main.scanLists(subject.value());
    places(subject, order, residue);
    DocumentScan ofKeys = new DocumentScan(Place.Documents.KEYS, keys, dataMap, residue);
    ofKeys.scanIds(ids, subject);
    ofKeys.scanFields(markers);
    new BlobScan(blobs, dataMap, residue).scanSubject(subject.documentId());
    new NodeScan(realtime, dataMap, residue).scanSubject(subject.value());
    return residue;
  }

  /** Scans beneath deleted documents of the person whose paths do not contain the uid. */
  private void places(SubjectId subject, RemovalOrder order, FoundResidue residue) {
    TreeScan trees = new TreeScan(Place.Documents.MAIN, documents, dataMap, residue, subject);
    order.fields().strings(PLACES).stream()
        .map(DocumentPath::new)
        .filter(each -> !each.segments().contains(subject.documentId()))
        .forEach(trees::scanDeleted);
  }

  /** The path prefixes of the subject's documents: {@code users/u1/}, {@code subjects/u1/}. */
  private Set<String> folders(SubjectId subject) {
    Set<String> folders = new LinkedHashSet<>();
    for (Location each : dataMap.locations()) {
      if (each.place() instanceof Place.Documents) {
        each.folderOfPeople()
            .ifPresent(folder -> folders.add(folder + "/" + subject.documentId() + "/"));
      }
    }
    return folders;
  }

  private static boolean hasSubject(Location location) {
    boolean isStored =
        location.place() instanceof Place.Documents
            || location.place() instanceof Place.Blobs
            || location.place() instanceof Place.Realtime;
    return isStored && !(location.subject() instanceof SubjectLocator.None);
  }

  /** Erasure requests may identify the person while they are live. */
  private static boolean remains(Location location, FoundResidue residue) {
    return location.name().equals(ERASURES)
        ? !residue.at(ERASURES).stream().allMatch(ErasureVerification::isLive)
        : residue.has(location.name());
  }

  private static boolean isLive(Document order) {
    Optional<Object> state = order.fields().value("state");
    return Stream.of(OrderState.values())
        .anyMatch(each -> each.isLive() && state.equals(Optional.of(each.storedName())));
  }

  /** When the last legal hold on the person's items ends; empty if there is none. */
  private static Optional<Instant> heldUntil(FoundResidue residue) {
    List<Instant> ends = new ArrayList<>();
    for (Document each : residue.at(HOLDS)) {
      each.fields()
          .value("until")
          .filter(Instant.class::isInstance)
          .ifPresent(it -> ends.add((Instant) it));
    }
    return ends.stream().max(Instant::compareTo);
  }

  /**
   * Assesses a place by its data map entry. Evidence is always retained, so must have no subject.
   */
  private static void assess(
      Location location,
      boolean remains,
      Optional<Instant> until,
      VerificationResult.Builder result) {
    Action action = location.erase().action();
    boolean isEvidence = location.retention().name().equals(EVIDENCE);
    boolean mayStay = action == Action.RETAIN && !isEvidence;
    boolean stays =
        action == Action.PSEUDONYMISE || (action == Action.RETAIN && (remains || isEvidence));
    if (remains && !mayStay) {
      result.addResidue(location.name());
    } else if (stays) {
      result.add(retained(location, until));
    } else {
      result.addGone(location.name());
    }
  }

  private static Finding retained(Location location, Optional<Instant> until) {
    return Finding.retained(location.name(), until, location.erase().ground().orElseThrow());
  }

  /** Requires the record that the key was destroyed, without a key in it. */
  private void keys(
      Location location,
      SubjectId subject,
      boolean isHeld,
      FoundResidue residue,
      VerificationResult.Builder result) {
    String tombstone = hash.tombstone(subject);
    boolean isDestroyed =
        key("content", tombstone)
            .filter(it -> !it.fields().has("wrapped") && it.fields().has("destroyedAt"))
            .isPresent();
    boolean isHeldKey = key("held", tombstone).filter(it -> it.fields().has("wrapped")).isPresent();
    if (!isDestroyed || (isHeldKey && !isHeld) || residue.has(KEYS)) {
      result.addResidue(location.name());
    } else {
      result.add(retained(location, Optional.empty()));
    }
  }

  private Optional<Document> key(String keyClass, String tombstone) {
    return keys.get(OwnCollections.KEYS.document(hash.of("key-" + keyClass, tombstone)));
  }

  /** Requires the tombstone, which stops late writes from restoring the person's data. */
  private void tombstone(
      Location location,
      SubjectId subject,
      FoundResidue residue,
      VerificationResult.Builder result) {
    DocumentPath path = OwnCollections.TOMBSTONES.document(hash.tombstone(subject));
    if (documents.get(path).isEmpty() || residue.has(TOMBSTONES)) {
      result.addResidue(location.name());
    } else {
      result.add(retained(location, Optional.empty()));
    }
  }

  /** Accepts a fence without identifiers, which its age deletes before a later round. */
  private void fence(
      Location location,
      SubjectId subject,
      FoundResidue residue,
      VerificationResult.Builder result) {
    DocumentPath path = OwnCollections.FENCES.document(SubjectHash.fence(subject));
    if (residue.has(FENCES)) {
      result.addResidue(location.name());
    } else {
      boolean exists = documents.get(path).isPresent();
      assess(location, exists, Optional.empty(), result);
    }
  }
}
