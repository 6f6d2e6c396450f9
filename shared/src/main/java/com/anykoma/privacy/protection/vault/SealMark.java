package com.anykoma.privacy.protection.vault;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.subject.SubjectHash;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/**
 * A keyed hash in front of a sealed value, by which this system recognises its own values without
 * access to the key database or the key-encryption key. A marked value consists of four bytes
 * ({@code AKS} and the format), the first 22 characters of the hash (132 bits) and the value from
 * {@link FieldSeal}. The hash covers that value, the document path and the field name, so clients
 * cannot forge or move a mark. A valid mark does not prove that the value opens.
 *
 * <p>Format 2 is for documents whose path names the owner. Format 3 is for documents with an owner
 * field: 22 more characters, a keyed hash of path and owner, precede the value and tell whose key
 * sealed it. Its mark also covers that hash and the document's create time, so that no value of a
 * deleted document is accepted in another document with its path.
 */
record SealMark(SubjectHash hash) {
  private static final byte[] PREFIX = {'A', 'K', 'S'};
  private static final byte PATH_NAMES_OWNER = 2;
  private static final byte FIELD_NAMES_OWNER = 3;
  private static final int HASH_LENGTH = 22;

  /**
   * @param owner hash of the owner; empty in format 2
   */
  private record Marked(String mark, String owner, Bytes sealed) {
    static Optional<Marked> of(Object value) {
      if (!(value instanceof Bytes bytes)) {
        return Optional.empty();
      }
      byte[] all = bytes.toArray();
      int at = PREFIX.length + 1;
      boolean hasPrefix =
          all.length > at && Arrays.equals(all, 0, PREFIX.length, PREFIX, 0, PREFIX.length);
      byte format = hasPrefix ? all[PREFIX.length] : 0;
      int ownerLength = format == FIELD_NAMES_OWNER ? HASH_LENGTH : 0;
      int header = at + HASH_LENGTH + ownerLength;
      return (format == PATH_NAMES_OWNER || format == FIELD_NAMES_OWNER) && all.length > header
          ? Optional.of(
              new Marked(
                  new String(all, at, HASH_LENGTH, StandardCharsets.ISO_8859_1),
                  new String(all, at + HASH_LENGTH, ownerLength, StandardCharsets.ISO_8859_1),
                  Bytes.of(Arrays.copyOfRange(all, header, all.length))))
          : Optional.empty();
    }

    Bytes write() {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.writeBytes(PREFIX);
      bytes.write(owner.isEmpty() ? PATH_NAMES_OWNER : FIELD_NAMES_OWNER);
      bytes.writeBytes((mark + owner).getBytes(StandardCharsets.ISO_8859_1));
      bytes.writeBytes(sealed.toArray());
      return Bytes.of(bytes.toByteArray());
    }
  }

  /**
   * @param owner whose key sealed the value, if a field of the document names them
   */
  Bytes add(Optional<SubjectId> owner, Document document, String field, Bytes sealed) {
    String named = owner.map(it -> owner(it, document)).orElse("");
    return new Marked(mark(document, field, named, sealed), named, sealed).write();
  }

  /** Whether the value has a mark of this system for this field of this document. */
  boolean isValid(Document document, String field, Object value) {
    return valid(document, field, value).isPresent();
  }

  /** Whether the value has a valid mark that says that the owner's key sealed it. */
  boolean isOf(SubjectId owner, Document document, String field, Object value) {
    return valid(document, field, value)
        .filter(it -> it.owner().equals(owner(owner, document)))
        .isPresent();
  }

  /** Whether the value has a valid mark that says that another person's key sealed it. */
  boolean isAnothers(SubjectId owner, Document document, String field, Object value) {
    return valid(document, field, value)
        .filter(it -> !it.owner().isEmpty() && !it.owner().equals(owner(owner, document)))
        .isPresent();
  }

  private Optional<Marked> valid(Document document, String field, Object value) {
    return Marked.of(value)
        .filter(
            it ->
                MessageDigest.isEqual(
                    it.mark().getBytes(StandardCharsets.ISO_8859_1),
                    mark(document, field, it.owner(), it.sealed())
                        .getBytes(StandardCharsets.ISO_8859_1)));
  }

  /** Removes a mark, valid or not; returns a value without a mark unchanged. */
  static Object strip(Object value) {
    Optional<Marked> marked = Marked.of(value);
    return marked.isPresent() ? marked.get().sealed() : value;
  }

  private String mark(Document document, String field, String owner, Bytes sealed) {
    String path = document.path().value();
    ByteArrayOutputStream covered = new ByteArrayOutputStream();
    covered.writeBytes(
        owner.isEmpty()
            ? AssociatedData.of(path, field)
            : AssociatedData.of(path, field, owner, document.createTime().toString()));
    covered.writeBytes(sealed.toArray());
    return hash.of("field-seal", covered.toByteArray()).substring(0, HASH_LENGTH);
  }

  private String owner(SubjectId owner, Document document) {
    byte[] named = AssociatedData.of(document.path().value(), owner.value());
    return hash.of("field-owner", named).substring(0, HASH_LENGTH);
  }
}
