package com.anykoma.privacy.platform.google;

import com.google.api.client.http.ByteArrayContent;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpRequestFactory;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.util.ObjectParser;
import com.google.api.services.storage.Storage;
import com.google.api.services.storage.model.StorageObject;
import com.google.cloud.RetryHelper.RetryHelperException;
import com.google.cloud.storage.StorageException;
import com.google.cloud.storage.spi.v1.StorageRpc.Option;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One resumable upload of the JSON API. Chunks are sent in order. A failed chunk is resumed at the
 * offset that the service has stored, and the service checks the CRC32C of the whole content before
 * it creates the object. The uploads of the library do not suffice: {@code writer} hides the
 * written generation, {@code blobWriteSession} never retries a chunk, and neither can cancel an
 * upload.
 */
final class ResumableUpload {
  private static final int INCOMPLETE = 308;
  private static final int UNAVAILABLE = 503;
  private static final String OPERATION = "write an object";

  private final HttpRequestFactory requests;
  private final ObjectParser parser;
  private final GenericUrl session;
  private long storedBytes;

  private ResumableUpload(Storage http, String session) {
    this.requests = http.getRequestFactory();
    this.parser = http.getObjectParser();
    this.session = new GenericUrl(session);
  }

  /** Starts an upload. No object exists until it is finished. */
  static ResumableUpload start(
      StorageClient client, StorageObject object, OptionalLong ifGeneration) {
    Map<Option, ?> options =
        ifGeneration.isPresent()
            ? Map.of(Option.IF_GENERATION_MATCH, ifGeneration.getAsLong())
            : Map.of();
    String session = retrying(() -> client.rpc().open(object, options));
    return new ResumableUpload(client.rpc().getStorage(), session);
  }

  /** Sends a chunk, a multiple of 256 KiB, that is not the last. */
  void send(byte[] bytes, int length) {
    upload(new Chunk(storedBytes, ByteBuffer.wrap(bytes, 0, length), Optional.empty()));
  }

  /** Sends the last chunk, at least one byte, and returns the created object. */
  StorageObject finish(byte[] bytes, int length, int crc32cOfAll) {
    return upload(
            new Chunk(storedBytes, ByteBuffer.wrap(bytes, 0, length), Optional.of(crc32cOfAll)))
        .orElseThrow(() -> StorageFailures.failure(OPERATION, "UNFINISHED"));
  }

  /** Deletes the uploaded bytes; otherwise the service stores them for a week. */
  void cancel() throws IOException {
    HttpRequest request = requests.buildDeleteRequest(session);
    request.setThrowExceptionOnExecuteError(false); // success is 499
    request.execute().ignore();
  }

  private Optional<StorageObject> upload(Chunk chunk) {
    AtomicBoolean retried = new AtomicBoolean();
    return retrying(
        () -> {
          if (retried.getAndSet(true)) {
            // ask for the stored offset; this also completes an upload whose bytes are all stored
            Optional<StorageObject> finished = put(chunk, chunk.length());
            if (chunk.isDone(finished, storedBytes)) {
              return finished;
            }
          }
          Optional<StorageObject> finished = put(chunk, chunk.acknowledged(storedBytes));
          if (!chunk.isDone(finished, storedBytes)) {
            throw new StorageException(UNAVAILABLE, "the service stored only part of a chunk");
          }
          return finished;
        });
  }

  private Optional<StorageObject> put(Chunk chunk, int offset) throws IOException {
    HttpRequest request =
        requests.buildPutRequest(
            session,
            new ByteArrayContent(null, chunk.bytes().array(), offset, chunk.length() - offset));
    request.setParser(parser).setThrowExceptionOnExecuteError(false);
    request.getHeaders().setContentRange(chunk.range(offset));
    chunk
        .crc32cOfAll()
        .map(crc -> "crc32c=" + StorageEncoding.crc32c(crc))
        .ifPresent(hash -> request.getHeaders().set("x-goog-hash", hash));
    HttpResponse response = request.execute();
    if (response.getStatusCode() == INCOMPLETE) {
      storedBytes = end(response.getHeaders().getRange());
      response.ignore();
      return Optional.empty();
    }
    if (!response.isSuccessStatusCode()) {
      throw new HttpResponseException(response);
    }
    return Optional.of(response.parseAs(StorageObject.class));
  }

  /** The number of stored bytes from a header {@code bytes=0-LAST}; without the header, 0. */
  private static long end(@Nullable String range) {
    return range == null ? 0 : Long.parseLong(range.substring(range.indexOf('-') + 1)) + 1;
  }

  private static <T> T retrying(Callable<T> call) {
    try {
      return StorageClient.retrying(call);
    } catch (RetryHelperException e) {
      throw StorageFailures.translated(OPERATION, e);
    }
  }

  /** A chunk at an offset; the last one has the checksum of the whole content. */
  private record Chunk(long start, ByteBuffer bytes, Optional<Integer> crc32cOfAll) {
    int length() {
      return bytes.limit();
    }

    long end() {
      return start + length();
    }

    /** The header {@code Content-Range} for the bytes from {@code offset} on. */
    String range(int offset) {
      String sent = offset == length() ? "*" : (start + offset) + "-" + (end() - 1);
      return "bytes " + sent + "/" + (crc32cOfAll.isPresent() ? Long.toString(end()) : "*");
    }

    boolean isDone(Optional<StorageObject> finished, long storedBytes) {
      return finished.isPresent() || (crc32cOfAll.isEmpty() && storedBytes == end());
    }

    /** The number of bytes of this chunk that the service has stored. */
    int acknowledged(long storedBytes) {
      if (storedBytes < start || storedBytes > end()) {
        throw new StorageException(0, "the service lost bytes that it had acknowledged");
      }
      return (int) (storedBytes - start);
    }
  }
}
