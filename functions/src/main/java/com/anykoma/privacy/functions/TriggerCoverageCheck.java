package com.anykoma.privacy.functions;

import com.anykoma.privacy.collection.datamap.DataField.Sealing;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.LocationRole;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.collection.datamap.TriggerPatterns;
import com.anykoma.privacy.protection.vault.UploadService;
import com.anykoma.privacy.retention.removal.Deletion;
import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks that an event reaches each location whose data functions process. Stamping, sealing, the
 * purge after {@code deletedAt} and the removal of embedded metadata each need one (P3, P5, P8,
 * P10). Document triggers follow from the data map; uploads have one bucket.
 */
public final class TriggerCoverageCheck {
  private final DataMap map;
  private final List<Violation> violations = new ArrayList<>();

  /** A location, and the key of a location that needs its event, which no trigger delivers. */
  public record Violation(String location, String member, String problem) {
    /** The problem with its file and line in {@code datamap.yaml}. */
    public SettingsException toException(DataMap map) {
      Setting at = map.definition(location);
      return at.find(member).orElse(at).error(problem);
    }
  }

  private TriggerCoverageCheck(DataMap map) {
    this.map = map;
  }

  /** Returns the violations, none when events reach every location that needs them. */
  public static List<Violation> violations(DataMap map) {
    TriggerCoverageCheck check = new TriggerCoverageCheck(map);
    map.locations().forEach(check::check);
    return List.copyOf(check.violations);
  }

  /** Throws a {@link SettingsException} for the first violation, if there is one. */
  static void requireCovered(DataMap map) {
    for (Violation each : violations(map)) {
      throw each.toException(map);
    }
  }

  private void check(Location location) {
    if (location.place() instanceof Place.Documents place) {
      checkContent(location, place);
    } else if (location.place() instanceof Place.Blobs place) {
      checkObjects(location, place);
    }
  }

  private void checkContent(Location location, Place.Documents place) {
    boolean isPurged =
        location.role() == LocationRole.CONTENT && location.field(Deletion.FIELD).isPresent();
    if (!location.stamped()) {
      if (isSealed(location) && location.role() != LocationRole.OWN) {
        violation(location, "fields", "sealed fields need 'stamped: yes'; add it");
      } else if (isPurged) {
        violation(location, "fields", "a purge by deletedAt needs 'stamped: yes'; add it");
      }
    } else if (!place.database().equals(Place.Documents.MAIN)) {
      violation(
          location, "database", "functions get no writes of this database; remove 'database'");
    } else if (place.path().names(TriggerPatterns.COLLECTION)) {
      violation(location, "path", "a trigger uses the name {collection}; rename this id");
    }
  }

  private static boolean isSealed(Location location) {
    return location.fields().stream().anyMatch(each -> each.sealed() != Sealing.NEVER);
  }

  /** Uploads are sealed and stripped of metadata when they move to the content bucket. */
  private void checkObjects(Location location, Place.Blobs place) {
    boolean isProcessed =
        location.role() == LocationRole.CONTENT
            && (isSealed(location) || !location.strip().isEmpty());
    boolean isUpload = place.bucket().equals(UploadService.UPLOADS);
    if (isUpload && !hasPath(UploadService.CONTENT, place)) {
      violation(location, "path", "never sealed: the bucket content has no such path");
    } else if (isProcessed
        && (!place.bucket().equals(UploadService.CONTENT)
            || !hasPath(UploadService.UPLOADS, place))) {
      violation(location, "path", "no upload moves here, so nothing is sealed");
    } else if (isUpload
        && !derived(UploadService.CONTENT, place).equals(location.derived().toString())) {
      violation(location, "derived", "the location of the bucket content has other derived names");
    }
  }

  private String derived(String bucket, Place.Blobs place) {
    return at(bucket, place).map(Location::derived).findFirst().orElse(List.of()).toString();
  }

  private boolean hasPath(String bucket, Place.Blobs place) {
    return at(bucket, place).findAny().isPresent();
  }

  private Stream<Location> at(String bucket, Place.Blobs place) {
    return map.locations().stream()
        .filter(
            each ->
                each.place() instanceof Place.Blobs other
                    && other.bucket().equals(bucket)
                    && other.path().shape().equals(place.path().shape()));
  }

  private void violation(Location location, String member, String problem) {
    violations.add(new Violation(location.name(), member, problem));
  }
}
