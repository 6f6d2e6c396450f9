package com.anykoma.privacy.functions;

import com.anykoma.privacy.collection.datamap.DataField.Sealing;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.LocationRole;
import com.anykoma.privacy.collection.datamap.PathPattern;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.collection.datamap.SubjectLocator;
import com.anykoma.privacy.protection.vault.UploadService;
import com.anykoma.privacy.retention.removal.Deletion;
import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks that the declared triggers cover the data map. Stamping, sealing, the purge after {@code
 * deletedAt}, the removal of embedded metadata, the start of consent and the erasure after an
 * account's deletion each need an event from the location (P3, P5, P8, P10, P20).
 */
public final class TriggerCoverageCheck {
  private final DataMap map;
  private final Map<String, Trigger> declared;
  private final List<Violation> violations = new ArrayList<>();

  /**
   * A location that needs an event which no declared trigger delivers.
   *
   * @param location the data map's name of it
   * @param member the key of the location that needs the event
   */
  public record Violation(String location, String member, String problem) {
    /** The problem with its file and line in {@code datamap.yaml}. */
    public SettingsException toException(DataMap map) {
      Setting at = map.definition(location);
      return at.find(member).orElse(at).error(problem);
    }
  }

  private TriggerCoverageCheck(DataMap map, Map<String, Trigger> declared) {
    this.map = map;
    this.declared = declared;
  }

  /**
   * Returns the violations, none when the triggers cover the map.
   *
   * @param declared triggers by function name, such as {@code ContentWritten}
   */
  public static List<Violation> violations(DataMap map, Map<String, Trigger> declared) {
    TriggerCoverageCheck check = new TriggerCoverageCheck(map, declared);
    map.locations().forEach(check::check);
    return List.copyOf(check.violations);
  }

  /**
   * Checks the map against the triggers of {@link DeployedFunction}.
   *
   * @throws SettingsException for the first violation
   */
  static void requireCovered(DataMap map) {
    for (Violation each : violations(map, DeployedFunction.triggers())) {
      throw each.toException(map);
    }
  }

  private void check(Location location) {
    if (location.place() instanceof Place.Documents place) {
      checkContent(location, place);
      if (location.role() == LocationRole.ACCOUNT
          && !isReached(DeployedFunction.ACCOUNT_WRITTEN, location)) {
        violation(
            location,
            "path",
            triggerOf(DeployedFunction.ACCOUNT_WRITTEN)
                + " does not match this path, so no consent would start");
      }
    } else if (location.place() instanceof Place.Blobs place) {
      checkObjects(location, place);
    } else if (location.place() instanceof Place.Accounts
        && !(declared.get(DeployedFunction.USER_DELETED.functionName())
            instanceof Trigger.AccountDeleted)) {
      violation(location, "kind", "UserDeleted lacks the trigger account: deleted");
    }
  }

  private void checkContent(Location location, Place.Documents place) {
    boolean isSealed = isSealed(location);
    boolean isPurged =
        location.role() == LocationRole.CONTENT && location.field(Deletion.FIELD).isPresent();
    if (!location.stamped()) {
      if (isSealed) {
        violation(location, "fields", "sealed fields need 'stamped: yes'; add it");
      } else if (isPurged) {
        violation(location, "fields", "a purge by deletedAt needs 'stamped: yes'; add it");
      }
    } else if (!place.database().equals(Place.Documents.MAIN)
        || !isReached(DeployedFunction.CONTENT_WRITTEN, location)) {
      violation(
          location,
          "stamped",
          triggerOf(DeployedFunction.CONTENT_WRITTEN)
              + " does not match "
              + place.path()
              + ", so its documents would not be stamped, sealed or purged");
    } else if (!(location.subject() instanceof SubjectLocator.InPath)) {
      violation(location, "subject", "stamped content needs its owner's id in its path");
    }
  }

  private static boolean isSealed(Location location) {
    return location.fields().stream().anyMatch(each -> each.sealed() != Sealing.NEVER);
  }

  private boolean isReached(DeployedFunction function, Location location) {
    PathPattern path = location.place().pattern().orElseThrow();
    return declared.get(function.functionName()) instanceof Trigger.DocumentWritten written
        && written.matches(path.segments());
  }

  private String triggerOf(DeployedFunction function) {
    String name = function.functionName();
    return declared.get(name) instanceof Trigger.DocumentWritten written
        ? "the trigger of " + name + ", " + written.pattern() + ","
        : "the trigger of " + name;
  }

  /** Uploads are sealed and stripped of metadata when they move to the content bucket. */
  private void checkObjects(Location location, Place.Blobs place) {
    Optional<String> uploads =
        declared.get(DeployedFunction.BLOB_UPLOADED.functionName())
                instanceof Trigger.ObjectFinalized finalized
            ? Optional.of(finalized.bucket())
            : Optional.empty();
    boolean isUpload = place.bucket().equals(UploadService.UPLOADS);
    boolean isProcessed =
        location.role() == LocationRole.CONTENT
            && (isSealed(location) || !location.strip().isEmpty());
    if (isUpload && !uploads.equals(Optional.of(place.bucket()))) {
      violation(location, "bucket", "BlobUploaded lacks the trigger on this bucket");
    } else if (isUpload && !hasPath(UploadService.CONTENT, place)) {
      violation(location, "path", "never sealed: the bucket content has no such path");
    } else if (isProcessed
        && (!place.bucket().equals(UploadService.CONTENT)
            || uploads.filter(it -> hasPath(it, place)).isEmpty())) {
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
                    && shape(other.path()).equals(shape(place.path())));
  }

  private static List<String> shape(PathPattern path) {
    return path.segments().stream().map(each -> each.startsWith("{") ? "{}" : each).toList();
  }

  private void violation(Location location, String member, String problem) {
    violations.add(new Violation(location.name(), member, problem));
  }
}
