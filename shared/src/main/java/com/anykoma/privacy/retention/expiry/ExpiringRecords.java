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
 * The documents of one location whose records expire, ordered by the field that holds their
 * timestamp. Excludes documents without a timestamp in that field.
 */
record ExpiringRecords(Documents documents, DataMap dataMap, Location location) {
  /** The number of documents in memory at once; each has at most 1 MiB. */
  private static final int PAGE = 100;

  private String aged() {
    return location.ageField().orElseThrow();
  }

  RetentionClass retention() {
    return location.expiry().orElseThrow();
  }

  /** The expiry rule as text; a change of the text is a change of the rule. */
  String rule() {
    return place() + " " + aged() + " " + retention().maxAge().orElseThrow();
  }

  /** Records created at this time or earlier are truncated; empty if no field is truncated. */
  Optional<Instant> truncatedThrough(Instant now) {
    return location.fields().stream()
        .flatMap(each -> each.truncate().stream())
        .findFirst() // the reader of the data map allows one per location
        .map(it -> now.atOffset(ZoneOffset.UTC).minus(it).toInstant());
  }

  private Place.Documents place() {
    return (Place.Documents) location.place();
  }

  /** The timestamp in the document from which its age is counted. */
  Optional<Instant> ageOf(Document document) {
    return document.fields().at(aged()).filter(Instant.class::isInstance).map(Instant.class::cast);
  }

  /** Whether it has a field of another retention class and so is not deleted (P19). */
  boolean hasFieldsOfAnotherClass(Document document) {
    return location.fields().stream()
        .filter(each -> !each.retention().equals(retention()))
        .anyMatch(each -> document.fields().at(each.name().replace(".*", "")).isPresent());
  }

  /** Whether it is in this location: its collection id may exist elsewhere too (E23). */
  boolean isInLocation(Document document) {
    return dataMap
        .locationOf(place().database(), document.path())
        .filter(location::equals)
        .isPresent();
  }

  /** Records after one time and up to another, oldest first, and others of the collection id. */
  Query between(Optional<Instant> after, Instant through) {
    Query all = place().among(Map.of());
    Query due = all.where(aged(), Operator.LESS_OR_EQUAL, through).limit(PAGE);
    return after.map(from -> due.where(aged(), Operator.GREATER, from)).orElse(due);
  }
}
