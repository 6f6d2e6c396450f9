package com.anykoma.privacy.protection.vault;

import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.subject.SubjectHash;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/**
 * A keyed hash in front of a sealed value, by which this system recognises its own values without
 * access to the key database or the key-encryption key. A marked value consists of four bytes
 * ({@code AKS} and the format 2), the first 22 characters of the hash (132 bits) and the value from
 * {@link FieldSeal}. The hash covers that value, the document path and the field name, so clients
 * cannot forge or move a mark. A valid mark does not prove that the value opens.
 */
record SealMark(SubjectHash hash) {
  private static final byte[] PREFIX = {'A', 'K', 'S', 2};
  private static final int MARK_LENGTH = 22;
  private static final int HEADER = PREFIX.length + MARK_LENGTH;

  Bytes add(DocumentPath document, String field, Bytes sealed) {
    byte[] value = sealed.toArray();
    ByteArrayOutputStream marked = new ByteArrayOutputStream(HEADER + value.length);
    marked.writeBytes(PREFIX);
    marked.writeBytes(mark(document, field, value));
    marked.writeBytes(value);
    return Bytes.of(marked.toByteArray());
  }

  /** Whether the value has a mark of this system for this field of this document. */
  boolean isValid(DocumentPath document, String field, Object value) {
    Optional<byte[]> marked = marked(value);
    return marked
        .filter(
            it ->
                MessageDigest.isEqual(
                    Arrays.copyOfRange(it, PREFIX.length, HEADER),
                    mark(document, field, Arrays.copyOfRange(it, HEADER, it.length))))
        .isPresent();
  }

  /** Removes a mark, valid or not; returns a value without a mark unchanged. */
  static Object strip(Object value) {
    Optional<byte[]> marked = marked(value);
    return marked.isPresent()
        ? Bytes.of(Arrays.copyOfRange(marked.get(), HEADER, marked.get().length))
        : value;
  }

  private static Optional<byte[]> marked(Object value) {
    return Optional.of(value)
        .filter(Bytes.class::isInstance)
        .map(it -> ((Bytes) it).toArray())
        .filter(it -> it.length > HEADER)
        .filter(it -> Arrays.equals(it, 0, PREFIX.length, PREFIX, 0, PREFIX.length));
  }

  private byte[] mark(DocumentPath document, String field, byte[] sealed) {
    ByteArrayOutputStream covered = new ByteArrayOutputStream();
    covered.writeBytes(AssociatedData.of(document.value(), field));
    covered.writeBytes(sealed);
    return hash.of("field-seal", covered.toByteArray())
        .substring(0, MARK_LENGTH)
        .getBytes(StandardCharsets.US_ASCII);
  }
}
