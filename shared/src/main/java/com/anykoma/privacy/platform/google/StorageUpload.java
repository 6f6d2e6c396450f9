package com.anykoma.privacy.platform.google;

import com.anykoma.privacy.platform.Blob;
import com.google.api.services.storage.model.StorageObject;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.StorageException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The upload of a blob. Up to 4 MiB are sent in one request at the end, more in chunks of 4 MiB.
 * Keeps one chunk in memory. No object exists before {@link #finish}.
 */
final class StorageUpload extends OutputStream {
  static final int CHUNK = 4 * 1024 * 1024;
  private static final int FIRST_BUFFER = 16 * 1024;

  private final StorageClient client;
  private final Target target;
  private final CRC32C crc = new CRC32C();
  private byte[] buffer = new byte[FIRST_BUFFER];
  private int count;
  private long size;
  private @Nullable ResumableUpload resumable;

  /** The destination of an upload; the logical bucket is the name in the data map. */
  record Target(
      String logicalBucket,
      String bucket,
      String name,
      String contentType,
      Map<String, String> metadata,
      OptionalLong ifGeneration) {}

  StorageUpload(StorageClient client, Target target) {
    this.client = client;
    this.target = target;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    // before sending: if a send fails and the body continues, the final checksum must differ
    crc.update(bytes, offset, length);
    size += length;
    int from = offset;
    int end = offset + length;
    while (from < end) {
      if (count == CHUNK) {
        resumable().send(buffer, count);
        count = 0;
      }
      int taken = Math.min(end - from, CHUNK - count);
      if (taken > buffer.length - count) {
        buffer = Arrays.copyOf(buffer, Math.min(CHUNK, Math.max(count + taken, 2 * count)));
      }
      System.arraycopy(bytes, from, buffer, count, taken);
      count += taken;
      from += taken;
    }
  }

  private ResumableUpload resumable() {
    if (resumable == null) {
      StorageObject object =
          new StorageObject()
              .setBucket(target.bucket())
              .setName(target.name())
              .setContentType(target.contentType())
              .setMetadata(target.metadata());
      resumable = ResumableUpload.start(client, object, target.ifGeneration());
    }
    return resumable;
  }

  /** Sends the remaining bytes and returns the blob that the service created. */
  Blob finish() {
    if (resumable != null) {
      return StorageEncoding.blob(
          target.logicalBucket(), resumable.finish(buffer, count, crc32c()));
    }
    BlobInfo info =
        BlobInfo.newBuilder(target.bucket(), target.name())
            .setContentType(target.contentType())
            .setMetadata(target.metadata())
            .build();
    List<BlobTargetOption> options = new ArrayList<>();
    options.add(
        BlobTargetOption
            .disableGzipContent()); // most content is encrypted, which gzip cannot compress
    target.ifGeneration().ifPresent(g -> options.add(BlobTargetOption.generationMatch(g)));
    try {
      return StorageEncoding.blob(
          target.logicalBucket(),
          client
              .storage()
              .create(info, buffer, 0, count, options.toArray(BlobTargetOption[]::new)));
    } catch (StorageException e) {
      throw StorageFailures.translated("write an object", e);
    }
  }

  /** Cancels the upload at the service; a failure to do so is added to {@code reason}. */
  void cancel(Throwable reason) {
    if (resumable == null) {
      return;
    }
    try {
      resumable.cancel();
    } catch (IOException e) {
      reason.addSuppressed(StorageFailures.translated("cancel an upload", e));
    }
  }

  long size() {
    return size;
  }

  int crc32c() {
    return (int) crc.getValue();
  }
}
