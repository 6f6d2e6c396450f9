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
import com.anykoma.privacy.platform.Query;
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
 * A look for everything of one person, in every store, by their uid and by what else names them:
 * the payment provider's customers. What the data map says is what may stay, and on what ground.
 */
public record ErasureVerification(
    Documents documents,
    Documents keys,
    Blobs blobs,
    Accounts accounts,
    ProviderVerification provider,
    DataMap dataMap,
    SubjectHash hash) {
  // locations of the data map, which are named as their collections
  private static final String HOLDS = OwnCollections.HOLDS.id();
  private static final String KEYS = OwnCollections.KEYS.id();
  private static final String TOMBSTONES = OwnCollections.TOMBSTONES.id();
  private static final String FENCES = OwnCollections.FENCES.id();
  private static final String ERASURES = OwnCollections.ERASURES.id();
  private static final String CUSTOMERS = OwnCollections.CUSTOMERS.id();

  private static final String HELD_COPIES = "heldCopies";
  private static final String EVIDENCE = "evidence";

  /** The field of an order that names the person's documents that others have something beneath. */
  private static final String PLACES = "places";

  static final String OTHERS =
      "documents of other people lie beneath what was the person's; what was theirs is gone";
  private static final String UNNAMED =
      "documents that the data map does not name lie beneath what was the person's";
  private static final String HANDED_ON =
      "others have documents beneath it: it names the person by a keyed hash only";

  /**
   * Looks for whatever is left of whom the order names; of an order that names nobody any more,
   * what the payment provider has.
   */
  VerificationResult at(RemovalOrder order) {
    VerificationResult.Gathering gathering = new VerificationResult.Gathering();
    provider.at(order, gathering);
    order.subject().ifPresent(subject -> lookFor(subject, order, gathering));
    return gathering.verdict();
  }

  private void lookFor(
      SubjectId subject, RemovalOrder order, VerificationResult.Gathering gathering) {
    FoundResidue trace = trace(subject, order);
    Optional<Instant> held = heldUntil(trace);
    for (Location each : dataMap.locations()) {
      if (trace.lists(each.name())) {
        gathering.addResidue(each.name());
      } else if (each.place() instanceof Place.Accounts) {
        judge(each, accounts.get(subject).isPresent(), Optional.empty(), gathering);
      } else if (each.name().equals(KEYS)) {
        keys(each, subject, held.isPresent(), trace, gathering);
      } else if (each.name().equals(TOMBSTONES)) {
        tombstone(each, subject, trace, gathering);
      } else if (each.name().equals(FENCES)) {
        fence(each, subject, trace, gathering);
      } else if (each.name().equals(HELD_COPIES) && held.isEmpty() && trace.has(HELD_COPIES)) {
        gathering.addResidue(HELD_COPIES);
      } else {
        judge(each, subject, trace, held, gathering);
      }
    }
    trace.unlisted().ifPresent(gathering::addResidue);
    if (trace.unlisted().isEmpty() && trace.hasOthers(FoundResidue.UNLISTED)) {
      gathering.says(Finding.retained(FoundResidue.UNLISTED, Optional.empty(), UNNAMED));
    }
  }

  /** Judges a location that needs no question of its own. */
  private void judge(
      Location location,
      SubjectId subject,
      FoundResidue trace,
      Optional<Instant> held,
      VerificationResult.Gathering gathering) {
    String name = location.name();
    Optional<String> ground =
        trace.has(name) ? Optional.empty() : mayStay(location, subject, trace);
    if (ground.isPresent()) {
      gathering.says(Finding.retained(name, Optional.empty(), ground.get()));
    } else if (isAboutSomebody(location)) {
      boolean isHeld = name.equals(HELD_COPIES) && held.isPresent();
      judge(
          location,
          isHeld || isThere(location, trace),
          isHeld ? held : Optional.empty(),
          gathering);
    } else if (trace.has(name)) {
      gathering.addResidue(name); // it is about nobody, and yet something names the person
    }
  }

  /** On what ground something of the location is there though nothing names the person. */
  private Optional<String> mayStay(Location location, SubjectId subject, FoundResidue trace) {
    if (isHandedOn(location, subject)) {
      return Optional.of(HANDED_ON);
    }
    if (trace.hasOthers(location.name())) {
      return Optional.of(OTHERS);
    }
    return location.subject() instanceof SubjectLocator.Through key
            && !key.location().equals(CUSTOMERS)
            && location.place() instanceof Place.Documents
        ? location.erase().ground() // it cannot be asked about the person, so it may be there
        : Optional.empty();
  }

  private boolean isHandedOn(Location location, SubjectId subject) {
    if (!location.shared().equals(Optional.of(SharedRule.REASSIGNED))) {
      return false;
    }
    String field = ((SubjectLocator.InField) location.subject()).field();
    String pseudonym = hash.of("pseudonym-" + location.name(), subject.value());
    List<String> path = location.place().pattern().orElseThrow().segments();
    Query named = Query.group(path.get(path.size() - 2)).whereEqual(field, pseudonym).limit(1);
    return !documents.find(named).isEmpty();
  }

  private FoundResidue trace(SubjectId subject, RemovalOrder order) {
    FoundResidue trace = new FoundResidue(dataMap);
    Set<String> markers = new LinkedHashSet<>(List.of(subject.value()));
    Set<String> ids = new LinkedHashSet<>(List.of(subject.documentId()));
    for (String each : ProviderVerification.customers(order)) {
      markers.add(each);
      ids.add(BillingCustomer.documentId(each));
    }
    DocumentScan main = new DocumentScan(Place.Documents.MAIN, documents, dataMap, trace);
    main.ids(ids, subject);
    main.fields(markers);
    main.mentions(folders(subject));
    main.lists(subject.value());
    places(subject, order, trace);
    DocumentScan ofKeys = new DocumentScan(Place.Documents.KEYS, keys, dataMap, trace);
    ofKeys.ids(ids, subject);
    ofKeys.fields(markers);
    new BlobScan(blobs, dataMap, trace).ofSubject(subject.documentId());
    return trace;
  }

  /** What lies beneath documents of the person that are gone, and whose paths do not name them. */
  private void places(SubjectId subject, RemovalOrder order, FoundResidue trace) {
    TreeScan trees = new TreeScan(Place.Documents.MAIN, documents, dataMap, trace, subject);
    order.fields().strings(PLACES).stream()
        .map(DocumentPath::new)
        .filter(each -> !each.segments().contains(subject.documentId()))
        .forEach(trees::place);
  }

  /** {@code users/u1/}, {@code subjects/u1/}: what paths of the subject's things begin with. */
  private Set<String> folders(SubjectId subject) {
    Set<String> folders = new LinkedHashSet<>();
    for (Location each : dataMap.locations()) {
      if (each.place() instanceof Place.Documents place
          && each.subject() instanceof SubjectLocator.InPath) {
        String root = String.join("/", place.path().leading(Map.of())); // the subject's id is next
        folders.add(root + "/" + subject.documentId() + "/");
      }
    }
    return folders;
  }

  private static boolean isAboutSomebody(Location location) {
    boolean isStored =
        location.place() instanceof Place.Documents || location.place() instanceof Place.Blobs;
    return isStored && !(location.subject() instanceof SubjectLocator.None);
  }

  /** An order to erase the person names them until it is done, and no longer. */
  private static boolean isThere(Location location, FoundResidue trace) {
    return location.name().equals(ERASURES)
        ? !trace.at(ERASURES).stream().allMatch(ErasureVerification::isLive)
        : trace.has(location.name());
  }

  private static boolean isLive(Document order) {
    Optional<Object> state = order.fields().value("state");
    return Stream.of(OrderState.values())
        .anyMatch(each -> each.isLive() && state.equals(Optional.of(each.storedName())));
  }

  /** When the last hold on anything of theirs ends; empty when there is none. */
  private static Optional<Instant> heldUntil(FoundResidue trace) {
    List<Instant> ends = new ArrayList<>();
    for (Document each : trace.at(HOLDS)) {
      each.fields()
          .value("until")
          .filter(Instant.class::isInstance)
          .ifPresent(it -> ends.add((Instant) it));
    }
    return ends.stream().max(Instant::compareTo);
  }

  /**
   * By what the data map says of the place. Evidence stays in any case, and so may not be of
   * anybody.
   */
  private static void judge(
      Location location,
      boolean isThere,
      Optional<Instant> until,
      VerificationResult.Gathering gathering) {
    Action action = location.erase().action();
    boolean isEvidence = location.retention().name().equals(EVIDENCE);
    boolean mayStay = action == Action.RETAIN && !isEvidence;
    boolean stays =
        action == Action.PSEUDONYMISE || (action == Action.RETAIN && (isThere || isEvidence));
    if (isThere && !mayStay) {
      gathering.addResidue(location.name());
    } else if (stays) {
      gathering.says(retained(location, until));
    } else {
      gathering.gone(location.name());
    }
  }

  private static Finding retained(Location location, Optional<Instant> until) {
    return Finding.retained(location.name(), until, location.erase().ground().orElseThrow());
  }

  /** The mark that a key was destroyed has to be there, and no key in its place. */
  private void keys(
      Location location,
      SubjectId subject,
      boolean isHeld,
      FoundResidue trace,
      VerificationResult.Gathering gathering) {
    String tombstone = hash.tombstone(subject);
    boolean isDestroyed =
        key("content", tombstone)
            .filter(it -> !it.fields().has("wrapped") && it.fields().has("destroyedAt"))
            .isPresent();
    boolean isHeldKey = key("held", tombstone).filter(it -> it.fields().has("wrapped")).isPresent();
    if (!isDestroyed || (isHeldKey && !isHeld) || trace.has(KEYS)) {
      gathering.addResidue(location.name());
    } else {
      gathering.says(retained(location, Optional.empty()));
    }
  }

  private Optional<Document> key(String keyClass, String tombstone) {
    return keys.get(OwnCollections.KEYS.document(hash.of("key-" + keyClass, tombstone)));
  }

  /** Without it nothing keeps late writers from bringing the person back. */
  private void tombstone(
      Location location,
      SubjectId subject,
      FoundResidue trace,
      VerificationResult.Gathering gathering) {
    DocumentPath path = OwnCollections.TOMBSTONES.document(hash.tombstone(subject));
    if (documents.get(path).isEmpty() || trace.has(TOMBSTONES)) {
      gathering.addResidue(location.name());
    } else {
      gathering.says(retained(location, Optional.empty()));
    }
  }

  /**
   * It stands while somebody may still be signed in; after days, at another round, it is gone by
   * its age. It must not name the person.
   */
  private void fence(
      Location location,
      SubjectId subject,
      FoundResidue trace,
      VerificationResult.Gathering gathering) {
    DocumentPath path = OwnCollections.FENCES.document(SubjectHash.fence(subject));
    if (trace.has(FENCES)) {
      gathering.addResidue(location.name());
    } else {
      boolean stands = documents.get(path).isPresent();
      judge(location, stands, Optional.empty(), gathering);
    }
  }
}
