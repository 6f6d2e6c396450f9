package com.anykoma.privacy.protection.vault;

import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.FieldsReader;
import com.anykoma.privacy.platform.FieldsWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Seals and opens one document value of any type. A sealed value is a byte string: a header of five
 * bytes ({@code AKS}, the format 1, the key class), then the ciphertext. The document path and the
 * field name are associated data, so that the value opens only in its own field.
 */
final class FieldSeal {
  private static final byte[] PREFIX = {'A', 'K', 'S', 1};
  private static final int HEADER = PREFIX.length + 1;

  private FieldSeal() {}

  static Bytes seal(
      DataEncryptionKey key, KeyClass keyClass, DocumentPath document, String field, Object value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(PREFIX);
    bytes.write(keyClass.code());
    try (OutputStream sealing =
        key.aead().newEncryptingStream(bytes, associatedData(document, field, keyClass))) {
      sealing.write(FieldsWriter.write(value).getBytes(StandardCharsets.UTF_8));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("cannot encrypt a value in memory", e);
    }
    return Bytes.of(bytes.toByteArray());
  }

  /** The key class in the value's header; empty if the value does not look sealed. */
  static Optional<KeyClass> looksSealed(Object value) {
    if (!(value instanceof Bytes bytes)) {
      return Optional.empty();
    }
    byte[] all = bytes.toArray();
    boolean hasPrefix =
        all.length > HEADER && Arrays.equals(all, 0, PREFIX.length, PREFIX, 0, PREFIX.length);
    return Arrays.stream(KeyClass.values())
        .filter(each -> hasPrefix && each.code() == all[PREFIX.length])
        .findFirst();
  }

  /**
   * Opens a value.
   *
   * @throws DamagedSeal if it was not sealed with this key for this field of this document
   */
  static Object open(
      DataEncryptionKey key, KeyClass keyClass, DocumentPath document, String field, Bytes sealed) {
    byte[] all = sealed.toArray();
    try (InputStream opening =
        key.aead()
            .newDecryptingStream(
                new ByteArrayInputStream(all, HEADER, all.length - HEADER),
                associatedData(document, field, keyClass))) {
      return FieldsReader.readValue(new String(opening.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new DamagedSeal("a sealed field failed authentication: altered or moved");
    }
  }

  private static byte[] associatedData(DocumentPath document, String field, KeyClass keyClass) {
    return AssociatedData.of("field", "1", document.value(), field, keyClass.storedName());
  }
}
