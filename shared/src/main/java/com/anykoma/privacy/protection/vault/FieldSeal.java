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
 * Seals and opens one value of a document, whatever its type. A sealed value is bytes: five that
 * say so ({@code AKS}, the format, the class of the key), then the ciphertext. It is bound to the
 * document's path and the field's name, so that it opens nowhere else.
 */
final class FieldSeal {
  private static final byte[] PREFIX = {'A', 'K', 'S', 1};
  private static final int HEAD = PREFIX.length + 1;

  private FieldSeal() {}

  static Bytes seal(
      DataEncryptionKey key, KeyClass keyClass, DocumentPath document, String field, Object value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(PREFIX);
    bytes.write(keyClass.code());
    try (OutputStream sealing =
        key.aead().newEncryptingStream(bytes, boundTo(document, field, keyClass))) {
      sealing.write(FieldsWriter.write(value).getBytes(StandardCharsets.UTF_8));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("memory takes what is written, and Java can encrypt", e);
    }
    return Bytes.of(bytes.toByteArray());
  }

  /** Whose key the value says it is sealed under; empty when it does not look sealed. */
  static Optional<KeyClass> looksSealed(Object value) {
    if (!(value instanceof Bytes bytes)) {
      return Optional.empty();
    }
    byte[] all = bytes.toArray();
    boolean ours =
        all.length > HEAD && Arrays.equals(all, 0, PREFIX.length, PREFIX, 0, PREFIX.length);
    return Arrays.stream(KeyClass.values())
        .filter(each -> ours && each.code() == all[PREFIX.length])
        .findFirst();
  }

  /**
   * The value that was sealed.
   *
   * @throws DamagedSeal when it was not sealed for this place with this key
   */
  static Object open(
      DataEncryptionKey key, KeyClass keyClass, DocumentPath document, String field, Bytes sealed) {
    byte[] all = sealed.toArray();
    try (InputStream opening =
        key.aead()
            .newDecryptingStream(
                new ByteArrayInputStream(all, HEAD, all.length - HEAD),
                boundTo(document, field, keyClass))) {
      return FieldsReader.readValue(new String(opening.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new DamagedSeal("a sealed field is not what was sealed: altered or moved");
    }
  }

  private static byte[] boundTo(DocumentPath document, String field, KeyClass keyClass) {
    return Binding.of("field", "1", document.value(), field, keyClass.storedName());
  }
}
