package com.anykoma.privacy.retention.removal;

import com.anykoma.privacy.AlarmFailure;
import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.EraseRule.Action;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.LocationEdge;
import com.anykoma.privacy.collection.datamap.Owners;
import com.anykoma.privacy.collection.datamap.PathPattern;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.collection.datamap.SubjectLocator;
import com.anykoma.privacy.log.LogField;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.NodePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lists the data that the data map says to remove with an item or a person. Pure function of the
 * data map: it makes no reads (P19, P23; E20, E23, E25).
 */
public record Targets(DataMap dataMap) {
  /**
   * The item, its parts, the data derived from it and the documents that belong to its owner
   * because they refer to it.
   *
   * @param item the path of its document
   * @param owner owner of the item
   * @throws PermanentFailure if the data map has no location for the item
   */
  public List<Target> ofItem(DocumentPath item, SubjectId owner) {
    Location location = locationOf(item);
    Set<Target> targets = new LinkedHashSet<>();
    targets.add(new Target.Tree(location.name(), item, owner));
    Map<String, String> ids = idsOf(location, item);
    for (LocationEdge edge : location.edges()) {
      if (edge.isCascading()) {
        Location to = dataMap.location(edge.to()).orElseThrow();
        if (to.erase().action() != Action.RETAIN) {
          targets.add(of(to, item, ids, owner));
        }
      }
    }
    targets.addAll(ledBy(item, owner));
    return List.copyOf(targets);
  }

  /** The documents of which this one names the owner, and which have its id in a field. */
  List<Target.Found> ledBy(DocumentPath leading, SubjectId owner) {
    return Owners.withoutReads(dataMap).ledBy(leading).entrySet().stream()
        .map(
            each ->
                new Target.Found(
                    each.getKey(), each.getValue(), Optional.of(owner), Optional.of(leading)))
        .toList();
  }

  private Target of(Location to, DocumentPath item, Map<String, String> ids, SubjectId owner) {
    PathPattern pattern =
        to.place()
            .pattern()
            .orElseThrow(
                () ->
                    new AlarmFailure(
                        "alarm: an edge leads to a location without a path",
                        LogField.LOCATION.of(to.name())));
    if (to.itemField().isPresent()) {
      Place.Documents records =
          (Place.Documents) to.place(); // only documents can be queried by a field
      return new Target.Found(
          to,
          records.among(idsOfOwner(item, to, owner)).whereEqual(to.itemField().get(), item.value()),
          Optional.of(owner));
    }
    String path = String.join("/", pattern.leading(ids));
    return to.place() instanceof Place.Blobs blobs
        ? new Target.Folder(to.name(), blobs.bucket(), path, derived(to, ids))
        : new Target.Tree(to.name(), new DocumentPath(path), owner);
  }

  private static Optional<List<String>> derived(Location to, Map<String, String> ids) {
    return to.derived().isEmpty() ? Optional.empty() : Optional.of(to.derivedPrefixes(ids));
  }

  boolean isOwnedBy(SubjectId subject, Document item) {
    return Owners.withoutReads(dataMap).isOnly(subject, item);
  }

  /**
   * The ids that lead to records about an item: the owner's, if no other person can have been the
   * item's owner; else none, so that the records of all its owners are found.
   */
  private Map<String, String> idsOfOwner(DocumentPath item, Location records, SubjectId owner) {
    return locationOf(item).subject() instanceof SubjectLocator.InPath
            && records.subject() instanceof SubjectLocator.InPath key
        ? Map.of(key.id(), owner.documentId())
        : Map.of();
  }

  /** The kind of edge that leads to the target; {@code item} for the item itself. */
  String edgeKindOf(DocumentPath item, Target target) {
    return locationOf(item).edges().stream()
        .filter(each -> each.isCascading() && each.to().equals(target.location()))
        .map(each -> each.kind().name().toLowerCase(Locale.ROOT))
        .findFirst()
        .orElse("item");
  }

  /** The locations that the item references and that stay unchanged. */
  List<String> sharedLocationsOf(DocumentPath item) {
    return locationOf(item).edges().stream()
        .filter(each -> each.kind() == LocationEdge.Kind.SHARED)
        .map(LocationEdge::to)
        .toList();
  }

  /** The name of the item's location. */
  String nameOf(DocumentPath item) {
    return locationOf(item).name();
  }

  List<LocationEdge> countedEdgesOf(DocumentPath item) {
    return locationOf(item).edges().stream()
        .filter(each -> each.kind() == LocationEdge.Kind.COUNTED)
        .toList();
  }

  /** The document with this id that a counted edge leads to; empty if the id is invalid. */
  Optional<DocumentPath> counted(LocationEdge edge, DocumentPath item, String id) {
    PathPattern pattern = dataMap.location(edge.to()).orElseThrow().place().pattern().orElseThrow();
    Map<String, String> ids = new HashMap<>(idsOf(locationOf(item), item));
    ids.put(pattern.lastId(), id);
    return pattern.filled(ids).map(DocumentPath::new);
  }

  private Location locationOf(DocumentPath item) {
    return dataMap
        .locationOf(item)
        .orElseThrow(() -> new AlarmFailure("alarm: datamap.yaml names no location of an item"));
  }

  private static Map<String, String> idsOf(Location location, DocumentPath item) {
    return location.place().pattern().flatMap(it -> it.match(item.segments())).orElseThrow();
  }

  /** The subject's data that an erasure deletes, except {@link #pointersToDelete}. */
  public List<Target> dataToDelete(SubjectId subject) {
    return dataToDelete(subject, false);
  }

  /** The records through which other data of the subject is found; they are deleted last. */
  public List<Target> pointersToDelete(SubjectId subject) {
    return dataToDelete(subject, true);
  }

  private List<Target> dataToDelete(SubjectId subject, boolean pointers) {
    Map<Object, Target> targets = new LinkedHashMap<>();
    for (Location each : dataMap.locations()) {
      if (each.erase().action() == Action.DELETE && isPointer(each) == pointers) {
        if (each.place() instanceof Place.Realtime node) {
          nodeOf(node, subject)
              .ifPresent(it -> targets.putIfAbsent(it, new Target.Node(each.name(), it)));
        } else if (each.subject() instanceof SubjectLocator.InPath) {
          Target own = underPath(each, subject);
          targets.putIfAbsent(place(own), own);
        } else if (each.subject() instanceof SubjectLocator.InList owners) {
          targets.put(each.name(), listing(each, owners.field(), subject, Optional.of(subject)));
        } else if (each.subject() instanceof SubjectLocator.InField key
            && each.place() instanceof Place.Documents documents) {
          targets.put(each.name(), found(each, documents, key.field(), subject));
        }
      }
    }
    return List.copyOf(targets.values());
  }

  /** The node of the subject; empty for a uid that the database cannot have as a key. */
  private static Optional<NodePath> nodeOf(Place.Realtime place, SubjectId subject) {
    return NodePath.isKey(subject.value())
        ? Optional.of(new NodePath(place.path().leading(Map.of())).child(subject.value()))
        : Optional.empty();
  }

  private static Object place(Target target) {
    if (target instanceof Target.Folder folder) {
      return List.of(folder.bucket(), folder.name());
    }
    return target instanceof Target.Everywhere everywhere
        ? everywhere.root()
        : ((Target.Tree) target).root();
  }

  private boolean isPointer(Location location) {
    return dataMap.locations().stream()
        .anyMatch(
            each ->
                each.subject() instanceof SubjectLocator.Through through
                    && each.erase().action() != Action.DELETE // else they are deleted together
                    && through.location().equals(location.name()));
  }

  /** The records of the subject that an erasure pseudonymises. */
  public List<Target.Found> recordsToPseudonymise(SubjectId subject) {
    List<Target.Found> targets = new ArrayList<>();
    for (Location each : dataMap.locations()) {
      if (each.erase().action() == Action.PSEUDONYMISE
          && each.subject() instanceof SubjectLocator.InField key
          && each.place() instanceof Place.Documents documents) {
        targets.add(found(each, documents, key.field(), subject));
      }
    }
    return List.copyOf(targets);
  }

  /** The records that an erasure pseudonymises because they reference a pointer's document. */
  public List<Target.Found> recordsToPseudonymiseThrough(String location, String id) {
    List<Target.Found> targets = new ArrayList<>();
    for (Location each : dataMap.locations()) {
      if (each.erase().action() == Action.PSEUDONYMISE
          && each.subject() instanceof SubjectLocator.Through key
          && key.location().equals(location)
          && each.place() instanceof Place.Documents documents) {
        targets.add(
            new Target.Found(
                each, documents.among(Map.of()).whereEqual(key.field(), id), Optional.empty()));
      }
    }
    return List.copyOf(targets);
  }

  /**
   * Documents that list the subject among others, one target per listing field. An erasure removes
   * the uid from the list and leaves the document.
   */
  public List<Target.Found> documentsListing(SubjectId subject) {
    List<Target.Found> targets = new ArrayList<>();
    for (Location each : dataMap.locations()) {
      each.subjectLists()
          .forEach(field -> targets.add(listing(each, field, subject, Optional.empty())));
    }
    return List.copyOf(targets);
  }

  /** Only documents of the main database can list subjects. */
  private static Target.Found listing(
      Location of, String field, SubjectId subject, Optional<SubjectId> owner) {
    Place.Documents in = (Place.Documents) of.place();
    return new Target.Found(of, in.among(Map.of()).whereContains(field, subject.value()), owner);
  }

  private static Target.Found found(
      Location location, Place.Documents in, String field, SubjectId subject) {
    return new Target.Found(
        location, in.among(Map.of()).whereEqual(field, subject.value()), Optional.of(subject));
  }

  /** The subject's own documents or folder: the path up to their id. */
  private static Target underPath(Location location, SubjectId subject) {
    Optional<String> folder = location.folderOfPeople();
    if (folder.isEmpty()) {
      return new Target.Everywhere(location, subject);
    }
    String path =
        Stream.of(folder.get(), subject.documentId())
            .filter(each -> !each.isEmpty())
            .collect(Collectors.joining("/"));
    return location.place() instanceof Place.Blobs blobs
        ? new Target.Folder(location.name(), blobs.bucket(), path)
        : new Target.Tree(location.name(), new DocumentPath(path), subject);
  }
}
