package com.anykoma.privacy.platform.google;

import com.anykoma.privacy.platform.google.GoogleSettings.Service;
import com.google.api.core.NanoClock;
import com.google.api.gax.retrying.ResultRetryAlgorithm;
import com.google.api.gax.retrying.RetrySettings;
import com.google.auth.Credentials;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.NoCredentials;
import com.google.cloud.RetryHelper;
import com.google.cloud.RetryHelper.RetryHelperException;
import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import com.google.cloud.storage.StorageRetryStrategy;
import com.google.cloud.storage.spi.v1.HttpStorageRpc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Cloud Storage's library over HTTP. What may pass is tried again, waiting 0.25 s at first and 5 s
 * at most, until 30 s are over; one request may take 5 s to connect and 20 s to answer.
 */
final class StorageClient implements AutoCloseable {
  private static final int CONNECT_MILLIS = 5_000;
  private static final int READ_MILLIS = 20_000;
  private static final RetrySettings RETRIES =
      RetrySettings.newBuilder()
          .setInitialRetryDelayDuration(Duration.ofMillis(250))
          .setRetryDelayMultiplier(2)
          .setMaxRetryDelayDuration(Duration.ofSeconds(5))
          .setTotalTimeoutDuration(Duration.ofSeconds(30))
          .build();

  /**
   * Also where the library would not: a second generation of the same bytes does no harm, and a
   * write under a precondition is refused the second time.
   */
  private static final StorageRetryStrategy RETRY_EVERY_REQUEST =
      StorageRetryStrategy.getUniformStorageRetryStrategy();

  private static final ResultRetryAlgorithm<?> RETRYABLE = RETRY_EVERY_REQUEST.getIdempotentHandler();

  private final Storage storage;
  private final HttpStorageRpc rpc;

  private StorageClient(StorageOptions options) {
    this.storage = options.getService();
    this.rpc = new HttpStorageRpc(options);
  }

  /** Of the real service, or of the double that the settings name. */
  static StorageClient open(GoogleSettings settings) {
    Optional<URI> endpoint = settings.endpoint(Service.STORAGE);
    StorageOptions.Builder options =
        StorageOptions.http()
            .setProjectId(settings.project())
            .setCredentials(endpoint.isPresent() ? NoCredentials.getInstance() : credentials())
            .setRetrySettings(RETRIES)
            .setStorageRetryStrategy(RETRY_EVERY_REQUEST)
            .setTransportOptions(
                HttpTransportOptions.newBuilder()
                    .setConnectTimeout(CONNECT_MILLIS)
                    .setReadTimeout(READ_MILLIS)
                    .build());
    endpoint.ifPresent(uri -> options.setHost(uri.toString()));
    return new StorageClient(options.build());
  }

  private static Credentials credentials() {
    try {
      return GoogleCredentials.getApplicationDefault();
    } catch (IOException e) {
      throw new UncheckedIOException("no application default credentials were found", e);
    }
  }

  Storage storage() {
    return storage;
  }

  /** The layer below {@link #storage}: single requests, never tried again. */
  HttpStorageRpc rpc() {
    return rpc;
  }

  /** Tries again as {@link #storage} does. */
  static <T> T retrying(Callable<T> call) throws RetryHelperException {
    return RetryHelper.runWithRetries(call, RETRIES, RETRYABLE, NanoClock.getDefaultClock());
  }

  @Override
  public void close() {
    try {
      storage.close();
    } catch (Exception e) {
      throw new IllegalStateException("Cloud Storage's client did not close", e);
    }
  }
}
