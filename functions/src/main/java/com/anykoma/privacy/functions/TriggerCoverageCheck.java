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
import java.util.function.Supplier;

/**
 * Holds what the data map promises against the triggers that are declared: a stamp, a seal, the
 * purge of what has {@code deletedAt}, the removal of embedded metadata, the beginning of a
 * person's consent and the notice of a deleted account each need an event that reaches the place
 * (P3, P5, P8, P10, P20).
 */
public final class TriggerCoverageCheck {
  private final DataMap map;
  private final Map<String, Trigger> declared;
  private final List<Broken> broken = new ArrayList<>();

  /**
   * A promise that nothing keeps.
   *
   * @param location that makes it, by the data map's name
   * @param member of the location that is at fault
   */
  public record Broken(String location, String member, String problem) {
    /** The problem with the file and line of {@code datamap.yaml} that makes the promise. */
    public SettingsException in(Setting root) {
      Setting at = root.get("locations").get(location);
      return at.find(member).orElse(at).error(problem);
    }
  }

  private TriggerCoverageCheck(DataMap map, Map<String, Trigger> declared) {
    this.map = map;
    this.declared = declared;
  }

  /**
   * The promises of the map that no declared trigger keeps.
   *
   * @param declared triggers by the names of their functions, {@code ContentWritten}
   */
  public static List<Broken> broken(DataMap map, Map<String, Trigger> declared) {
    TriggerCoverageCheck promises = new TriggerCoverageCheck(map, declared);
    map.locations().forEach(promises::check);
    return List.copyOf(promises.broken);
  }

  /**
   * The map, which the functions' own triggers keep.
   *
   * @param root gives what it was read from, which is read again only to name a line
   * @throws SettingsException for the first promise that they do not keep
   */
  static DataMap kept(DataMap map, Supplier<Setting> root) {
    for (Broken each : broken(map, DeployedFunction.triggers())) {
      throw each.in(root.get());
    }
    return map;
  }

  private void check(Location location) {
    if (location.place() instanceof Place.Documents place) {
      checkContent(location, place);
      if (location.role() == LocationRole.ACCOUNT
          && !isReached(DeployedFunction.ACCOUNT_WRITTEN, location)) {
        breaks(
            location,
            "path",
            "no consent begins there: "
                + triggerOf(DeployedFunction.ACCOUNT_WRITTEN)
                + " does not reach a profile of role account");
      }
    } else if (location.place() instanceof Place.Blobs place) {
      checkObjects(location, place);
    } else if (location.place() instanceof Place.Accounts
        && !(declared.get(DeployedFunction.USER_DELETED.functionName())
            instanceof Trigger.AccountDeleted)) {
      breaks(location, "kind", "no function is told when an account is deleted");
    }
  }

  private void checkContent(Location location, Place.Documents place) {
    boolean isSealed = isSealed(location);
    boolean isPurged =
        location.role() == LocationRole.CONTENT && location.field(Deletion.FIELD).isPresent();
    if (!location.stamped()) {
      if (isSealed) {
        breaks(location, "fields", "only what is 'stamped: yes' is ever sealed");
      } else if (isPurged) {
        breaks(location, "fields", "only what is 'stamped: yes' is purged once it has deletedAt");
      }
    } else if (!place.database().equals(Place.Documents.MAIN)
        || !isReached(DeployedFunction.CONTENT_WRITTEN, location)) {
      breaks(
          location,
          "stamped",
          triggerOf(DeployedFunction.CONTENT_WRITTEN)
              + " does not reach "
              + place.path()
              + ": nothing there would be stamped, sealed or purged");
    } else if (!(location.subject() instanceof SubjectLocator.InPath)) {
      breaks(location, "subject", "only content under its owner's id is stamped: \"{uid}\"");
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

  /** An upload is sealed and stripped on its way to the object of its name among the content. */
  private void checkObjects(Location location, Place.Blobs place) {
    Optional<String> uploads =
        declared.get(DeployedFunction.BLOB_UPLOADED.functionName())
                instanceof Trigger.ObjectFinalized told
            ? Optional.of(told.bucket())
            : Optional.empty();
    boolean isUpload = place.bucket().equals(UploadService.UPLOADS);
    boolean isPromised =
        location.role() == LocationRole.CONTENT
            && (isSealed(location) || !location.strip().isEmpty());
    if (isUpload && !uploads.equals(Optional.of(place.bucket()))) {
      breaks(location, "bucket", "no function is told of its uploads");
    } else if (isUpload && !hasSame(UploadService.CONTENT, place)) {
      breaks(location, "path", "its uploads are never sealed: no location has the path in content");
    } else if (isPromised
        && (!place.bucket().equals(UploadService.CONTENT)
            || uploads.filter(it -> hasSame(it, place)).isEmpty())) {
      breaks(location, "path", "no upload reaches it, so nothing there is sealed or stripped");
    }
  }

  private boolean hasSame(String bucket, Place.Blobs place) {
    return map.locations().stream()
        .anyMatch(
            each ->
                each.place() instanceof Place.Blobs other
                    && other.bucket().equals(bucket)
                    && shape(other.path()).equals(shape(place.path())));
  }

  private static List<String> shape(PathPattern path) {
    return path.segments().stream().map(each -> each.startsWith("{") ? "{}" : each).toList();
  }

  private void breaks(Location location, String member, String problem) {
    broken.add(new Broken(location.name(), member, problem));
  }
}
