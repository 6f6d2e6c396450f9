package com.anykoma.privacy.collection.datamap;

import com.anykoma.privacy.CertifiedText;
import com.anykoma.privacy.Purpose;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * One kind of place where data is kept, with the rules that hold there.
 *
 * @param stamped whether each document is content that gets a training stamp (P3, P8)
 * @param strip what is taken out of images before they are kept here; blobs only (P5)
 * @param purposes what the data is used for, where a field does not say otherwise
 * @param retention how long it is kept, where a field does not say otherwise
 * @param shared what becomes of other people's documents beneath one of its own that goes
 * @param about how it says which item it is about, where it is about one
 * @param aged the field that tells its age, where it is deleted at an age
 */
public record Location(
    String name,
    Place place,
    SubjectLocator subject,
    Role role,
    boolean stamped,
    Set<EmbeddedMetadata> strip,
    List<DataField> fields,
    Set<Purpose> purposes,
    RetentionClass retention,
    ExportRule export,
    EraseRule erase,
    List<Edge> edges,
    Optional<SharedRule> shared,
    Optional<ItemReference> about,
    Optional<String> aged) {
  public Location {
    CertifiedText.place(name);
    Objects.requireNonNull(place);
    Objects.requireNonNull(subject);
    Objects.requireNonNull(role);
    strip = Set.copyOf(strip);
    fields = List.copyOf(fields);
    purposes = Set.copyOf(purposes);
    Objects.requireNonNull(retention);
    Objects.requireNonNull(export);
    Objects.requireNonNull(erase);
    edges = List.copyOf(edges);
    Objects.requireNonNull(shared);
    Objects.requireNonNull(about);
    Objects.requireNonNull(aged);
  }

  /** The field of exactly this name. */
  public Optional<DataField> field(String fieldName) {
    return fields.stream().filter(each -> each.name().equals(fieldName)).findFirst();
  }

  /**
   * How long its records are kept by the field that tells their age; empty when they do not age.
   */
  public Optional<RetentionClass> expiry() {
    return aged.flatMap(this::field)
        .map(DataField::retention)
        .filter(each -> each.maxAge().isPresent());
  }

  /** The fields that are lists of uids. */
  public List<String> subjectLists() {
    return fields.stream().filter(DataField::listsSubjects).map(DataField::name).toList();
  }

  /** Whether the other location's data is a part of this one's. */
  boolean owns(Location other) {
    return edges.stream()
        .anyMatch(each -> each.kind() == Edge.Kind.OWNED && each.to().equals(other.name()));
  }

  /** Whether any field is about a person. */
  public boolean isPersonal() {
    return fields.stream().anyMatch(each -> each.category().isPersonal());
  }
}
