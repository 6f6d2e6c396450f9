package com.anykoma.privacy.protection.vault;

import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The seal's description in the object metadata of a sealed blob. All of it and the blob's bucket
 * and name are associated data, so the blob does not open if any of them changes.
 *
 * @param keyId the id of the record with the wrapped key; contains no identifiers
 * @param keyVersion the Tink key id of the key that sealed
 * @param upload the generation of the sealed upload; increases with every upload of the name
 * @param contentType of the upload, without parameters
 */
record SealMetadata(
    KeyClass keyClass, String keyId, int keyVersion, long upload, String contentType) {
  /** The content type of uploads without a valid one. */
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

  /** The metadata for an upload sealed with this key. */
  static SealMetadata of(Blob upload, DataEncryptionKey key, KeyClass keyClass) {
    return new SealMetadata(
        keyClass, key.id(), key.version(), upload.generation(), typeOf(upload.contentType()));
  }

  /** The metadata for the same upload sealed with another key. */
  SealMetadata withKey(DataEncryptionKey key, KeyClass other) {
    return new SealMetadata(other, key.id(), key.version(), upload, contentType);
  }

  /** The stated content type if it is well-formed; otherwise {@link #UNKNOWN_TYPE}. */
  private static String typeOf(String stated) {
    String type = stated.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return TYPE.matcher(type).matches() ? type : UNKNOWN_TYPE;
  }

  /** Parses a stored blob's metadata; empty if it is missing or its format is unsupported. */
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

  /** The object metadata to store. */
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

  /** The associated data of a blob with this metadata. */
  byte[] associatedData(BlobId id) {
    return AssociatedData.of(
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
