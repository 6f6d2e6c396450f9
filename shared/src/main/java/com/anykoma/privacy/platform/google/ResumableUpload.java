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
 * One resumable upload of the JSON API: chunks in order, each tried again from where the service
 * stands, and the whole checked against its CRC32C before it becomes an object. The library's own
 * either hides the generation that it wrote ({@code writer}) or never tries a chunk again ({@code
 * blobWriteSession}), and neither can take back what it sent.
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

  /** Begins an upload; nothing is stored before it is finished. */
  static ResumableUpload start(
      StorageClient client, StorageObject object, OptionalLong ifGeneration) {
    Map<Option, ?> options =
        ifGeneration.isPresent()
            ? Map.of(Option.IF_GENERATION_MATCH, ifGeneration.getAsLong())
            : Map.of();
    String session = retrying(() -> client.rpc().open(object, options));
    return new ResumableUpload(client.rpc().getStorage(), session);
  }

  /**
   * Sends the next bytes, after which there are more.
   *
   * @param length a multiple of 256 KiB
   */
  void send(byte[] bytes, int length) {
    upload(new Chunk(storedBytes, ByteBuffer.wrap(bytes, 0, length), Optional.empty()));
  }

  /** Sends the last bytes, at least one. */
  StorageObject finish(byte[] bytes, int length, int crc32cOfAll) {
    return upload(new Chunk(storedBytes, ByteBuffer.wrap(bytes, 0, length), Optional.of(crc32cOfAll)))
        .orElseThrow(() -> StorageFailures.failure(OPERATION, "UNFINISHED"));
  }

  /** Has what storedBytes removed at once; left alone it would be kept for a week. */
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
            // where the service stands; it also finishes what has storedBytes completely
            Optional<StorageObject> finished = put(chunk, chunk.length());
            if (chunk.isDone(finished, storedBytes)) {
              return finished;
            }
          }
          Optional<StorageObject> finished = put(chunk, chunk.acknowledged(storedBytes));
          if (!chunk.isDone(finished, storedBytes)) {
            throw new StorageException(UNAVAILABLE, "a chunk was kept in part");
          }
          return finished;
        });
  }

  /** One request with a chunk's bytes from {@code offset} on. */
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

  /** How many bytes {@code bytes=0-LAST} are; no header means none. */
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

  /**
   * Bytes on their way.
   *
   * @param start where they begin in the object
   * @param crc32cOfAll present on the last chunk
   */
  private record Chunk(long start, ByteBuffer bytes, Optional<Integer> crc32cOfAll) {
    int length() {
      return bytes.limit();
    }

    long end() {
      return start + length();
    }

    /** Those from {@code offset} on, as the header says it. */
    String range(int offset) {
      String sent = offset == length() ? "*" : (start + offset) + "-" + (end() - 1);
      return "bytes " + sent + "/" + (crc32cOfAll.isPresent() ? Long.toString(end()) : "*");
    }

    boolean isDone(Optional<StorageObject> finished, long storedBytes) {
      return finished.isPresent() || (crc32cOfAll.isEmpty() && storedBytes == end());
    }

    /** How many of them have storedBytes. */
    int acknowledged(long storedBytes) {
      if (storedBytes < start || storedBytes > end()) {
        throw new StorageException(0, "acknowledged bytes were lost");
      }
      return (int) (storedBytes - start);
    }
  }
}
