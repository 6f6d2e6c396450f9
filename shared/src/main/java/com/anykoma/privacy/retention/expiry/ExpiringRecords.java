package com.anykoma.privacy.retention.expiry;

import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.collection.datamap.RetentionClass;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.Query.Operator;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/**
 * The documents of one location that ages, by the field that tells their age. A document that tells
 * none, or something else than an instant, is not among them.
 *
 * @param documents the database that the location is in
 */
record ExpiringRecords(Documents documents, DataMap dataMap, Location location) {
  /** How many documents, of 1 MiB each at the worst, are in memory at once. */
  private static final int PAGE = 100;

  private String aged() {
    return location.ageField().orElseThrow();
  }

  /** How long they are kept. */
  RetentionClass retention() {
    return location.expiry().orElseThrow();
  }

  /** By what its records expire: another text is another rule. */
  String rule() {
    return place() + " " + aged() + " " + retention().maxAge().orElseThrow();
  }

  /** The last age at which IP addresses are cut by now; empty where none are. */
  Optional<Instant> truncatedThrough(Instant now) {
    return location.fields().stream()
        .flatMap(each -> each.truncate().stream())
        .findFirst() // the data map's reader lets a location have but one
        .map(it -> now.atOffset(ZoneOffset.UTC).minus(it).toInstant());
  }

  private Place.Documents place() {
    return (Place.Documents) location.place();
  }

  /** When the document came to be, by its own word. */
  Optional<Instant> ageOf(Document document) {
    return document.fields().at(aged()).filter(Instant.class::isInstance).map(Instant.class::cast);
  }

  /**
   * Whether it holds something of another class than the one that lets it go, such as a key that
   * was not destroyed after all (P19).
   */
  boolean holdsWhatStays(Document document) {
    return location.fields().stream()
        .filter(each -> !each.retention().equals(retention()))
        .anyMatch(each -> document.fields().at(each.name().replace(".*", "")).isPresent());
  }

  /** Whether it is of this location: a collection elsewhere may have the same id (E23). */
  boolean isHere(Document document) {
    return dataMap
        .locationOf(place().database(), document.path())
        .filter(location::equals)
        .isPresent();
  }

  /** Those from just after one age until another, and their neighbours, oldest first. */
  Query between(Optional<Instant> after, Instant through) {
    Query all = place().among(Map.of());
    Query due = all.where(aged(), Operator.LESS_OR_EQUAL, through).limit(PAGE);
    return after.map(from -> due.where(aged(), Operator.GREATER, from)).orElse(due);
  }
}
