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
 * The Cloud Storage client over HTTP. Retryable failures are retried for up to 30 s, after 0.25 s
 * at first and 5 s at most. One request has 5 s to connect and 20 s to respond.
 *
 * @param rpc the layer below {@code storage}: single requests without retries
 */
record StorageClient(Storage storage, HttpStorageRpc rpc) implements AutoCloseable {
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
   * Retries requests that the library does not retry by default: a second generation with the same
   * bytes is harmless, and the precondition of a conditional write fails on the second attempt.
   */
  private static final StorageRetryStrategy RETRY_EVERY_REQUEST =
      StorageRetryStrategy.getUniformStorageRetryStrategy();

  private static final ResultRetryAlgorithm<?> RETRYABLE =
      RETRY_EVERY_REQUEST.getIdempotentHandler();

  /** Opens the real service, or the fake in the settings. */
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
    StorageOptions built = options.build();
    return new StorageClient(built.getService(), new HttpStorageRpc(built));
  }

  private static Credentials credentials() {
    try {
      return GoogleCredentials.getApplicationDefault();
    } catch (IOException e) {
      throw new UncheckedIOException("no application default credentials were found", e);
    }
  }

  /** Retries a call as {@link #storage} does. */
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
