package com.anykoma.privacy.protection.vault;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataField;
import com.anykoma.privacy.collection.datamap.DataField.Sealing;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentChange;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.google.common.base.Suppliers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Seals and opens the fields of documents as the data map says: {@code always}, {@code paid} where
 * the owner's protection covers the document, {@code never} (P10, P16). What is sealed stays sealed
 * when the plan ends.
 */
public record FieldService(KeyService keys) {
  /**
   * What to write into the document so that it is sealed as it should be, by top-level field; none
   * when it is. The key is asked for only for values without our mark, and once.
   *
   * @param isProtected whether the owner's protection covers the document
   * @throws KeyDestroyed when the owner's key is
   */
  public Fields sealing(
      SubjectId owner, Location location, Document document, boolean isProtected) {
    FieldOpener opener = opener(owner, document);
    Supplier<DataEncryptionKey> key = Suppliers.memoize(() -> keys.toSeal(owner, KeyClass.CONTENT));
    DocumentPath path = document.path();
    return changed(
        document.fields(),
        location,
        isProtected,
        (field, value) ->
            keys.mark().isOn(path, field, value)
                ? value
                : keys.mark()
                    .put(
                        path,
                        field,
                        sealedBefore(opener, field, value)
                            .orElseGet(
                                () ->
                                    FieldSeal.seal(
                                        key.get(), KeyClass.CONTENT, path, field, value))));
  }

  /**
   * Whether a value that is to be sealed lacks our mark. Asks for no key: a value that opens but
   * has no mark counts as open, and {@link #sealing} puts the mark on it.
   */
  boolean isOpen(Location location, Document document, boolean isProtected) {
    return leaves(location, document.fields(), isProtected).stream()
        .anyMatch(it -> !keys.mark().isOn(document.path(), it.field(), it.value()));
  }

  /**
   * Whether the write did nothing but show the stamp and seal values in place: then it is ours, and
   * nothing is to be done about it. Asks for no key. A write by which a client sealed a value
   * itself, or made it look sealed, is not ours, because it cannot make our mark.
   */
  public boolean isOurs(Location location, DocumentChange change) {
    if (change.before().isEmpty() || change.after().isEmpty()) {
      return false;
    }
    Document before = change.before().get();
    Document after = change.after().get();
    List<Leaf> was = leaves(location, before.fields(), true);
    List<Leaf> is = leaves(location, after.fields(), true);
    return after.fields().has(PaidContent.SHOWN_IN)
        && after.createTime().equals(before.createTime())
        && besides(location, after.fields()).equals(besides(location, before.fields()))
        && was.size() == is.size()
        && IntStream.range(0, is.size())
            .allMatch(
                i ->
                    was.get(i).equals(is.get(i))
                        || keys.mark().isOn(after.path(), is.get(i).field(), is.get(i).value()));
  }

  /** A value that is to be sealed, and the dotted name that its seal is bound to. */
  private record Leaf(String field, Object value) {}

  private static List<Leaf> leaves(Location location, Fields fields, boolean isProtected) {
    List<Leaf> leaves = new ArrayList<>();
    changed(
        fields,
        location,
        isProtected,
        (field, value) -> {
          leaves.add(new Leaf(field, value));
          return value;
        });
    return leaves;
  }

  /** The fields without the stamp that they show, and without the values that may be sealed. */
  private static Fields besides(Location location, Fields fields) {
    return fields
        .with(changed(fields, location, true, (field, value) -> true))
        .without(PaidContent.SHOWN_IN);
  }

  /**
   * The document's fields as their owner wrote them.
   *
   * @throws KeyDestroyed when a field is sealed and the key is destroyed
   * @throws DamagedSeal when a field looks sealed but does not open here
   */
  public Fields open(SubjectId owner, Location location, Document document) {
    FieldOpener opener = opener(owner, document);
    return document
        .fields()
        .with(
            changed(
                document.fields(),
                location,
                true,
                (field, value) -> {
                  Object sealed = SealMark.without(value);
                  return FieldSeal.looksSealed(sealed)
                      .map(keyClass -> opener.open(keyClass, field, (Bytes) sealed))
                      .orElse(value);
                }));
  }

  private FieldOpener opener(SubjectId owner, Document document) {
    return new FieldOpener(keys, owner, document.path());
  }

  /**
   * The value without a mark, if it opens; empty when it was not sealed here, or its key is gone.
   */
  private static Optional<Bytes> sealedBefore(FieldOpener opener, String field, Object value) {
    Object sealed = SealMark.without(value);
    Optional<KeyClass> keyClass = FieldSeal.looksSealed(sealed);
    if (keyClass.isEmpty()) {
      return Optional.empty();
    }
    try {
      opener.open(keyClass.get(), field, (Bytes) sealed);
      return Optional.of((Bytes) sealed);
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
