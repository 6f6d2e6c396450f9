package com.anykoma.privacy.retention.removal;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.EraseRule.Action;
import com.anykoma.privacy.collection.datamap.ItemReference;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.LocationEdge;
import com.anykoma.privacy.collection.datamap.PathPattern;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.collection.datamap.SubjectLocator;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the data map says goes with an item, and what with a person. Pure: it names what to look for
 * and reads nothing (P19, P23; E20, E23, E25).
 */
public record Targets(DataMap dataMap) {
  /**
   * The item, what is a part of it and what was made from it.
   *
   * @param item the path of its document
   * @param owner whose it is
   * @throws PermanentFailure when the data map does not name its place
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
    return List.copyOf(targets);
  }

  private Target of(Location to, DocumentPath item, Map<String, String> ids, SubjectId owner) {
    PathPattern pattern =
        to.place()
            .pattern()
            .orElseThrow(
                () -> new PermanentFailure("alarm: an edge leads to '" + to.name() + "', no data"));
    if (to.itemReference().isPresent()) {
      ItemReference about = to.itemReference().get();
      Place.Documents records = (Place.Documents) to.place(); // nothing else has fields to ask for
      return new Target.Found(
          to,
          records.among(ids).whereEqual(about.field(), nameOf(item, about)),
          Optional.of(owner));
    }
    String path = String.join("/", pattern.leading(ids));
    return to.place() instanceof Place.Blobs blobs
        ? new Target.Folder(to.name(), blobs.bucket(), path)
        : new Target.Tree(to.name(), new DocumentPath(path), owner);
  }

  /** Whose a document is; empty where it does not say. */
  Optional<SubjectId> ownerOf(Document item) {
    return dataMap.subjectOf(item.path()).or(() -> dataMap.subjectInField(item));
  }

  private static String nameOf(DocumentPath item, ItemReference about) {
    return about.form() == ItemReference.Form.PATH
        ? item.value()
        : item.collection().id() + "/" + item.id();
  }

  /** The kind of edge by which the target goes with the item, or {@code item} for itself. */
  String whyOf(DocumentPath item, Target target) {
    return locationOf(item).edges().stream()
        .filter(each -> each.isCascading() && each.to().equals(target.location()))
        .map(each -> each.kind().name().toLowerCase(Locale.ROOT))
        .findFirst()
        .orElse("item");
  }

  /** The locations that the item leads to and that stay as they are. */
  List<String> sharedOf(DocumentPath item) {
    return locationOf(item).edges().stream()
        .filter(each -> each.kind() == LocationEdge.Kind.SHARED)
        .map(LocationEdge::to)
        .toList();
  }

  /** The name of the item's location. */
  String nameOf(DocumentPath item) {
    return locationOf(item).name();
  }

  /** The data that the item leads to and others may lead to as well. */
  List<LocationEdge> countedOf(DocumentPath item) {
    return locationOf(item).edges().stream()
        .filter(each -> each.kind() == LocationEdge.Kind.COUNTED)
        .toList();
  }

  /** The document of a counted edge's other location with this id; empty for what is no id. */
  Optional<DocumentPath> counted(LocationEdge edge, DocumentPath item, String id) {
    PathPattern pattern = dataMap.location(edge.to()).orElseThrow().place().pattern().orElseThrow();
    Map<String, String> ids = new HashMap<>(idsOf(locationOf(item), item));
    ids.put(pattern.lastId(), id);
    return pattern.filled(ids).map(DocumentPath::new);
  }

  private Location locationOf(DocumentPath item) {
    return dataMap
        .locationOf(item)
        .orElseThrow(
            () -> new PermanentFailure("alarm: datamap.yaml names no location of an item"));
  }

  private static Map<String, String> idsOf(Location location, DocumentPath item) {
    return location.place().pattern().flatMap(it -> it.match(item.segments())).orElseThrow();
  }

  /**
   * Everything of the subject in documents and objects that an erasure deletes, but for the {@link
   * #pointersOf}.
   */
  public List<Target> deletedOf(SubjectId subject) {
    return deletedOf(subject, false);
  }

  /** The records that other data of the subject's is found through: they go last. */
  public List<Target> pointersOf(SubjectId subject) {
    return deletedOf(subject, true);
  }

  private List<Target> deletedOf(SubjectId subject, boolean pointers) {
    Map<Object, Target> targets = new LinkedHashMap<>();
    for (Location each : dataMap.locations()) {
      if (each.erase().action() == Action.DELETE && isPointer(each) == pointers) {
        if (each.subject() instanceof SubjectLocator.InPath) {
          Target own = underPath(each, subject);
          targets.putIfAbsent(place(own), own);
        } else if (each.subject() instanceof SubjectLocator.InField key
            && each.place() instanceof Place.Documents documents) {
          targets.put(each.name(), found(each, documents, key.field(), subject));
        }
      }
    }
    return List.copyOf(targets.values());
  }

  private static Object place(Target target) {
    return target instanceof Target.Folder folder
        ? List.of(folder.bucket(), folder.name())
        : ((Target.Tree) target).root();
  }

  private boolean isPointer(Location location) {
    return dataMap.locations().stream()
        .anyMatch(
            each ->
                each.subject() instanceof SubjectLocator.Through through
                    && through.location().equals(location.name()));
  }

  /** The records of the subject that an erasure pseudonymises. */
  public List<Target.Found> pseudonymisedOf(SubjectId subject) {
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

  /**
   * The records that an erasure pseudonymises because they lead to a pointer.
   *
   * @param location the pointer's, by the data map's name
   * @param id of the pointer's document
   */
  public List<Target.Found> pseudonymisedThrough(String location, String id) {
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
   * The documents of others that list the subject, by each field that lists subjects: an erasure
   * takes the uid out and leaves the documents.
   */
  public List<Target.Found> listing(SubjectId subject) {
    List<Target.Found> targets = new ArrayList<>();
    for (Location each : dataMap.locations()) {
      if (each.place() instanceof Place.Documents documents) {
        for (String field : each.subjectLists()) {
          targets.add(
              new Target.Found(
                  each,
                  documents.among(Map.of()).whereContains(field, subject.value()),
                  Optional.empty()));
        }
      }
    }
    return List.copyOf(targets);
  }

  private static Target.Found found(
      Location location, Place.Documents in, String field, SubjectId subject) {
    return new Target.Found(
        location, in.among(Map.of()).whereEqual(field, subject.value()), Optional.of(subject));
  }

  /** The subject's own document or folder: the path as far as their id. */
  private static Target underPath(Location location, SubjectId subject) {
    PathPattern pattern = location.place().pattern().orElseThrow();
    List<String> own = new ArrayList<>(pattern.leading(Map.of())); // theirs is the first id
    own.add(subject.documentId());
    String path = String.join("/", own);
    return location.place() instanceof Place.Blobs blobs
        ? new Target.Folder(location.name(), blobs.bucket(), path)
        : new Target.Tree(location.name(), new DocumentPath(path), subject);
  }
}
