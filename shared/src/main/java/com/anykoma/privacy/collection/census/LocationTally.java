package com.anykoma.privacy.collection.census;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.EraseRule;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.RetentionClass;
import com.anykoma.privacy.collection.datamap.Role;
import com.anykoma.privacy.collection.datamap.SubjectLocator;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Counts what is found at one location. */
final class LocationTally {
  private static final String EVIDENCE = "evidence";

  /** How many names of fields are remembered: somebody could have written millions. */
  static final int MAX_NAMES = 50;

  /** How long after its time a record may still be there: the sweep comes every few minutes. */
  static final Duration GRACE = Duration.ofDays(1);

  private final DataMap dataMap;
  private final Location location;
  private final Instant graceBegan;
  private final NavigableSet<String> unlistedFields = new TreeSet<>();
  private long seen;
  private long withUnlistedFields;
  private long overAge;
  private long withoutSubject;

  LocationTally(DataMap dataMap, Location location, Instant now) {
    this.dataMap = dataMap;
    this.location = location;
    this.graceBegan = now.minus(GRACE);
  }

  Location location() {
    return location;
  }

  LocationCount count() {
    return new LocationCount(
        location.name(),
        seen,
        withUnlistedFields,
        List.copyOf(unlistedFields),
        overAge,
        withoutSubject);
  }

  void add(Document document) {
    seen++;
    Set<String> unlisted = dataMap.unlistedFields(location, document.fields());
    withUnlistedFields += unlisted.isEmpty() ? 0 : 1;
    unlisted.stream()
        .filter(each -> unlistedFields.size() < MAX_NAMES)
        .forEach(unlistedFields::add);
    overAge += isOverAge(document) ? 1 : 0;
    withoutSubject += lacksSubject(document) ? 1 : 0;
  }

  void add(Blob blob) {
    seen++;
    overAge += isDue(location.retention(), blob.created()) ? 1 : 0;
  }

  /**
   * By the server's word where the whole document is of a class with an age: its own word may be
   * missing, of another type or in the future. By its own word where only a mark in it is, such as
   * that of a destroyed key.
   */
  private boolean isOverAge(Document document) {
    if (location.retention().maxAge().isPresent()) {
      return isDue(location.retention(), document.createTime());
    }
    return location
        .expiry()
        .filter(
            mark ->
                document
                    .fields()
                    .at(location.aged().orElseThrow())
                    .filter(it -> it instanceof Instant at && isDue(mark, at))
                    .isPresent())
        .filter(mark -> !document.updateTime().isAfter(graceBegan))
        .isPresent();
  }

  private boolean isDue(RetentionClass kept, Instant since) {
    return kept.lastDue(graceBegan).filter(due -> !since.isAfter(due)).isPresent();
  }

  private boolean lacksSubject(Document document) {
    if (location.subject() instanceof SubjectLocator.InPath key) {
      return SubjectId.ofDocumentId(idsOf(document.path()).getOrDefault(key.id(), "")).isEmpty();
    }
    if (location.subject() instanceof SubjectLocator.InField key) {
      Optional<Object> uid = document.fields().at(key.field());
      return uid.isPresent() ? !isUid(uid.get()) : !mayBeAnybodys();
    }
    return false;
  }

  /**
   * Whether no uid at all is fine: what happened before somebody signed in is in logs, what
   * outlives an erasure loses the uid by it, and what is kept as evidence names nobody in the end.
   */
  private boolean mayBeAnybodys() {
    return location.role() == Role.LOG
        || location.retention().name().equals(EVIDENCE)
        || location.erase().action() != EraseRule.Action.DELETE;
  }

  private Map<String, String> idsOf(DocumentPath path) {
    return location.place().pattern().flatMap(it -> it.match(path.segments())).orElse(Map.of());
  }

  private static boolean isUid(Object value) {
    return value instanceof String uid && SubjectId.ofAccount(uid).isPresent();
  }
}
