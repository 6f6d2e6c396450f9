package com.anykoma.privacy.collection.datamap;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentChange;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Query;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Determines whose a document is, for every form of {@code subject} in the data map (P19, P23).
 * Reads one document for {@code through}, else none.
 *
 * @param read reads a document; of a transaction where the answer must hold until its writes
 */
public record Owners(DataMap dataMap, Function<DocumentPath, Optional<Document>> read) {
  private static final SubjectLocator NO_SUBJECT = new SubjectLocator.None();

  public Owners {
    Objects.requireNonNull(dataMap);
    Objects.requireNonNull(read);
  }

  /** Determines owners by a document's own path and fields only: {@code through} finds none. */
  public static Owners withoutReads(DataMap dataMap) {
    return new Owners(dataMap, path -> Optional.empty());
  }

  /** Returns the same with another reader. */
  public Owners reading(Function<DocumentPath, Optional<Document>> reader) {
    return new Owners(dataMap, reader);
  }

  /**
   * Returns the owners of a document of the main database; empty if it is about no person, names no
   * valid uid, or the document that names its owner does not exist.
   */
  public List<SubjectId> of(Document document) {
    SubjectLocator locator = locator(document);
    if (locator instanceof SubjectLocator.InField field) {
      return text(document, field.field()).flatMap(SubjectId::ofAccount).stream().toList();
    }
    if (locator instanceof SubjectLocator.InList list) {
      return values(document, list).stream()
          .flatMap(each -> each instanceof String uid ? SubjectId.ofAccount(uid).stream() : null)
          .distinct()
          .toList();
    }
    if (locator instanceof SubjectLocator.Through
        || locator instanceof SubjectLocator.ThroughPath) {
      return leading(document).flatMap(read).map(this::of).orElse(List.of());
    }
    return dataMap.subjectOf(document.path()).stream().toList();
  }

  /**
   * Whether the person is the only owner of a document. A list with any other value, even an
   * invalid one, has other owners.
   */
  public boolean isOnly(SubjectId subject, Document document) {
    return of(document).equals(List.of(subject))
        && !(locator(document) instanceof SubjectLocator.InList list
            && !values(document, list).stream().allMatch(subject.value()::equals));
  }

  /** Returns the owners of content, by its last version if it is deleted; empty for no content. */
  public List<SubjectId> ofContent(DocumentChange change) {
    return dataMap.isContent(change.path())
        ? of(change.after().or(change::before).orElseThrow())
        : List.of();
  }

  /** Returns the owners of content after and before a change; content without one is a failure. */
  public Set<SubjectId> ofContentAtAnyTime(DocumentChange change) {
    Set<SubjectId> owners = new LinkedHashSet<>(ofContent(change));
    if (change.after().isPresent() && dataMap.isContent(change.path())) {
      if (owners.isEmpty()) {
        throw new PermanentFailure(
            "content names no owner who can have an account; it stays protected");
      }
      change.before().filter(it -> leading(it).isEmpty()).map(this::of).ifPresent(owners::addAll);
    }
    return owners;
  }

  /** Returns the document whose owner is this document's owner; empty without {@code through}. */
  public Optional<DocumentPath> leading(Document document) {
    SubjectLocator locator = locator(document);
    if (locator instanceof SubjectLocator.ThroughPath through) {
      int length = patternOf(through.location()).segments().size();
      List<String> leading = document.path().segments().subList(0, length);
      return Optional.of(new DocumentPath(String.join("/", leading)));
    }
    return locator instanceof SubjectLocator.Through through
        ? text(document, through.field()).flatMap(id -> leading(document, through, id))
        : Optional.empty();
  }

  private Optional<DocumentPath> leading(
      Document document, SubjectLocator.Through through, String id) {
    PathPattern pattern = patternOf(through.location());
    Map<String, String> ids = new HashMap<>(dataMap.matchOf(document.path()).orElseThrow().ids());
    ids.put(pattern.lastId(), id);
    return pattern.filled(ids).map(DocumentPath::new);
  }

  /** Returns queries, by location, for documents with this one's id that are deleted with it. */
  public Map<Location, Query> ledBy(DocumentPath document) {
    String leading = dataMap.locationOf(document).orElseThrow().name();
    Map<Location, Query> led = new LinkedHashMap<>();
    for (Location each : dataMap.locations()) {
      if (each.place() instanceof Place.Documents in
          && each.subject() instanceof SubjectLocator.Through through
          && each.erase().action() == EraseRule.Action.DELETE
          && through.location().equals(leading)) {
        led.put(each, in.among(Map.of()).whereEqual(through.field(), document.id()));
      }
    }
    return led;
  }

  private PathPattern patternOf(String name) {
    return dataMap.location(name).orElseThrow().place().pattern().orElseThrow();
  }

  private SubjectLocator locator(Document document) {
    return dataMap.locationOf(document.path()).map(Location::subject).orElse(NO_SUBJECT);
  }

  private static List<?> values(Document document, SubjectLocator.InList list) {
    return document.fields().at(list.field()).orElse(List.of()) instanceof List<?> values
        ? values
        : List.of();
  }

  private static Optional<String> text(Document document, String field) {
    return document.fields().at(field).filter(String.class::isInstance).map(String.class::cast);
  }
}
