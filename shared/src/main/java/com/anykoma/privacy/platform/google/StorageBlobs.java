package com.anykoma.privacy.platform.google;

import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.Page;
import com.anykoma.privacy.platform.PreconditionFailed;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobGetOption;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.Storage.BlobSourceOption;
import com.google.cloud.storage.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Blobs in Cloud Storage. Callers use the bucket names of the data map; the settings map them to
 * real buckets.
 *
 * <p>A conditional write whose response is lost is retried and then finds its own generation: it
 * throws {@link PreconditionFailed} although it wrote the blob.
 */
public final class StorageBlobs implements Blobs, AutoCloseable {
  private static final int GENERATIONS_PER_PAGE = 500;
  private static final int MAX_CONCURRENT_DELETES = 16;

  private final GoogleSettings settings;
  private final StorageClient client;
  private final Storage storage;
  private final RequestThreads threads =
      new RequestThreads("cloud-storage", MAX_CONCURRENT_DELETES);

  private StorageBlobs(GoogleSettings settings, StorageClient client) {
    this.settings = settings;
    this.client = client;
    this.storage = client.storage();
  }

  /** Opens Cloud Storage with the default credentials, or a fake without credentials. */
  public static StorageBlobs open(GoogleSettings settings) {
    return new StorageBlobs(settings, StorageClient.open(settings));
  }

  @Override
  public void close() {
    threads.close();
    client.close();
  }

  @Override
  public Optional<Blob> stat(BlobId id) {
    return Optional.ofNullable(
            call(
                "describe an object",
                () ->
                    storage.get(
                        com.google.cloud.storage.BlobId.of(bucket(id), id.name()),
                        BlobGetOption.fields(StorageEncoding.fields()))))
        .map(found -> StorageEncoding.blob(id.bucket(), found));
  }

  @Override
  public Blob write(
      BlobId id,
      String contentType,
      Map<String, String> metadata,
      OptionalLong ifGeneration,
      Body body)
      throws IOException {
    StorageUpload upload =
        new StorageUpload(
            client,
            new StorageUpload.Target(
                id.bucket(), bucket(id), id.name(), contentType, metadata, ifGeneration));
    Blob written;
    try {
      body.writeTo(upload);
      written = upload.finish();
    } catch (Throwable e) {
      upload.cancel(e);
      throw e;
    }
    if (written.size() != upload.size() || written.crc32c() != upload.crc32c()) {
      delete(written);
      throw StorageFailures.failure("write an object", "OTHER_BYTES_STORED");
    }
    return written;
  }

  @Override
  public InputStream read(Blob blob, long offset) throws IOException {
    return StorageDownload.open(
        storage.reader(
            generation(blob),
            BlobSourceOption.shouldReturnRawInputStream(
                true)), // the stored bytes, without decompression
        blob,
        offset);
  }

  @Override
  public Page<Blob> list(String bucket, String prefix, Optional<String> pageToken, int limit) {
    return page(bucket, prefix, pageToken, limit, false);
  }

  @Override
  public Page<Blob> listGenerations(
      String bucket, String prefix, Optional<String> pageToken, int limit) {
    return page(bucket, prefix, pageToken, limit, true);
  }

  private Page<Blob> page(
      String bucket, String prefix, Optional<String> pageToken, int limit, boolean generations) {
    List<BlobListOption> options = new ArrayList<>();
    options.add(BlobListOption.prefix(prefix));
    options.add(BlobListOption.pageSize(limit));
    options.add(BlobListOption.versions(generations));
    options.add(BlobListOption.fields(StorageEncoding.fields()));
    pageToken.ifPresent(token -> options.add(BlobListOption.pageToken(token)));
    com.google.api.gax.paging.Page<com.google.cloud.storage.Blob> page =
        call(
            "list objects",
            () -> storage.list(settings.bucket(bucket), options.toArray(BlobListOption[]::new)));
    List<Blob> blobs = new ArrayList<>();
    page.getValues().forEach(each -> blobs.add(StorageEncoding.blob(bucket, each)));
    return new Page<>(blobs, Optional.ofNullable(page.getNextPageToken()));
  }

  @Override
  public void delete(Blob blob) {
    call("delete an object", () -> storage.delete(generation(blob)));
  }

  /** {@inheritDoc} In an outage, retries for 30 s, {@value #MAX_CONCURRENT_DELETES} at a time. */
  @Override
  public void delete(Collection<Blob> generations) {
    threads.forEach(generations, this::delete);
  }

  @Override
  public void deleteEveryGeneration(BlobId id) {
    Optional<String> next = Optional.empty();
    do {
      Page<Blob> page = listGenerations(id.bucket(), id.name(), next, GENERATIONS_PER_PAGE);
      // longer names with this prefix follow
      List<Blob> own = page.items().stream().takeWhile(each -> each.id().equals(id)).toList();
      delete(own);
      next = own.size() == page.items().size() ? page.next() : Optional.empty();
    } while (next.isPresent());
  }

  private com.google.cloud.storage.BlobId generation(Blob blob) {
    return com.google.cloud.storage.BlobId.of(
        bucket(blob.id()), blob.id().name(), blob.generation());
  }

  private String bucket(BlobId id) {
    return settings.bucket(id.bucket());
  }

  private static <T> T call(String operation, Supplier<T> request) {
    try {
      return request.get();
    } catch (StorageException e) {
      throw StorageFailures.translated(operation, e);
    }
  }
}
