package com.anykoma.privacy.protection.vault;

import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the metadata of a sealed blob says. The ciphertext is bound to all of it and to the blob's
 * bucket and name, so that it opens nowhere else and under no other description.
 *
 * @param keyId of the document that holds the key wrapped; it names nobody
 * @param keyVersion which of the keyset's keys sealed
 * @param upload the generation of the upload that was sealed: grows with every upload of the name
 * @param contentType of the upload, without parameters
 */
record SealMetadata(
    KeyClass keyClass, String keyId, int keyVersion, long upload, String contentType) {
  /** Of whatever nobody said what it is. */
  static final String UNKNOWN_TYPE = "application/octet-stream";

  private static final String FORMAT = "1";
  private static final Pattern TYPE =
      Pattern.compile("[a-z0-9][a-z0-9!#$&^_.+-]{0,62}/[a-z0-9][a-z0-9!#$&^_.+-]{0,62}");

  private static final String FORMAT_NAME = "seal-format";
  private static final String CLASS_NAME = "seal-class";
  private static final String KEY_NAME = "seal-key";
  private static final String VERSION_NAME = "seal-key-version";
  private static final String UPLOAD_NAME = "seal-upload";
  private static final String TYPE_NAME = "seal-content-type";

  SealMetadata {
    Objects.requireNonNull(keyClass);
    Objects.requireNonNull(keyId);
    Objects.requireNonNull(contentType);
  }

  /** The seal of an upload's copy under this key. */
  static SealMetadata of(Blob upload, DataEncryptionKey key, KeyClass keyClass) {
    return new SealMetadata(
        keyClass, key.id(), key.version(), upload.generation(), typeOf(upload.contentType()));
  }

  /** The same upload's seal under another key. */
  SealMetadata under(DataEncryptionKey key, KeyClass other) {
    return new SealMetadata(other, key.id(), key.version(), upload, contentType);
  }

  /** What a client said its upload is, if that is a type at all. */
  private static String typeOf(String said) {
    String type = said.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return TYPE.matcher(type).matches() ? type : UNKNOWN_TYPE;
  }

  /** The seal that a stored blob's metadata tells; empty when it tells none that we know. */
  static Optional<SealMetadata> of(Blob stored) {
    Map<String, String> metadata = stored.metadata();
    try {
      return KeyClass.of(metadata.getOrDefault(CLASS_NAME, ""))
          .filter(known -> FORMAT.equals(metadata.get(FORMAT_NAME)))
          .map(
              keyClass ->
                  new SealMetadata(
                      keyClass,
                      metadata.getOrDefault(KEY_NAME, ""),
                      Integer.parseInt(metadata.getOrDefault(VERSION_NAME, "")),
                      Long.parseLong(metadata.getOrDefault(UPLOAD_NAME, "")),
                      metadata.getOrDefault(TYPE_NAME, UNKNOWN_TYPE)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** As it is written into metadata. */
  Map<String, String> metadata() {
    return Map.of(
        FORMAT_NAME,
        FORMAT,
        CLASS_NAME,
        keyClass.storedName(),
        KEY_NAME,
        keyId,
        VERSION_NAME,
        Integer.toString(keyVersion),
        UPLOAD_NAME,
        Long.toString(upload),
        TYPE_NAME,
        contentType);
  }

  /** The associated data of the blob with this seal. */
  byte[] boundTo(BlobId id) {
    return Binding.of(
        "blob",
        FORMAT,
        id.bucket(),
        id.name(),
        keyClass.storedName(),
        keyId,
        Integer.toString(keyVersion),
        Long.toString(upload),
        contentType);
  }
}
