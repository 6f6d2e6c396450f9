package com.anykoma.privacy.platform.google;

import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.google.api.services.storage.model.StorageObject;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage.BlobField;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Conversion of Cloud Storage's objects to our blobs, with the bucket name of the data map. An
 * object without a content type gets {@code application/octet-stream}, as when Cloud Storage serves
 * it.
 */
final class StorageEncoding {
  private static final String UNTYPED = "application/octet-stream";
  private static final int CRC_BYTES = 4;

  private StorageEncoding() {}

  /** The requested fields of an object, besides its bucket and name. */
  static BlobField[] fields() {
    return new BlobField[] {
      BlobField.GENERATION,
      BlobField.SIZE,
      BlobField.CRC32C,
      BlobField.CONTENT_TYPE,
      BlobField.METADATA,
      BlobField.TIME_CREATED
    };
  }

  /** The blob in a response of the library. */
  static Blob blob(String bucket, BlobInfo info) {
    return blob(
        new BlobId(bucket, info.getName()),
        info.getGeneration(),
        info.getSize(),
        info.getCrc32c(),
        info.getContentType(),
        info.getMetadata(),
        info.getCreateTimeOffsetDateTime().toInstant());
  }

  /** The blob in the final response of a resumable upload. */
  static Blob blob(String bucket, StorageObject object) {
    return blob(
        new BlobId(bucket, object.getName()),
        object.getGeneration(),
        object.getSize().longValueExact(),
        object.getCrc32c(),
        object.getContentType(),
        object.getMetadata(),
        Instant.ofEpochMilli(object.getTimeCreated().getValue()));
  }

  private static Blob blob(
      BlobId id,
      long generation,
      long size,
      @Nullable String crc32c,
      @Nullable String contentType,
      @Nullable Map<String, String> metadata,
      Instant created) {
    if (crc32c == null) {
      throw StorageFailures.failure("describe an object", "NO_CHECKSUM");
    }
    return new Blob(
        id,
        generation,
        size,
        ByteBuffer.wrap(Base64.getDecoder().decode(crc32c)).getInt(),
        contentType == null ? UNTYPED : contentType,
        metadata == null ? Map.of() : metadata,
        created);
  }

  /** The checksum in the encoding of Cloud Storage: Base64 of its four bytes. */
  static String crc32c(int value) {
    return Base64.getEncoder().encodeToString(ByteBuffer.allocate(CRC_BYTES).putInt(value).array());
  }
}
