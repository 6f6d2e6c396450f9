package com.anykoma.privacy.collection.datamap;

import com.anykoma.privacy.CertifiedText;
import com.anykoma.privacy.Purpose;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An entry of the data map: a place where data is stored, and the rules for the data there.
 *
 * @param subject how the data names the person whom it is about
 * @param stamped whether each document is content that gets a training stamp (P3, P8)
 * @param strip the metadata that is removed from images before they are stored here; blobs only
 *     (P5)
 * @param derived the names of objects that are made from the objects here; blobs only
 * @param purposes the purposes of fields that declare none
 * @param retention the retention class of fields that declare none
 * @param shared the rule for other people's documents beneath a document that is deleted
 * @param itemField the field with the path of the content item of a record about one item
 * @param ageField the timestamp field from which the retention period counts
 */
public record Location(
    String name,
    Place place,
    SubjectLocator subject,
    LocationRole role,
    boolean stamped,
    Set<EmbeddedMetadata> strip,
    List<DerivedName> derived,
    List<DataField> fields,
    Set<Purpose> purposes,
    RetentionClass retention,
    ExportRule export,
    EraseRule erase,
    List<LocationEdge> edges,
    Optional<SharedRule> shared,
    Optional<String> itemField,
    Optional<String> ageField) {
  public Location {
    CertifiedText.place(name);
    Objects.requireNonNull(place);
    Objects.requireNonNull(subject);
    Objects.requireNonNull(role);
    strip = Set.copyOf(strip);
    derived = List.copyOf(derived);
    fields = List.copyOf(fields);
    purposes = Set.copyOf(purposes);
    Objects.requireNonNull(retention);
    Objects.requireNonNull(export);
    Objects.requireNonNull(erase);
    edges = List.copyOf(edges);
    Objects.requireNonNull(shared);
    Objects.requireNonNull(itemField);
    Objects.requireNonNull(ageField);
  }

  /** Returns the field with exactly this name. */
  public Optional<DataField> field(String fieldName) {
    return fields.stream().filter(each -> each.name().equals(fieldName)).findFirst();
  }

  /** Returns the retention class of the age field; empty if records do not expire by age. */
  public Optional<RetentionClass> expiry() {
    return ageField
        .flatMap(this::field)
        .map(DataField::retention)
        .filter(each -> each.maxAge().isPresent());
  }

  /** Returns the fields that are lists of uids. */
  public List<String> subjectLists() {
    return naming(DataField.Subjects.YES);
  }

  /** Returns the fields that are maps whose keys are uids, without the final {@code .*}. */
  public List<String> subjectMaps() {
    return naming(DataField.Subjects.KEYS).stream()
        .map(each -> each.substring(0, each.length() - ".*".length()))
        .toList();
  }

  private List<String> naming(DataField.Subjects subjects) {
    return fields.stream()
        .filter(each -> each.subjects() == subjects)
        .map(DataField::name)
        .toList();
  }

  /** Returns the pattern up to the id of the person who owns everything beneath it, if any. */
  public Optional<PathPattern> root() {
    return subject instanceof SubjectLocator.InPath locator
        ? place.pattern().map(it -> it.upTo(locator.id()))
        : Optional.empty();
  }

  /**
   * Returns the collection or folder whose ids are people: {@code users}; empty if there is none.
   */
  public Optional<String> folderOfPeople() {
    return root().filter(it -> it.ids().size() == 1).map(PathPattern::parent);
  }

  /** Whether the documents of one person are in no one collection of theirs. */
  public boolean isScattered() {
    int collection = place.pattern().orElseThrow().segments().size() - 2;
    return folderOfPeople().isEmpty() || root().orElseThrow().segments().size() != collection;
  }

  /** Whether a field names the owner, so that a document can be handed over to another person. */
  public boolean hasOwnerField() {
    return subject instanceof SubjectLocator.InField;
  }

  /** Whether no one person's plan decides about the content, so that it is always protected. */
  public boolean isAlwaysProtected() {
    return subject instanceof SubjectLocator.InList
        || subject instanceof SubjectLocator.Through
        || subject instanceof SubjectLocator.ThroughPath;
  }

  /** Returns a copy with more edges, ordered by kind. */
  Location with(List<LocationEdge> more) {
    List<LocationEdge> all =
        Stream.concat(more.stream(), edges.stream())
            .distinct()
            .sorted(Comparator.comparing(LocationEdge::kind))
            .toList();
    return new Location(
        name, place, subject, role, stamped, strip, derived, fields, purposes, retention, export,
        erase, all, shared, itemField, ageField);
  }

  /**
   * Returns prefixes of the names of all objects that are made from one object of this location.
   * Other objects may have them too; see {@link DataMap#originalsOf}.
   */
  public List<String> derivedPrefixes(Map<String, String> ids) {
    return derived.stream().flatMap(each -> each.prefix(ids).stream()).distinct().toList();
  }

  /** Whether an {@code owned} edge leads to the other location. */
  boolean owns(Location other) {
    return edges.stream()
        .anyMatch(each -> each.kind() == LocationEdge.Kind.OWNED && each.to().equals(other.name()));
  }

  /** Whether any field is about a person. */
  public boolean isPersonal() {
    return fields.stream().anyMatch(each -> each.category().isPersonal());
  }
}
