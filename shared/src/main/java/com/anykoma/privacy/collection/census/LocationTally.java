package com.anykoma.privacy.collection.census;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.EraseRule;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.LocationRole;
import com.anykoma.privacy.collection.datamap.Owners;
import com.anykoma.privacy.collection.datamap.RetentionClass;
import com.anykoma.privacy.collection.datamap.SubjectLocator;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Counts the items of one location and their violations. */
final class LocationTally {
  /** The retention class of letters, which also go to people without an account. */
  private static final String LETTERS = "mail";

  private static final String EVIDENCE = "evidence";

  /** Maximum number of field names; a client could write millions. */
  static final int MAX_NAMES = 50;

  /** How long a record may exist after its expiry; the sweep runs every few minutes. */
  static final Duration GRACE = Duration.ofDays(1);

  private final Owners owners;
  private final DataMap dataMap;
  private final Location location;
  private final Instant graceStart;
  private final NavigableSet<String> unlistedFields = new TreeSet<>();
  private long seen;
  private long withUnlistedFields;
  private long overAge;
  private long withoutSubject;

  LocationTally(Owners owners, Location location, Instant now) {
    this.owners = owners;
    this.dataMap = owners.dataMap();
    this.location = location;
    this.graceStart = now.minus(GRACE);
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
   * Uses the server's create time if the location's retention class has a max, because the age
   * field may be missing, of another type or in the future. Uses the age field if only that field's
   * class has a max, such as the mark of a destroyed key.
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
                    .at(location.ageField().orElseThrow())
                    .filter(it -> it instanceof Instant at && isDue(mark, at))
                    .isPresent())
        .filter(mark -> !document.updateTime().isAfter(graceStart))
        .isPresent();
  }

  private boolean isDue(RetentionClass retention, Instant since) {
    return retention.lastDue(graceStart).filter(due -> !since.isAfter(due)).isPresent();
  }

  private boolean lacksSubject(Document document) {
    if (location.subject() instanceof SubjectLocator.InPath locator) {
      return SubjectId.ofDocumentId(idsOf(document.path()).getOrDefault(locator.id(), ""))
          .isEmpty();
    }
    if (location.subject() instanceof SubjectLocator.InField locator) {
      Optional<Object> uid = document.fields().at(locator.field());
      return uid.isPresent() ? !isUid(uid.get()) : !mayLackSubject();
    }
    boolean hasOwner = location.isAlwaysProtected() && !mayLackSubject();
    return (hasOwner && owners.of(document).isEmpty()) || hasUnfindablePeople(document);
  }

  /** Whether a map by uid has a key that is in no list, by which an erasure finds the document. */
  private boolean hasUnfindablePeople(Document document) {
    Set<Object> listed = new HashSet<>();
    for (String each : location.subjectLists()) {
      if (document.fields().at(each).orElse("") instanceof List<?> uids) {
        listed.addAll(uids);
      }
    }
    return location.subjectMaps().stream()
        .map(each -> document.fields().at(each).orElse(""))
        .anyMatch(it -> it instanceof Map<?, ?> people && !listed.containsAll(people.keySet()));
  }

  /**
   * Whether a missing uid is allowed: in logs, which also record events before a sign-in; in data
   * that an erasure keeps without the uid; and in evidence, which finally has no uid.
   */
  private boolean mayLackSubject() {
    return location.role() == LocationRole.LOG
        || List.of(EVIDENCE, LETTERS).contains(location.retention().name())
        || location.erase().action() != EraseRule.Action.DELETE;
  }

  private Map<String, String> idsOf(DocumentPath path) {
    return location.place().pattern().flatMap(it -> it.match(path.segments())).orElse(Map.of());
  }

  private static boolean isUid(Object value) {
    return value instanceof String uid && SubjectId.ofAccount(uid).isPresent();
  }
}
