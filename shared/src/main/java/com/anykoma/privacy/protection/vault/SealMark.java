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
 * Marks sealed values, so that a value of ours is recognised without its key: neither the database
 * of keys nor the key-encryption key is asked. A marked value is four bytes that say so ({@code
 * AKS} and the format), the first 22 characters of a keyed hash (132 bits), then the value that
 * {@link FieldSeal} made. The hash covers that value, the document's path and the field's name, so
 * that no client can make a mark or move one. Whether a value opens is for its own authentication
 * to say, never for the mark.
 */
record SealMark(SubjectHash hash) {
  private static final byte[] PREFIX = {'A', 'K', 'S', 2};
  private static final int MARK = 22;
  private static final int HEAD = PREFIX.length + MARK;

  /** The sealed value with its mark. */
  Bytes put(DocumentPath document, String field, Bytes sealed) {
    byte[] value = sealed.toArray();
    ByteArrayOutputStream marked = new ByteArrayOutputStream(HEAD + value.length);
    marked.writeBytes(PREFIX);
    marked.writeBytes(mark(document, field, value));
    marked.writeBytes(value);
    return Bytes.of(marked.toByteArray());
  }

  /** Whether the value was sealed by us for this field of this document. */
  boolean isOn(DocumentPath document, String field, Object value) {
    Optional<byte[]> marked = marked(value);
    return marked
        .filter(
            it ->
                MessageDigest.isEqual(
                    Arrays.copyOfRange(it, PREFIX.length, HEAD),
                    mark(document, field, Arrays.copyOfRange(it, HEAD, it.length))))
        .isPresent();
  }

  /** The value without its mark, true or false; a value that has none as it is. */
  static Object without(Object value) {
    Optional<byte[]> marked = marked(value);
    return marked.isPresent()
        ? Bytes.of(Arrays.copyOfRange(marked.get(), HEAD, marked.get().length))
        : value;
  }

  private static Optional<byte[]> marked(Object value) {
    return Optional.of(value)
        .filter(Bytes.class::isInstance)
        .map(it -> ((Bytes) it).toArray())
        .filter(it -> it.length > HEAD)
        .filter(it -> Arrays.equals(it, 0, PREFIX.length, PREFIX, 0, PREFIX.length));
  }

  private byte[] mark(DocumentPath document, String field, byte[] sealed) {
    ByteArrayOutputStream covered = new ByteArrayOutputStream();
    covered.writeBytes(Binding.of(document.value(), field));
    covered.writeBytes(sealed);
    return hash.of("field-seal", covered.toByteArray())
        .substring(0, MARK)
        .getBytes(StandardCharsets.US_ASCII);
  }
}
