package com.anykoma.privacy.protection.vault;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataField;
import com.anykoma.privacy.collection.datamap.DataField.Sealing;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentChange;
import com.anykoma.privacy.platform.Fields;
import com.google.common.base.Suppliers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Seals and opens document fields by the data map's rule: {@code always}, {@code paid} (only where
 * the owner's protection covers the document) or {@code never} (P10, P16). Sealed fields stay
 * sealed when the plan ends.
 */
public record FieldService(KeyService keys) {
  /**
   * The top-level fields to update so that all values are sealed that must be; empty if they are.
   * Loads the key only if a value has no valid mark, and at most once.
   *
   * @param isProtected whether the owner's protection covers the document
   * @throws KeyDestroyed if the owner's key is destroyed
   */
  public Fields sealedFields(
      SubjectId owner, Location location, Document document, boolean isProtected) {
    FieldOpener opener = opener(owner, document);
    Sealer sealer = new Sealer(owner, location, document);
    return changedFields(
        document.fields(),
        location,
        isProtected,
        (field, value) ->
            keys.mark().isValid(document, field, value)
                ? value
                : sealedValue(opener, field, value)
                    .map(it -> sealer.marked(field, it))
                    .orElseGet(() -> sealer.sealed(field, value)));
  }

  /**
   * The top-level fields to update so that the values that a former owner's key sealed are sealed
   * with the owner's. Other values stay. Empty if there are none, or if one of the keys is
   * destroyed: then no user can read them.
   *
   * @throws DamagedSeal if a value does not open
   */
  public Fields handedOver(
      SubjectId former, SubjectId owner, Location location, Document document) {
    FieldOpener opener = opener(former, document);
    Sealer sealer = new Sealer(owner, location, document);
    try {
      return changedFields(
          document.fields(),
          location,
          true,
          (field, value) ->
              keys.mark().isOf(former, document, field, value)
                  ? sealer.sealed(field, opened(opener, field, value))
                  : value);
    } catch (KeyDestroyed e) {
      return Fields.empty();
    }
  }

  /** Seals values of one document. Loads the key once, with the first value. */
  private final class Sealer {
    private final Optional<SubjectId> named;
    private final Document document;
    private final Supplier<DataEncryptionKey> key;

    Sealer(SubjectId owner, Location location, Document document) {
      this.named = Optional.of(owner).filter(it -> location.hasOwnerField());
      this.document = document;
      this.key = Suppliers.memoize(() -> keys.sealingKey(owner, KeyClass.CONTENT));
    }

    Bytes sealed(String field, Object value) {
      return marked(
          field, FieldSeal.seal(key.get(), KeyClass.CONTENT, document.path(), field, value));
    }

    Bytes marked(String field, Bytes sealed) {
      return keys.mark().add(named, document, field, sealed);
    }
  }

  /**
   * Whether a value that must be sealed has no valid mark. Needs no key: a sealed value without a
   * mark counts as unsealed, and {@link #sealedFields} adds its mark.
   */
  boolean needsSealing(Location location, Document document, boolean isProtected) {
    return sealableValues(location, document.fields(), isProtected).stream()
        .anyMatch(it -> !keys.mark().isValid(document, it.field(), it.value()));
  }

  /** Whether a {@code paid} field is sealed: then the document was protected at that time. */
  public boolean hasSealedPaidField(Location location, Document document) {
    return sealableValues(location, document.fields(), true).stream()
        .filter(it -> !sealableValues(location, document.fields(), false).contains(it))
        .anyMatch(it -> keys.mark().isValid(document, it.field(), it.value()));
  }

  /**
   * Whether a write only updated the stamp field and sealed values in place. Such a write comes
   * from this system, and its event needs no processing. Needs no key. A client cannot imitate such
   * a write by values that look sealed, because it cannot compute the mark.
   */
  public boolean isOwnWrite(Location location, DocumentChange change) {
    if (change.before().isEmpty() || change.after().isEmpty()) {
      return false;
    }
    Document before = change.before().get();
    Document after = change.after().get();
    List<SealableValue> was = sealableValues(location, before.fields(), true);
    List<SealableValue> is = sealableValues(location, after.fields(), true);
    return after.fields().has(PaidProtection.STAMP_FIELD)
        && after.createTime().equals(before.createTime())
        && otherFields(location, after.fields()).equals(otherFields(location, before.fields()))
        && was.size() == is.size()
        && IntStream.range(0, is.size())
            .allMatch(
                i ->
                    was.get(i).equals(is.get(i))
                        || keys.mark().isValid(after, is.get(i).field(), is.get(i).value()));
  }

  /** A value that the data map allows to seal, and the dotted field name to which it is bound. */
  private record SealableValue(String field, Object value) {}

  private static List<SealableValue> sealableValues(
      Location location, Fields fields, boolean isProtected) {
    List<SealableValue> sealableValues = new ArrayList<>();
    changedFields(
        fields,
        location,
        isProtected,
        (field, value) -> {
          sealableValues.add(new SealableValue(field, value));
          return value;
        });
    return sealableValues;
  }

  /** The fields without the stamp field and without the values that may be sealed. */
  private static Fields otherFields(Location location, Fields fields) {
    return fields
        .with(changedFields(fields, location, true, (field, value) -> true))
        .without(PaidProtection.STAMP_FIELD);
  }

  /**
   * The document's fields in plaintext, without the top-level fields with a value that is sealed
   * with the key of a former owner.
   *
   * @throws KeyDestroyed if a field is sealed and its key is destroyed
   * @throws DamagedSeal if a sealed field fails authentication
   */
  public Fields open(SubjectId owner, Location location, Document document) {
    Fields own = document.fields();
    for (SealableValue each : sealableValues(location, own, true)) {
      if (keys.mark().isAnothers(owner, document, each.field(), each.value())) {
        own = own.without(each.field().split("\\.", 2)[0]);
      }
    }
    FieldOpener opener = opener(owner, document);
    return own.with(
        changedFields(own, location, true, (field, value) -> opened(opener, field, value)));
  }

  /**
   * Like {@link #open}, with the result of {@code gap} for the reason in place of each value that
   * cannot be opened: it was altered, its key is destroyed, or a former owner's key sealed it.
   */
  public Fields openOrMark(
      SubjectId owner, Location location, Document document, UnaryOperator<Object> gap) {
    FieldOpener opener = opener(owner, document);
    BiFunction<String, Object, Object> openOrMark =
        (field, value) -> {
          try {
            return opened(opener, field, value);
          } catch (PermanentFailure e) {
            return gap.apply(String.valueOf(e.getMessage()));
          }
        };
    return document.fields().with(changedFields(document.fields(), location, true, openOrMark));
  }

  private static Object opened(FieldOpener opener, String field, Object value) {
    Object sealed = SealMark.strip(value);
    return FieldSeal.looksSealed(sealed)
        .map(keyClass -> opener.open(keyClass, field, (Bytes) sealed))
        .orElse(value);
  }

  private FieldOpener opener(SubjectId owner, Document document) {
    return new FieldOpener(keys, owner, document.path());
  }

  /** The sealed value without its mark; empty if it does not open or its key is destroyed. */
  private static Optional<Bytes> sealedValue(FieldOpener opener, String field, Object value) {
    Object sealed = SealMark.strip(value);
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

  /** Applies {@code leaf} to each value to seal; returns the top-level fields that change. */
  private static Fields changedFields(
      Fields fields,
      Location location,
      boolean isProtected,
      BiFunction<String, Object, Object> leaf) {
    Fields changed = Fields.empty();
    for (DataField each : location.fields()) {
      if (each.sealed() == Sealing.ALWAYS || (each.sealed() == Sealing.PAID && isProtected)) {
        String root = each.segments().get(0);
        Optional<Object> before = changed.value(root).or(() -> fields.value(root));
        Optional<Object> after = before.map(it -> SealedFieldPath.of(each).replaceValues(it, leaf));
        if (!after.equals(before)) {
          changed = changed.with(root, after);
        }
      }
    }
    return changed;
  }
}
