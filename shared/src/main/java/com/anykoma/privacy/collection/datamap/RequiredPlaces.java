package com.anykoma.privacy.collection.datamap;

import com.anykoma.privacy.collection.datamap.Place.Blobs;
import com.anykoma.privacy.collection.datamap.Place.Documents;
import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsException;
import com.anykoma.privacy.yaml.SettingsMistakes;
import java.util.List;
import java.util.stream.Stream;

/**
 * The places that this product itself writes to, and the app's account documents. A complete map
 * must contain all of them, because erasure and census cover only locations of the map (P2, P23).
 */
final class RequiredPlaces {
  private static final String SUBJECTS = "subjects/{uid}";

  /** The field with the key of a person's audit entries; deleting the record destroys the key. */
  private static final String AUDIT_KEY = "auditKey";

  private static final List<Place> PLACES =
      Stream.of(
              documents(Documents.MAIN, SUBJECTS, SUBJECTS + "/consents/{n}"),
              documents(Documents.MAIN, SUBJECTS + "/items/{id}", SUBJECTS + "/seals/{id}"),
              documents(Documents.MAIN, SUBJECTS + "/scans/{name}", "customers/{id}"),
              documents(Documents.MAIN, "tombstones/{hash}", "fences/{hash}", "stripeEvents/{id}"),
              documents(Documents.MAIN, "corpus/{id}", "withdrawals/{id}", "purges/{id}"),
              documents(Documents.MAIN, "erasures/{id}", "holds/{id}", "scans/{name}"),
              documents(Documents.MAIN, "breakers/{id}", "expiryProgress/{id}", "keyChecks/{id}"),
              documents(Documents.MAIN, "audit/{id}"),
              documents(Documents.KEYS, "keys/{id}", "scans/{name}", "keyChecks/{id}"),
              blobs("evidence", "certificates/{order}/{round}", "audit/{number}"),
              blobs("evidence", "keys/{number}", "signing/{number}"),
              blobs("content", "holds/{uid}/{hold}/{part}"))
          .flatMap(each -> each)
          .toList();

  private RequiredPlaces() {}

  private static Stream<Place> documents(String database, String... paths) {
    return Stream.of(paths).map(each -> new Documents(database, PathPattern.of(each)));
  }

  private static Stream<Place> blobs(String bucket, String... paths) {
    return Stream.of(paths).map(each -> new Blobs(bucket, PathPattern.of(each)));
  }

  /**
   * Checks that the map contains all required places.
   *
   * @param locations the section {@code locations} of the map's file
   * @throws SettingsException naming every missing place
   */
  static void check(DataMap map, Setting locations) {
    SettingsMistakes mistakes = new SettingsMistakes();
    if (map.locations().stream().noneMatch(each -> each.place() instanceof Place.Accounts)) {
      mistakes.add(
          locations.error(
              "no location is of kind account, so an erasure would leave the sign-in account; add"
                  + " one"));
    }
    List<Location> accounts =
        map.withRole(LocationRole.ACCOUNT).stream()
            .filter(each -> each.place() instanceof Documents)
            .toList();
    if (accounts.isEmpty()) {
      mistakes.add(
          locations.error(
              "no location is a document of role account, so no consent would start; add the"
                  + " documents that the app creates for each account"));
    }
    accounts.forEach(
        each -> mistakes.check(() -> checkAccount(each, accounts, locations.get(each.name()))));
    for (Place each : PLACES) {
      if (map.locations().stream().noneMatch(it -> it.place().overlaps(each))) {
        mistakes.add(missing(each, locations));
      }
    }
    map.locations().stream()
        .filter(each -> each.place().overlaps(PLACES.get(0)))
        .forEach(each -> mistakes.check(() -> checkAuditKey(each, locations.get(each.name()))));
    mistakes.throwIfAny();
  }

  private static void checkAccount(Location account, List<Location> all, Setting setting) {
    if (all.size() > 1) {
      throw setting
          .get("role")
          .error("only one location of documents can have the role account; use another role");
    }
    if (!(account.place() instanceof Documents in
        && in.database().equals(Documents.MAIN)
        && account.subject() instanceof SubjectLocator.InPath owner
        && in.path().toString().endsWith("{" + owner.id() + "}"))) {
      throw setting
          .get("path")
          .error("an account's document is in the main database, and its id is the uid");
    }
  }

  private static SettingsException missing(Place place, Setting locations) {
    String kind = place instanceof Blobs blobs ? "blobs of bucket " + blobs.bucket() : "documents";
    return locations.error(
        "no location is for "
            + kind
            + (place instanceof Documents in && in.database().equals(Documents.KEYS)
                ? " of database keys"
                : "")
            + " at "
            + place.pattern().orElseThrow()
            + ", which this product writes; add it");
  }

  private static void checkAuditKey(Location subjects, Setting setting) {
    if (subjects.field(AUDIT_KEY).isEmpty()) {
      throw setting
          .get("fields")
          .error(
              "'auditKey' is missing: the key of the person's audit entries, which is deleted with"
                  + " the record; add it");
    }
    if (subjects.erase().action() != EraseRule.Action.DELETE) {
      throw setting
          .get("erase")
          .error("an erasure has to destroy the audit key in this record; write erase: delete");
    }
  }
}
