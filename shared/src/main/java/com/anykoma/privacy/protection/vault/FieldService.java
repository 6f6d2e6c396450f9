package com.anykoma.privacy.protection.vault;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataField;
import com.anykoma.privacy.collection.datamap.DataField.Sealing;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Fields;
import com.google.common.base.Suppliers;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Seals and opens the fields of documents as the data map says: {@code always}, {@code paid} where
 * the owner's protection covers the document, {@code never} (P10, P16). What is sealed stays sealed
 * when the plan ends.
 */
public final class FieldService {
  private final KeyService keys;

  public FieldService(KeyService keys) {
    this.keys = keys;
  }

  /**
   * What to write into the document so that it is sealed as it should be, by top-level field; none
   * when it is. The key is asked for only when there is something to seal, and once.
   *
   * @param isProtected whether the owner's protection covers the document
   * @throws KeyDestroyed when the owner's key is
   */
  public Fields sealing(
      SubjectId owner, Location location, Document document, boolean isProtected) {
    FieldOpener opener = opener(owner, document);
    Supplier<SubjectKey> key = Suppliers.memoize(() -> keys.toSeal(owner, KeyClass.CONTENT));
    return changed(
        document.fields(),
        location,
        isProtected,
        (field, value) ->
            openedIfAny(opener, field, value).isPresent()
                ? value
                : FieldSeal.seal(key.get(), KeyClass.CONTENT, document.path(), field, value));
  }

  /**
   * The document's fields as their owner wrote them.
   *
   * @throws KeyDestroyed when a field is sealed and the key is destroyed
   * @throws DamagedSeal when a field looks sealed but does not open here
   */
  public Fields open(SubjectId owner, Location location, Document document) {
    FieldOpener opener = opener(owner, document);
    return opened(
        location,
        document,
        (field, value) ->
            FieldSeal.looksSealed(value)
                .map(keyClass -> opener.open(keyClass, field, (Bytes) value))
                .orElse(value));
  }

  /** The same, but what does not open is left as it is. */
  public Fields openWhatOpens(SubjectId owner, Location location, Document document) {
    FieldOpener opener = opener(owner, document);
    return opened(
        location, document, (field, value) -> openedIfAny(opener, field, value).orElse(value));
  }

  private static Fields opened(
      Location location, Document document, BiFunction<String, Object, Object> leaf) {
    return document.fields().with(changed(document.fields(), location, true, leaf));
  }

  private FieldOpener opener(SubjectId owner, Document document) {
    return new FieldOpener(keys, owner, document.path());
  }

  /** The value that was sealed for this place; empty when none was, or its key is no more. */
  private static Optional<Object> openedIfAny(FieldOpener opener, String field, Object value) {
    try {
      return FieldSeal.looksSealed(value)
          .map(keyClass -> opener.open(keyClass, field, (Bytes) value));
    } catch (KeyDestroyed | DamagedSeal e) {
      return Optional.empty();
    }
  }

  /** The top-level fields that {@code leaf} makes something else of. */
  private static Fields changed(
      Fields fields,
      Location location,
      boolean isProtected,
      BiFunction<String, Object, Object> leaf) {
    Fields changed = Fields.empty();
    for (DataField each : location.fields()) {
      if (each.sealed() == Sealing.ALWAYS || (each.sealed() == Sealing.PAID && isProtected)) {
        String root = each.segments().get(0);
        Optional<Object> before = changed.value(root).or(() -> fields.value(root));
        Optional<Object> after = before.map(it -> SealedPath.of(each).replaced(it, leaf));
        if (!after.equals(before)) {
          changed = changed.with(root, after);
        }
      }
    }
    return changed;
  }
}
