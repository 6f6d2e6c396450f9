package com.anykoma.privacy.local.product;

import com.anykoma.privacy.Purpose;
import com.anykoma.privacy.collection.datamap.DataField;
import com.anykoma.privacy.collection.datamap.DataField.Sealing;
import com.anykoma.privacy.collection.datamap.EmbeddedMetadata;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.PathPattern;
import com.anykoma.privacy.collection.datamap.SubjectLocator;
import com.anykoma.privacy.platform.DocumentPath;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A location where people of the product keep content.
 *
 * @param objects the location of sealed images that belong to its documents, if any
 */
public record SampleContent(Location location, Optional<Location> objects) {
  /** The text of every sample item. */
  public static final String TEXT = "a red dragon over the sea";

  public SampleContent {
    Objects.requireNonNull(location);
    Objects.requireNonNull(objects);
  }

  /** Its name in the data map. */
  public String name() {
    return location.name();
  }

  /** The field with the text of an item: the first that is sealed, or else private content. */
  public Optional<DataField> text() {
    return texts(each -> each.sealed() != Sealing.NEVER)
        .or(() -> texts(each -> each.category().key().equals("user.content.private")));
  }

  private Optional<DataField> texts(Predicate<DataField> kind) {
    return location.fields().stream()
        .filter(each -> each.segments().size() == 1 && kind.test(each))
        .findFirst();
  }

  /** Whether the text of an item is sealed. */
  public Sealing sealing() {
    return text().map(DataField::sealed).orElse(Sealing.NEVER);
  }

  /** Whether its owner can delete an item and restore it, by the field {@code deletedAt}. */
  public boolean isRestorable() {
    return location.field("deletedAt").isPresent();
  }

  /** Whether text in an image's file is removed before the image is stored. */
  public boolean stripsText() {
    return objects.filter(each -> each.strip().contains(EmbeddedMetadata.TEXT)).isPresent();
  }

  /** An item of a person by the last id of its path; other ids are the same for all. */
  public SampleItem item(String uid, String id) {
    PathPattern pattern = location.place().pattern().orElseThrow();
    return new SampleItem(uid, new DocumentPath(pattern.fill(ids(pattern, uid, id))), this);
  }

  private Map<String, String> ids(PathPattern pattern, String uid, String id) {
    Map<String, String> ids = new HashMap<>();
    pattern.ids().forEach(each -> ids.put(each, "of" + Integer.toHexString(uid.hashCode())));
    ids.put(pattern.lastId(), id);
    if (location.subject() instanceof SubjectLocator.InPath owner) {
      ids.put(owner.id(), uid);
    }
    return ids;
  }

  String objectName(SampleItem item) {
    PathPattern pattern = location.place().pattern().orElseThrow();
    PathPattern names = objects.orElseThrow().place().pattern().orElseThrow();
    return names.fill(pattern.match(item.path().segments()).orElseThrow());
  }

  /** Whether any field may be used for a purpose. */
  public boolean isFor(Purpose purpose) {
    return location.fields().stream().anyMatch(each -> each.purposes().contains(purpose));
  }
}
